import { float, openStudyStore, Study, TPESampler } from '../src/index.ts';

const store = openStudyStore(process.argv[2] as string);
const sampler = new TPESampler({ seed: process.pid });
const study = Study.open({ store, name: 'shared', direction: 'minimize', sampler });
for (let i = 0; i < 10; i++) {
  const trial = study.ask({ x: float(0, 1) });
  trial.tell('COMPLETE', Number(trial.params.x));
}
