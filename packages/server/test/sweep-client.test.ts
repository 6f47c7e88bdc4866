import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { choice, integer, Pruned, real, SweepClient, TrackingError } from '@orrery/client';
import { onEachStudyStore, type StudyServer } from './study-stores.ts';

onEachStudyStore('SweepClient', (server) => {
  let orrery: StudyServer;
  let sweeps: SweepClient;
  before(async () => {
    orrery = server();
    sweeps = new SweepClient(orrery.url);
  });

  it('runs trials, prunes them and finds the best', async () => {
    const study = await sweeps.open('one', {
      directions: ['maximize'],
      space: { x: real(-5, 5), n: integer(1, 4, { step: 3 }), kind: choice(['a', null, true]) },
      pruner: 'median',
      seed: 2,
    });
    assert.equal(await study.enqueue({ x: 0, n: 1, kind: 'a' }), 0);
    const best = await study.run(10, async ({ params }) => -(Number(params.x) ** 2));
    assert.deepEqual([best[0]?.number, Math.abs(Number(best[0]?.values?.[0]))], [0, 0]);
    await study.run(1, async (trial) => {
      await trial.setUserAttr('note', ['kept']);
      assert.equal(await trial.report(1, -1), false);
      throw new Pruned();
    });
    await assert.rejects(
      study.run(1, async () => {
        throw new Error('it broke');
      }),
      /it broke/,
    );
    await (await study.ask())?.tell(Number.NaN);
    const { counts } = await study.info();
    assert.deepEqual(counts, { RUNNING: 0, COMPLETE: 10, PRUNED: 1, FAIL: 2, WAITING: 0 });
    const [pruned] = await study.trials('PRUNED');
    assert.deepEqual([pruned?.user_attrs, pruned?.values], [{ note: ['kept'] }, [-1]]);
    assert.match(String((await study.trials('FAIL'))[0]?.user_attrs['orrery.reason']), /it broke/);
    await study.stop();
    assert.equal(await study.ask(), null);
    assert.equal((await sweeps.list())[0]?.stopped, 'stopped by a program');
  });

  it('says what is wrong, and deletes', async () => {
    const study = await sweeps.open('two', { directions: ['minimize', 'maximize'] });
    await assert.rejects(sweeps.open('two', { directions: ['minimize'] }), TrackingError);
    const trial = await study.ask({ x: real(0, 1) });
    assert.deepEqual(Object.keys((await trial?.suggest({ y: integer(2, 2) })) ?? {}).sort(), ['x', 'y']);
    assert.equal(trial?.params.y, 2);
    await assert.rejects(trial?.tell(1) as Promise<void>, /needs 2 values/);
    await trial?.tell([1, Number.POSITIVE_INFINITY], { constraints: { size: 0.5 } });
    assert.deepEqual(await study.best(), []);
    assert.equal((await sweeps.get(study.id)).name, 'two');
    await study.delete();
    await assert.rejects(sweeps.get(study.id), /No study|404|no study/i);
  });
});
