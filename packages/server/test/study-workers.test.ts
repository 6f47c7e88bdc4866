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
    let direct: Ran;
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
      const free = await store.createStudy('free', ['minimize']);
      const queued = await store.createStudy('queued', ['minimize']);
      for (let x = 0; x < ENQUEUED; x++) await store.addTrial(queued.studyId, waitingTrial({ x: 1000 + x }));
      const url = storage.database.replace('postgresql:', 'postgresql+psycopg2:');
      const work = async (study: string, ...args: string[]): Promise<Ran> =>
        JSON.parse(await runPython(storage.port, '5.0.0', 'workers.py', study, ...args));
      // Optuna itself takes an enqueued trial of SQLite in two steps, and may take one that was just taken.
      const own = dialect === 'postgres' ? 'queued' : 'free';
      const [ofFree, ofQueued] = await Promise.all([
        Promise.all([work('free', '16', '5'), work('free', '16', '5')]),
        Promise.all([work('queued', '16', '5'), work('queued', '16', '5')]),
        work(own, '1', '15', url).then((outcome) => {
          direct = outcome;
        }),
      ]);
      await check(free.studyId, own === 'free' ? [...ofFree, direct] : ofFree);
      await check(queued.studyId, own === 'queued' ? [...ofQueued, direct] : ofQueued);
    });
    const check = async (studyId: number, outcomes: Ran[]) => {
      assert.deepEqual(
        outcomes.flatMap(({ errors }) => errors),
        [],
      );
      const ran = outcomes.flatMap((outcome) => outcome.ran).sort((a, b) => a - b);
      const trials = await store.getTrials(studyId);
      const numbers = Array.from({ length: trials.length }, (_, index) => index);
      assert.deepEqual(
        trials.map(({ number }) => number),
        numbers,
      );
      assert.deepEqual(ran, numbers);
      assert.ok(trials.every(({ state, values }) => state === 'COMPLETE' && values?.length === 1));
    };
  });
}
