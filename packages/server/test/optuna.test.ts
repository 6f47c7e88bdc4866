import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { OPTUNA_VERSIONS } from '../../../scripts/optuna.ts';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { runOptuna, runPython } from './optuna/run-python.ts';
import { type RunningStorage, startStorage } from './optuna/storage-server.ts';

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`study storage on ${dialect}`, () => {
    let postgres: PostgresServer | undefined;
    let storage: RunningStorage;
    before(async () => {
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
    });
    after(() => postgres?.stop());

    it("passes Optuna's own test cases of storages", async () => {
      storage = await startStorage(postgres?.database());
      const cases = fileURLToPath(new URL('./optuna/storage_cases.py', import.meta.url));
      const args = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', cases];
      const output = await runOptuna(storage.port, '5.0.0', ...args);
      assert.match(output, /^\d{2,} passed/m);
      assert.doesNotMatch(output, /failed|error|skipped/);
      await storage.stop();
    });

    it("answers every call as Optuna's servicer does", async () => {
      storage = await startStorage(postgres?.database());
      const { uncalled, differences, errors } = JSON.parse(
        await runPython(storage.port, '5.0.0', 'differential.py'),
      );
      assert.deepEqual(differences, []);
      assert.deepEqual(uncalled, []);
      assert.deepEqual(errors, ['ALREADY_EXISTS', 'FAILED_PRECONDITION', 'INVALID_ARGUMENT', 'NOT_FOUND']);
      await storage.stop();
    });

    it('carries a study of each Optuna, old and new', async () => {
      storage = await startStorage(postgres?.database());
      for (const version of OPTUNA_VERSIONS) {
        const seen = JSON.parse(await runPython(storage.port, version, 'optimize.py'));
        assert.equal(seen.version, version);
        assert.equal(seen.states.length, 20);
        assert.equal(seen.states[4], 'FAIL');
        assert.ok(seen.states.filter((state: string) => state === 'COMPLETE').length >= 3);
        assert.equal(seen.first.x, 0.25);
        assert.equal(seen.first.kind, 'b');
        assert.ok(seen.same);
        assert.deepEqual(seen.note, { values: [1, null, 'ü'] });
        const { study } = await storage.get(`/api/sweeps/studies/${seen.study_id}`);
        assert.equal(study.best_trial.values[0], seen.best);
      }
      await storage.stop();
    });
  });
}
