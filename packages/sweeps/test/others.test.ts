import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openPrepared, parseStoreUri } from '@orrery/database';
import { askOracle } from '../../../scripts/oracle.ts';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { failStaleTrials, float, openStudyStore, type StudyStore, toInternal } from '../src/index.ts';

const X = float(0, 1);

/** What Optuna says of a retried trial. */
const RETRIES = `
import json, sys, optuna
from optuna.storages import RetryHeartbeatStaleTrialCallback as Retry
optuna.logging.set_verbosity(optuna.logging.ERROR)
url = json.load(sys.stdin)["url"].replace("postgresql:", "postgresql+psycopg2:")
study = optuna.load_study(study_name="stale", storage=url)
print(json.dumps([[Retry.retried_trial_number(t), Retry.retry_history(t), t.params, t.state.name] for t in study.trials]))
`;

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a study store on ${dialect}, beside another program`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-sweeps-'));
    let postgres: PostgresServer | undefined;
    let url: string;
    let ours: StudyStore;
    let theirs: StudyStore;
    before(async () => {
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
      url = postgres?.database() ?? `sqlite:///${join(folder, 'optuna.db')}`;
      ours = await openStudyStore(parseStoreUri(url));
      theirs = await openStudyStore(parseStoreUri(url));
    });
    after(async () => {
      await ours.close();
      await theirs.close();
      postgres?.stop();
      rmSync(folder, { recursive: true });
    });

    it('sees what the other writes, and keeps what is finished', async () => {
      const { studyId } = await ours.createStudy('seen', ['minimize']);
      const trial = await theirs.createTrial(studyId);
      assert.deepEqual(
        (await ours.getTrials(studyId)).map(({ state }) => state),
        ['RUNNING'],
      );
      await theirs.setTrialParams(trial.trialId, [
        { name: 'x', internal: toInternal(X, 0.5), distribution: X },
      ]);
      await theirs.reportIntermediate(trial.trialId, 3, Number.NaN);
      assert.equal((await ours.getTrial(trial.trialId)).params.x, 0.5);
      await theirs.finishTrial(trial.trialId, 'COMPLETE', [2]);
      await ours.addTrial(studyId);
      const [first, second] = await ours.getTrials(studyId);
      assert.deepEqual([first?.state, first?.values, second?.number], ['COMPLETE', [2], 1]);
      assert.equal((await ours.getTrials(studyId))[0], first);
      assert.deepEqual(await theirs.getTrials(studyId), await ours.getTrials(studyId));
    });

    it('does not take a later study for the one that the other deleted', async () => {
      const names = ['a', 'b'];
      for (const name of names) {
        const { studyId } = await theirs.createStudy(name, ['minimize']);
        for (const value of [1, 2])
          await theirs.finishTrial(await theirs.addTrial(studyId), 'COMPLETE', [value]);
        const running = await theirs.addTrial(studyId);
        assert.equal((await ours.getTrials(studyId)).length, 3);
        await theirs.deleteStudy(studyId);
        await assert.rejects(ours.getTrial(running), { code: 'RESOURCE_DOES_NOT_EXIST' });
      }
      const old = await theirs.createStudy('old', ['minimize']);
      await theirs.finishTrial(await theirs.addTrial(old.studyId), 'COMPLETE', [1]);
      assert.equal((await ours.getBestTrial(old.studyId))?.values?.[0], 1);
      await theirs.deleteStudy(old.studyId);
      const fresh = await theirs.createStudy('old', ['minimize']);
      if (dialect === 'sqlite') assert.equal(fresh.studyId, old.studyId);
      await theirs.finishTrial(await theirs.addTrial(fresh.studyId), 'COMPLETE', [7]);
      assert.deepEqual(
        (await ours.getTrials(fresh.studyId)).map(({ values }) => values),
        [[7]],
      );
    });

    it('fails stale trials once, and enqueues them again as Optuna does', async () => {
      const { studyId } = await ours.createStudy('stale', ['minimize']);
      const trialId = await ours.addTrial(studyId);
      await ours.setTrialParams(trialId, [{ name: 'x', internal: 0.25, distribution: X }]);
      const fail = () => failStaleTrials(ours, studyId, { interval: 10, maxRetries: 2 });
      assert.deepEqual(await fail(), []);
      for (let retry = 0; retry < 3; retry++) {
        const id = await ours.findTrialId(studyId, retry);
        await ours.recordHeartbeat(id);
        assert.deepEqual(await fail(), []);
        await age(url, id);
        const both = await Promise.all([
          fail(),
          failStaleTrials(theirs, studyId, { interval: 10, maxRetries: 2 }),
        ]);
        assert.deepEqual(
          both.flat().map(({ number }) => number),
          [retry],
        );
        if (retry < 2) assert.ok(await ours.popWaitingTrial(studyId));
      }
      assert.deepEqual(askOracle(RETRIES, { url }), [
        [null, [], { x: 0.25 }, 'FAIL'],
        [0, [0], { x: 0.25 }, 'FAIL'],
        [0, [0, 1], { x: 0.25 }, 'FAIL'],
      ]);
    });
  });
}

/** Makes a heartbeat an hour old. */
async function age(url: string, trialId: number): Promise<void> {
  const role = { name: 'study database', flag: '' };
  const database = await openPrepared(parseStoreUri(url), role, async () => {});
  await database.write((session) =>
    session.run('UPDATE trial_heartbeats SET heartbeat = ? WHERE trial_id = ?', [
      new Date(Date.now() - 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
      trialId,
    ]),
  );
  await database.close();
}
