import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseStoreUri } from '@orrery/database';
import { categorical, float, int, openStudyStore, type SearchSpace, Study, TPESampler } from '@orrery/sweeps';
import { Random } from '../packages/sweeps/src/random.ts';
import { uniform } from '../packages/sweeps/src/samplers/random.ts';
import { oraclePython } from '../scripts/oracle.ts';
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
const WARM_UP = 40;
const ASKS = 40;

/** Loads both studies, then asks one for each line that it reads, and answers with milliseconds. */
const OPTUNA = `
import json, sys, time, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
given = json.loads(sys.stdin.readline())
space = {k: optuna.distributions.json_to_distribution(json.dumps(d)) for k, d in given["space"].items()}
rdb = optuna.load_study(study_name="s", storage="sqlite:///" + given["path"], sampler=optuna.samplers.TPESampler(seed=1))
memory = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
memory.add_trials(rdb.trials)
for line in sys.stdin:
    study = {"rdb": rdb, "memory": memory}[line.strip()]
    start = time.perf_counter()
    trial = study.ask(space)
    took = 1000 * (time.perf_counter() - start)
    study.tell(trial, sum(v for v in trial.params.values() if isinstance(v, float)))
    print(took, flush=True)
`;

const counts = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'orrery-ask-'));
const row = (cells: string[]) => console.log(cells.map((cell) => cell.padStart(15)).join(''));
row(['trials', 'Optuna RDB', 'Optuna memory', 'ours', '× RDB', '× memory']);
try {
  for (const count of counts.length > 0 ? counts : [1000, 10_000]) {
    const path = join(folder, `${count}.db`);
    await fill(path, count);
    copyFileSync(path, `${path}.optuna`);
    const { rdb, memory, ours } = await takeTurns(path);
    const shown = [rdb, memory, ours].map((time) => `${time.toFixed(1)} ms`);
    row([String(count), ...shown, (rdb / ours).toFixed(1), (memory / ours).toFixed(1)]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Median times. The three take turns, so that what else the machine does falls on each alike. */
async function takeTurns(path: string): Promise<{ rdb: number; memory: number; ours: number }> {
  const python = spawn(oraclePython(), ['-W', 'ignore', '-c', OPTUNA], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface(python.stdout)[Symbol.asyncIterator]();
  python.stdin.write(`${JSON.stringify({ path: `${path}.optuna`, space: SPACE })}\n`);
  const theirs = async (storage: string) => {
    python.stdin.write(`${storage}\n`);
    return Number((await answers.next()).value);
  };
  const store = await openStudyStore(parseStoreUri(`sqlite:///${path}`));
  const sampler = new TPESampler({ seed: 1 });
  const study = await Study.open({ store, name: 's', direction: 'minimize', sampler });
  const times = { rdb: [] as number[], memory: [] as number[], ours: [] as number[] };
  for (let i = 0; i < WARM_UP + ASKS; i++) {
    times.rdb.push(await theirs('rdb'));
    times.memory.push(await theirs('memory'));
    const start = performance.now();
    const trial = await study.ask(SPACE);
    times.ours.push(performance.now() - start);
    await trial.tell('COMPLETE', Number(trial.params.x) + Number(trial.params.y));
  }
  python.stdin.end();
  await store.close();
  const middle = (list: number[]) => median(list.slice(WARM_UP));
  return { rdb: middle(times.rdb), memory: middle(times.memory), ours: middle(times.ours) };
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
