import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import { categorical, float, RandomSampler, Study, waitingTrial } from '../src/index.ts';
import { openStore, temporaryDatabase } from './temporary.ts';

const open = (path: string, direction: 'minimize' | 'maximize' = 'minimize') =>
  openStore(path).then((store) =>
    Study.open({ store, name: 's', direction, sampler: new RandomSampler({ seed: 1 }) }),
  );

it('refuses what is no study database, and says what to do', async () => {
  const path = temporaryDatabase();
  writeFileSync(
    path,
    'this is no database at all, only a line of text that is long enough to be read as a header',
  );
  await assert.rejects(openStore(path), /Cannot use .* as an SQLite database .*--study-store-uri/);
  const other = temporaryDatabase();
  const db = new DatabaseSync(other);
  db.exec("CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('v9.9.9.z')");
  db.close();
  await assert.rejects(openStore(other), /schema revision 'v9.9.9.z'.*update Orrery/);
});

it('runs enqueued trials first, with the params that they fix', async () => {
  const study = await open(temporaryDatabase());
  await study.store.createTrial(study.id, waitingTrial({ x: 0.25 }));
  const trial = await study.ask({ x: float(0, 1), y: float(0, 1) });
  assert.equal(trial.number, 0);
  assert.equal(trial.params.x, 0.25);
  assert.equal((await study.ask({ x: float(0, 1) })).number, 1);
});

it('leaves a finished trial as it is', async () => {
  const study = await open(temporaryDatabase());
  const trial = await study.ask({ c: categorical(['a', 'b']) });
  await assert.rejects(trial.tell('COMPLETE', Number.NaN), /tell FAIL/);
  await trial.report(0.5, 2);
  await trial.tell('PRUNED');
  assert.deepEqual((await study.trials())[0]?.values, [0.5]);
  await assert.rejects(trial.tell('COMPLETE', 1), { code: 'INVALID_STATE' });
  await assert.rejects(trial.report(1, 3), /is PRUNED and cannot be changed/);
});

it('goes on with a study of the same name, but not in another direction', async () => {
  const path = temporaryDatabase();
  assert.equal((await open(path)).id, (await open(path)).id);
  await assert.rejects(open(path, 'maximize'), /exists and is to minimize, not to maximize/);
});

it('deletes a study with all that belongs to it', async () => {
  const study = await open(temporaryDatabase());
  const trial = await study.ask({ x: float(0, 1) });
  await trial.report(1, 1);
  await trial.tell('COMPLETE', 1);
  await study.store.deleteStudy(study.id);
  assert.deepEqual(await study.store.getSummaries(), []);
  await assert.rejects(study.store.getTrial(trial.id), { code: 'RESOURCE_DOES_NOT_EXIST' });
});

it('reads many trials in turns with other work, and all of them', async () => {
  const path = temporaryDatabase();
  const study = await open(path);
  const { store } = study;
  await Promise.all(
    Array.from({ length: 1200 }, () =>
      store.addTrial(study.id, { state: 'COMPLETE', values: [1], intermediateValues: new Map([[2, 0.5]]) }),
    ),
  );
  const other = await openStore(path);
  let turns = 0;
  const count = () => {
    turns++;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const trials = await other.getTrials(study.id);
  clearImmediate(counting);
  assert.ok(turns >= 1, 'nothing else had its turn');
  assert.deepEqual(
    trials.map(({ number, values, intermediateValues }) => [number, values, [...intermediateValues]]),
    Array.from({ length: 1200 }, (_, number) => [number, [1], [[2, 0.5]]]),
  );
  await Promise.all([other.close(), store.close()]);
});

const UPGRADE = `
import json, sys
from optuna.storages import RDBStorage
RDBStorage("sqlite:///" + json.load(sys.stdin)["path"], skip_compatibility_check=True).upgrade()
print("null")
`;

/** Makes the database that some version of Optuna made; see `databases/make`. */
function databaseOf(version: string): string {
  const path = temporaryDatabase();
  const db = new DatabaseSync(path);
  db.exec(readFileSync(new URL(`./databases/optuna-${version}.sqlite.sql`, import.meta.url), 'utf8'));
  db.close();
  return path;
}

async function checkOld(path: string, version: string): Promise<void> {
  const store = await openStore(path);
  const study = await store.findStudy('old');
  assert.deepEqual(study?.userAttrs, { note: `made by ${version}` });
  const trials = await store.getTrials(study?.studyId as number);
  assert.deepEqual(
    trials.map(({ values }) => values),
    [[7], [1], [5]],
  );
  assert.deepEqual(Object.keys(trials[0]?.distributions ?? {}), ['x', 'n', 'kind']);
  await store.close();
}

it('opens a database that Optuna 3.6.2 made', () => checkOld(databaseOf('3.6.2'), '3.6.2'));

for (const [version, revision] of [
  ['2.10.1', 'v2.6.0.a'],
  ['3.1.1', 'v3.0.0.d'],
] as const) {
  it(`refuses a database that Optuna ${version} made, and opens it once it is upgraded as it says`, async () => {
    const path = databaseOf(version);
    await assert.rejects(
      openStore(path),
      new RegExp(`older Optuna \\(schema revision '${revision}'.*optuna storage upgrade`),
    );
    askOracle(UPGRADE, { path });
    await checkOld(path, version);
  });
}
