import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { oraclePython } from '../../../../scripts/oracle.ts';
import { removeFolder, startMlflow, startOrrery, type TestServer } from '../servers.ts';
import { guardedPlace } from './guarded.ts';

/** All that MLflow's client of accounts can do, and MLflow's own clients as other users. */
const PROGRAM = `
import json, os, sys, mlflow
from mlflow.exceptions import MlflowException
from mlflow.server import get_app_client
uri = sys.argv[1]
os.environ.update(MLFLOW_HTTP_REQUEST_MAX_RETRIES="0")
said = []
def become(name, password):
    os.environ.update(MLFLOW_TRACKING_USERNAME=name, MLFLOW_TRACKING_PASSWORD=password)
def attempt(call, *args, **kwargs):
    try: said.append(call(*args, **kwargs))
    except MlflowException as error: said.append(error.error_code)
become("admin", "an-admin-password")
accounts = get_app_client("basic-auth", uri)
tracking = mlflow.MlflowClient(uri)
for name in ("ada", "bob"):
    user = accounts.create_user(name, "password of " + name)
    said.append((user.username, user.is_admin))
attempt(accounts.create_user, "ada", "password of ada")
become("ada", "password of ada")
experiment = tracking.create_experiment("of ada")
run = tracking.create_run(experiment).info.run_id
become("bob", "password of bob")
said.append(tracking.get_run(run).info.run_id == run)
attempt(tracking.log_metric, run, "m", 1.0)
become("ada", "password of ada")
accounts.grant_user_permission("bob", "experiment", experiment, "EDIT")
become("bob", "password of bob")
said.append(accounts.get_user_permission("bob", "experiment", experiment).to_json())
attempt(tracking.log_metric, run, "m", 1.0)
become("ada", "password of ada")
accounts.revoke_user_permission("bob", "experiment", experiment)
become("admin", "an-admin-password")
role = accounts.create_role("editors", "default", "who edit")
said.append((role.name, role.workspace, role.description))
granted = accounts.add_role_permission(role.id, "experiment", "*", "MANAGE")
said.append((granted.resource_type, granted.resource_pattern, granted.permission))
said.append(accounts.update_role_permission(granted.id, "EDIT").permission)
accounts.assign_role("bob", role.id)
said.append([r.name for r in accounts.list_user_roles("bob") if not r.name.startswith("__")])
said.append(len(accounts.list_role_users(role.id)))
said.append([p.permission for p in accounts.list_role_permissions(role.id)])
become("bob", "password of bob")
attempt(tracking.log_metric, run, "m", 2.0)
become("admin", "an-admin-password")
accounts.remove_role_permission(granted.id)
accounts.unassign_role("bob", role.id)
said.append(accounts.update_role(role.id, name="renamed").name)
accounts.delete_role(role.id)
said.append([r.name for r in accounts.list_roles("default") if not r.name.startswith("__")])
become("bob", "password of bob")
attempt(tracking.log_metric, run, "m", 3.0)
become("admin", "an-admin-password")
accounts.update_user_admin("bob", True)
said.append(accounts.get_user("bob").is_admin)
accounts.update_user_password("bob", "another password")
become("bob", "password of bob")
attempt(accounts.get_user, "bob")
become("bob", "another password")
attempt(tracking.log_metric, run, "m", 4.0)
become("admin", "an-admin-password")
accounts.delete_user("bob")
attempt(accounts.get_user, "bob")
json.dump(said, sys.stdout)
`;

describe("MLflow's client of accounts", () => {
  let servers: TestServer[];
  before(async () => {
    servers = await Promise.all([startMlflow(guardedPlace()), startOrrery(guardedPlace())]);
  });
  after(async () => {
    for (const server of servers) {
      await server.stop();
      removeFolder(server.folder);
    }
  });

  it('does the same with either server', async () => {
    const run = promisify(execFile);
    const [theirs, ours] = await Promise.all(
      servers.map(async ({ url }) => {
        const { stdout } = await run(oraclePython(), ['-W', 'ignore', '-c', PROGRAM, url]);
        return JSON.parse(stdout.slice(stdout.indexOf('[['))) as unknown[];
      }),
    );
    assert.deepEqual(ours, theirs);
    assert.ok((ours?.length ?? 0) > 20);
  });
});
