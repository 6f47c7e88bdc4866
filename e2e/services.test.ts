import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { Orrery } from './orrery.ts';

describe('orrery up, status and down', async () => {
  const orrery = await Orrery.make();
  after(() => orrery.remove());

  it('starts every door, shows it, and stops it', async () => {
    await orrery.up();
    for (const port of orrery.ports) {
      assert.equal((await fetch(`http://localhost:${port}/health`)).status, 200);
      assert.match(await (await fetch(`http://localhost:${port}/`)).text(), /<title>Orrery/);
    }
    const status = await orrery.run('status');
    assert.equal(status.code, 0);
    assert.match(
      status.output,
      new RegExp(`sweeps +http://localhost:${orrery.ports[1]} +up +${orrery.serverPid}`),
    );
    assert.match(status.output, /tracking +sqlite:\/\/\/.*mlflow\.db +\d/);
    assert.match((await orrery.run('up')).output, /is up already/);
    assert.match((await orrery.run('down')).output, /Stopped/);
    assert.equal((await orrery.run('status')).code, 3);
    assert.match((await orrery.run('down')).output, /is not up/);
  });
});

describe('orrery up says why it cannot', () => {
  it('when a port is in use, and by whom', async () => {
    const orrery = await Orrery.make();
    const holders = [1, 2].map(() => http.createServer());
    for (const [index, holder] of holders.entries())
      await new Promise<void>((resolve) => holder.listen(orrery.ports[index + 1], '127.0.0.1', resolve));
    const up = await orrery.run('up');
    for (const holder of holders) holder.close();
    assert.equal(up.code, 1);
    for (const [index, variable] of ['OPTUNA_PORT', 'ORRERY_PORT'].entries()) {
      const port = orrery.ports[index + 1];
      const said = `Port ${port} .* is in use by pid ${process.pid} \\(.*${variable}`;
      assert.match(up.output, new RegExp(said));
    }
    await orrery.remove();
  });

  it('when the store cannot be written', async () => {
    const orrery = await Orrery.make();
    writeFileSync(join(orrery.folder, 'file'), '');
    const stores = [join(orrery.folder, 'file', 'store')];
    if (process.platform === 'linux') stores.push('/proc/orrery');
    for (const store of stores) {
      orrery.env.ORRERY_STORE = store;
      const up = await orrery.run('up');
      assert.equal(up.code, 1);
      assert.match(up.output, new RegExp(`Cannot write to ${store}.*ORRERY_STORE`));
    }
    await orrery.remove();
  });

  for (const database of ['mlflow.db', 'optuna.db']) {
    it(`when ${database} has an unknown schema`, async () => {
      const orrery = await Orrery.make();
      mkdirSync(orrery.store);
      const db = new DatabaseSync(join(orrery.store, database));
      db.exec(
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('fffff')",
      );
      db.close();
      const up = await orrery.run('up');
      assert.equal(up.code, 1);
      assert.match(up.output, new RegExp(`${database} has schema revision 'fffff'`));
      await orrery.remove();
    });
  }
});
