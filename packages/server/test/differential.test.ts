import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { STEPS } from './differential/corpus/index.ts';
import { type Answer, replay } from './differential/replay.ts';
import { removeFolder, startMlflow, startOrrery, type TestServer } from './servers.ts';

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`Orrery answers as mlflow server 3.17.2 does, on ${dialect}`, () => {
    const servers: TestServer[] = [];
    let postgres: PostgresServer | undefined;
    let theirs: Answer[];
    let ours: Answer[];

    before(async () => {
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
      servers.push(
        ...(await Promise.all([
          startMlflow({ database: postgres?.database() }),
          startOrrery({ database: postgres?.database() }),
        ])),
      );
      [theirs, ours] = (await Promise.all(servers.map(({ url }) => replay(url, STEPS)))) as [
        Answer[],
        Answer[],
      ];
    });

    after(async () => {
      for (const server of servers) {
        await server.stop();
        removeFolder(server.folder);
      }
      postgres?.stop();
    });

    STEPS.forEach((step, index) => {
      it(`${index}: ${step.name}`, () => {
        const [real, own] = [theirs[index] as Answer, ours[index] as Answer];
        const differs = step.differsOn?.[dialect] ?? step.differs;
        if (differs) assert.equal(own.status, differs.status);
        else assert.deepEqual(own, real);
      });
    });
  });
}
