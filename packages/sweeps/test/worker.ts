import { float, Study, TPESampler } from '../src/index.ts';
import { openStore } from './temporary.ts';

const store = await openStore(process.argv[2] as string);
const sampler = new TPESampler({ seed: process.pid });
const study = await Study.open({ store, name: 'shared', direction: 'minimize', sampler });
for (let i = 0; i < 10; i++) {
  const trial = await study.ask({ x: float(0, 1) });
  await trial.tell('COMPLETE', Number(trial.params.x));
}
await store.close();
