import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { oraclePython } from '../../scripts/oracle.ts';
import { Orrery } from '../orrery.ts';
import { Clients } from './clients.ts';
import { Program } from './program.ts';
import { until, writeUntil } from './writes.ts';

/** A server is killed when so many writes were acknowledged, or any fewer. */
const MOST_WRITES = 1500;
const ROUNDS = Number(process.env.ORRERY_ROUNDS || 8);
/** Rounds that share a store. */
const OF_STORE = 20;
/** Short logs are checkpointed all the time, so that many kills are in the middle of one. */
const LOG_LIMITS_MB = [1, 2, 64];

const ORIGINALS = `
import sys
from mlflow import MlflowClient
import optuna
store = sys.argv[1]
client = MlflowClient(f"sqlite:///{store}/mlflow.db")
experiment = client.get_experiment_by_name("durable")
runs = client.search_runs([experiment.experiment_id], max_results=20)
points = client.get_metric_history(runs[-1].info.run_id, "single") if runs else []
study = optuna.load_study(study_name="durable", storage=f"sqlite:///{store}/optuna.db")
print(len(runs), len(study.trials))
`;

describe('a server that is killed', () => {
  it(`has all that it acknowledged, ${ROUNDS} times`, async (test) => {
    for (let round = 0; round < ROUNDS; round += OF_STORE)
      await rounds(round, Math.min(ROUNDS, round + OF_STORE));
    async function rounds(from: number, to: number) {
      const orrery = await Orrery.make();
      try {
        let clients: Clients | undefined;
        for (let round = from; round < to; round++) {
          orrery.env.ORRERY_LOG_LIMIT = String(LOG_LIMITS_MB[round % LOG_LIMITS_MB.length]);
          const program = await Program.start(orrery);
          clients ??= await Clients.make(orrery);
          const before = clients.acknowledged;
          const enough = before + Math.random() * MOST_WRITES;
          const killed = until(() => (clients?.acknowledged ?? 0) > enough).then(() => program.kill());
          await writeUntil(clients.all, killed);
          assert.deepEqual(clients.problems(), [], `round ${round}\n${program.output}`);
          test.diagnostic(`round ${round}: ${clients.acknowledged - before} writes acknowledged`);
        }
        clients?.close();
        const python = ['-W', 'ignore', '-c', ORIGINALS, join(orrery.folder, 'store')];
        assert.match(execFileSync(oraclePython(), python, { encoding: 'utf8' }), /^[1-9]\d* [1-9]\d*\n$/);
      } finally {
        await orrery.remove();
      }
    }
  });
});
