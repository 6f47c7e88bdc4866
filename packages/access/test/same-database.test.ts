import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Access, bootstrapAdmin, openAccess } from '@orrery/access';
import { parseStoreUri } from '@orrery/database';
import { askOracle } from '../../../scripts/oracle.ts';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';

/** What MLflow's own store of users does with a database. */
const MLFLOW = `
import json, logging, sys
logging.disable(logging.CRITICAL)
from mlflow.server.auth.sqlalchemy_store import SqlAlchemyStore
asked = json.load(sys.stdin)
store = SqlAlchemyStore()
store.init_db(asked["uri"])
for name, args in asked["calls"]: getattr(store, name)(*args)
users = {u.username: u for u in store.list_users()}
json.dump({
    "users": {name: u.is_admin for name, u in users.items()},
    "knows": {name: store.authenticate_user(name, password) for name, password in asked["passwords"].items()},
    "granted": {name: sorted((p.resource_type, p.resource_pattern, p.permission)
        for r in store.list_user_roles(u.id) for p in r.permissions) for name, u in users.items()},
}, sys.stdout)
`;

interface Seen {
  users: Record<string, boolean>;
  knows: Record<string, boolean>;
  granted: Record<string, [string, string, string][]>;
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a database of users, on ${dialect}`, () => {
    let postgres: PostgresServer | undefined;
    let folder: string;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'users-'));
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
    });
    after(() => {
      postgres?.stop();
      rmSync(folder, { recursive: true });
    });

    const newUri = (name: string) => postgres?.database() ?? `sqlite:///${folder}/${name}.db`;
    const open = (uri: string) =>
      openAccess(parseStoreUri(uri), { defaultPermission: 'READ', openRun: async () => null });
    const mlflow = (uri: string, calls: [string, unknown[]][], passwords: Record<string, string>) =>
      askOracle<Seen>(MLFLOW, {
        uri: uri.replace('postgresql:', 'postgresql+psycopg2:'),
        calls,
        passwords,
      });

    it('that Orrery made is known to MLflow, and what MLflow then adds to Orrery', async () => {
      const uri = newUri('ours');
      const access = await open(uri);
      await bootstrapAdmin(access, { adminUsername: 'admin', adminPassword: 'an admin password' });
      await access.users.create('ada', 'password of ada');
      await access.grants.set('ada', 'experiment', '7', 'EDIT');
      await access.grants.set('ada', 'study', '1', 'MANAGE');
      const role = await access.roles.create('readers', 'default', null);
      await access.roles.addPermission(role.id, 'experiment', '*', 'READ');
      await access.roles.assign((await access.users.get('ada')).id, role.id);
      assert.ok(await access.byPassword('ada', 'password of ada'));

      const seen = mlflow(
        uri,
        [
          ['create_user', ['bob', 'password of bob']],
          ['grant_user_permission', ['bob', 'experiment', '7', 'READ']],
          ['update_user', ['ada', 'changed by mlflow']],
        ],
        { admin: 'an admin password', ada: 'changed by mlflow', bob: 'password of ada' },
      );
      assert.deepEqual(seen.users, { admin: true, ada: false, bob: false });
      assert.deepEqual(seen.knows, { admin: true, ada: true, bob: false });
      assert.deepEqual(seen.granted.ada, [
        ['experiment', '*', 'READ'],
        ['experiment', '7', 'EDIT'],
        ['study', '1', 'MANAGE'],
      ]);

      await untilSeen(access);
      assert.equal(await access.byPassword('ada', 'password of ada'), null);
      assert.ok(await access.byPassword('ada', 'changed by mlflow'));
      const bob = await access.byPassword('bob', 'password of bob');
      assert.equal(bob?.grants.granted('experiment', '7'), 'READ');
      await access.users.delete('ada');
      assert.deepEqual(mlflow(uri, [], {}).users, { admin: true, bob: false });
      await access.close();
    });

    it('that MLflow made is known to Orrery', async () => {
      const uri = newUri('theirs');
      mlflow(
        uri,
        [
          ['create_user', ['admin', 'an admin password', true]],
          ['create_user', ['ada', 'password of ada']],
          ['create_registered_model_permission', ['net', 'ada', 'DENY']],
        ],
        {},
      );
      const access = await open(uri);
      await bootstrapAdmin(access, { adminUsername: 'admin', adminPassword: null });
      assert.equal((await access.byPassword('admin', 'an admin password'))?.user.isAdmin, true);
      const ada = await access.byPassword('ada', 'password of ada');
      assert.equal(ada?.grants.effective('registered_model', 'net'), 'DENY');
      assert.equal(ada?.grants.effective('registered_model', 'other'), 'READ');
      await access.close();
    });

    it('whose admin has the password that MLflow shipped gets the configured one', async () => {
      const uri = newUri('shipped');
      mlflow(uri, [['create_user', ['admin', 'password1234', true]]], {});
      const access = await open(uri);
      const admin = async (adminPassword: string | null) => {
        await bootstrapAdmin(access, { adminUsername: 'admin', adminPassword });
        return (await access.byPassword('admin', adminPassword ?? 'password1234'))?.user.username;
      };
      assert.equal(await admin(null), undefined);
      assert.equal(await admin('password1234'), undefined);
      await assert.rejects(admin('short'), /at least 12 characters/);
      assert.equal(await admin('a new password'), 'admin');
      await bootstrapAdmin(access, { adminUsername: 'admin', adminPassword: 'another password' });
      assert.equal((await access.byPassword('admin', 'another password'))?.user.username, undefined);
      await access.close();
    });

    it('without an admin says what to set', async () => {
      const access = await open(newUri('empty'));
      for (const [adminPassword, said] of [
        [null, /MLFLOW_AUTH_ADMIN_PASSWORD/],
        ['short', /at least 12 characters/],
        ['password1234', /known to everybody/],
      ] as const)
        await assert.rejects(bootstrapAdmin(access, { adminUsername: 'admin', adminPassword }), said);
      await access.close();
    });
  });
}

/** PostgreSQL does not tell of writes of others: what is remembered is looked at anew after a second. */
async function untilSeen(access: Access): Promise<void> {
  while ((await access.byPassword('bob', 'password of bob')) === null);
}
