import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseStoreUri } from '@orrery/database/store-uri';
import { openStudyStore, type StudyStore, waitingTrial } from '@orrery/sweeps';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { runPython } from './optuna/run-python.ts';
import { type RunningStorage, startStorage } from './optuna/storage-server.ts';

interface Ran {
  ran: number[];
  errors: string[];
}

const ENQUEUED = 100;

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`64 workers of a study on ${dialect}, and one that opens the database itself`, () => {
    let postgres: PostgresServer | undefined;
    let storage: RunningStorage;
    let store: StudyStore;
    before(async () => {
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
      storage = await startStorage(postgres?.database());
      store = await openStudyStore(parseStoreUri(storage.database));
    });
    after(async () => {
      await store.close();
      await storage.stop();
      postgres?.stop();
    });

    it('lose no trial, give no number twice and run none twice', async () => {
      const { studyId } = await store.createStudy('many', ['minimize']);
      for (let x = 0; x < ENQUEUED; x++) await store.addTrial(studyId, waitingTrial({ x: 1000 + x }));
      const url = storage.database.replace('postgresql:', 'postgresql+psycopg2:');
      const over = (...args: string[]) => runPython(storage.port, '5.0.0', 'workers.py', 'many', ...args);
      const said = await Promise.all([
        ...Array.from({ length: 4 }, () => over('16', '5')),
        over('1', '15', url),
      ]);
      const outcomes = said.map((output) => JSON.parse(output) as Ran);
      assert.deepEqual(
        outcomes.flatMap(({ errors }) => errors),
        [],
      );
      const ran = outcomes.flatMap((outcome) => outcome.ran);
      const trials = await store.getTrials(studyId);
      assert.deepEqual(
        trials.map(({ number }) => number),
        Array.from({ length: trials.length }, (_, index) => index),
      );
      assert.equal(ran.length, 64 * 5 + 15);
      const overGrpc = outcomes.slice(0, 4).flatMap((outcome) => outcome.ran);
      assert.equal(new Set(overGrpc).size, overGrpc.length);
      // Optuna itself takes an enqueued trial of SQLite in two steps, so it may take one that was just taken.
      if (dialect === 'postgres') assert.equal(new Set(ran).size, ran.length);
      assert.deepEqual(
        [...new Set(ran)].sort((a, b) => a - b),
        trials.map(({ number }) => number),
      );
      assert.ok(trials.every(({ state, values }) => state === 'COMPLETE' && values?.length === 1));
    });
  });
}
