import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ACCESS_STEPS } from '../differential/corpus/access.ts';
import { type Answer, replay } from '../differential/replay.ts';
import { removeFolder, startMlflow, startOrrery, type TestServer } from '../servers.ts';
import { guardedPlace } from './guarded.ts';

describe('with --app-name basic-auth, Orrery answers as mlflow server 3.17.2 does', () => {
  const servers: TestServer[] = [];
  let theirs: Answer[];
  let ours: Answer[];

  before(async () => {
    servers.push(...(await Promise.all([startMlflow(guardedPlace()), startOrrery(guardedPlace())])));
    [theirs, ours] = (await Promise.all(servers.map(({ url }) => replay(url, ACCESS_STEPS)))) as [
      Answer[],
      Answer[],
    ];
  });

  after(async () => {
    for (const server of servers) {
      await server.stop();
      removeFolder(server.folder);
    }
  });

  ACCESS_STEPS.forEach((step, index) => {
    it(`${index}: ${step.name}`, () => {
      const [real, own] = [theirs[index] as Answer, ours[index] as Answer];
      if (step.differs) assert.equal(own.status, step.differs.status);
      else assert.deepEqual(own, real);
    });
  });
});
