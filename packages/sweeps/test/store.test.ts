import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { categorical, float, openStudyStore, RandomSampler, Study } from '../src/index.ts';
import { temporaryDatabase } from './temporary.ts';

const open = (path: string, direction: 'minimize' | 'maximize' = 'minimize') =>
  Study.open({ store: openStudyStore(path), name: 's', direction, sampler: new RandomSampler({ seed: 1 }) });

it('refuses what is no study database, and says what to do', () => {
  const path = temporaryDatabase();
  writeFileSync(
    path,
    'this is no database at all, only a line of text that is long enough to be read as a header',
  );
  assert.throws(() => openStudyStore(path), /Cannot use .* as a study store/);
  const other = temporaryDatabase();
  const db = new DatabaseSync(other);
  db.exec("CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('v9.9.9.z')");
  db.close();
  assert.throws(() => openStudyStore(other), /schema revision 'v9.9.9.z'.*update Orrery/);
});

it('runs enqueued trials first, with the params that they fix', () => {
  const study = open(temporaryDatabase());
  study.store.createTrial(study.id, { fixedParams: { x: 0.25 } });
  const trial = study.ask({ x: float(0, 1), y: float(0, 1) });
  assert.equal(trial.number, 0);
  assert.equal(trial.params.x, 0.25);
  assert.equal(study.ask({ x: float(0, 1) }).number, 1);
});

it('leaves a finished trial as it is', () => {
  const study = open(temporaryDatabase());
  const trial = study.ask({ c: categorical(['a', 'b']) });
  assert.throws(() => trial.tell('COMPLETE', Number.NaN), /tell FAIL/);
  trial.report(0.5, 2);
  trial.tell('PRUNED');
  assert.deepEqual(study.trials()[0]?.values, [0.5]);
  assert.throws(() => trial.tell('COMPLETE', 1), { code: 'INVALID_STATE' });
  assert.throws(() => trial.report(1, 3), /is PRUNED and cannot be changed/);
});

it('goes on with a study of the same name, but not in another direction', () => {
  const path = temporaryDatabase();
  assert.equal(open(path).id, open(path).id);
  assert.throws(() => open(path, 'maximize'), /exists and is to minimize, not to maximize/);
});

it('deletes a study with all that belongs to it', () => {
  const study = open(temporaryDatabase());
  const trial = study.ask({ x: float(0, 1) });
  trial.report(1, 1);
  trial.tell('COMPLETE', 1);
  study.store.deleteStudy(study.id);
  assert.deepEqual(study.store.getSummaries(), []);
  assert.throws(() => study.store.getTrial(trial.id), { code: 'RESOURCE_DOES_NOT_EXIST' });
});
