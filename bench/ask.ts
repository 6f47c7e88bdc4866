import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseStoreUri } from '@orrery/database';
import { categorical, float, int, openStudyStore, type SearchSpace, Study, TPESampler } from '@orrery/sweeps';
import { Random } from '../packages/sweeps/src/random.ts';
import { uniform } from '../packages/sweeps/src/samplers/random.ts';
import { askOracle } from '../scripts/oracle.ts';
import { median } from './samplers/rank-test.ts';

/**
 * How long an ask takes with TPE where many trials have finished: ours over SQLite, and Optuna's over the same SQLite
 * file and in memory. The sampler, the new trial and its parameters are in it; the tell between two asks is not.
 *
 *     node bench/ask.ts [1000 10000]
 */
const SPACE: SearchSpace = {
  x: float(-5, 5),
  y: float(-5, 5),
  rate: float(1e-5, 1, { log: true }),
  depth: int(1, 12),
  kind: categorical(['a', 'b', 'c', 'd']),
};
const WARM_UP = 3;
const ASKS = 20;

const OPTUNA = `
import json, sys, time, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
ask = json.load(sys.stdin)
space = {k: optuna.distributions.json_to_distribution(json.dumps(d)) for k, d in ask["space"].items()}
def measure(study):
    times = []
    for i in range(ask["asks"]):
        start = time.perf_counter()
        trial = study.ask(space)
        times.append(1000 * (time.perf_counter() - start))
        study.tell(trial, sum(v for v in trial.params.values() if isinstance(v, float)))
    return times[ask["warmUp"]:]
rdb = optuna.load_study(study_name="s", storage="sqlite:///" + ask["path"], sampler=optuna.samplers.TPESampler(seed=1))
memory = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
memory.add_trials(rdb.trials)
print(json.dumps({"rdb": measure(rdb), "memory": measure(memory)}))
`;

const counts = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'orrery-ask-'));
const row = (cells: (string | number)[]) =>
  console.log(cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell).padStart(14)).join(''));
row(['trials', 'Optuna RDB', 'Optuna memory', 'ours', '× RDB', '× memory']);
try {
  for (const count of counts.length > 0 ? counts : [1000, 10_000]) {
    const path = join(folder, `${count}.db`);
    await fill(path, count);
    copyFileSync(path, `${path}.optuna`);
    const theirs = askOracle<{ rdb: number[]; memory: number[] }>(OPTUNA, {
      path: `${path}.optuna`,
      space: SPACE,
      asks: WARM_UP + ASKS,
      warmUp: WARM_UP,
    });
    const [rdb, memory, ours] = [median(theirs.rdb), median(theirs.memory), median(await measure(path))];
    row([
      String(count),
      `${rdb.toFixed(1)} ms`,
      `${memory.toFixed(1)} ms`,
      `${ours.toFixed(1)} ms`,
      rdb / ours,
      memory / ours,
    ]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function fill(path: string, count: number): Promise<void> {
  const store = await openStudyStore(parseStoreUri(`sqlite:///${path}`));
  const { studyId } = await store.createStudy('s', ['minimize']);
  const random = new Random(1);
  for (let done = 0; done < count; done += 500) {
    await Promise.all(
      Array.from({ length: Math.min(500, count - done) }, async () => {
        const { trialId } = await store.createTrial(studyId);
        const params = Object.entries(SPACE).map(([name, distribution]) => ({
          name,
          internal: uniform(distribution, random),
          distribution,
        }));
        await store.setTrialParams(trialId, params);
        await store.finishTrial(trialId, 'COMPLETE', [
          params.reduce((sum, { internal }) => sum + internal ** 2, 0),
        ]);
      }),
    );
  }
  await store.close();
}

async function measure(path: string): Promise<number[]> {
  const store = await openStudyStore(parseStoreUri(`sqlite:///${path}`));
  const study = await Study.open({
    store,
    name: 's',
    direction: 'minimize',
    sampler: new TPESampler({ seed: 1 }),
  });
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + ASKS; i++) {
    const start = performance.now();
    const trial = await study.ask(SPACE);
    times.push(performance.now() - start);
    await trial.tell('COMPLETE', Number(trial.params.x) + Number(trial.params.y));
  }
  await store.close();
  return times.slice(WARM_UP);
}
