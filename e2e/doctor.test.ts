import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type MinioServer, startMinio } from '../scripts/minio.ts';
import { oraclePython } from '../scripts/oracle.ts';
import { type PostgresServer, startPostgres } from '../scripts/postgres.ts';
import { until } from '../scripts/until.ts';
import { BOX, makeBox } from './box.ts';
import { TestCluster, whyNoCluster } from './kubernetes/cluster.ts';
import { Orrery } from './orrery.ts';

const PAGE = fileURLToPath(new URL('../docs/troubleshooting.md', import.meta.url));
const engine = spawnSync(fileURLToPath(new URL('../scripts/docker', import.meta.url)), { encoding: 'utf8' });
const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();
const isRoot = process.getuid?.() === 0;

/** A row of the table: what the doctor says, and what is seen. */
const ROWS = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`'))
  .map((line) => line.split(' | '))
  .map(([symptom = '', , says = '', advice = '']) => ({
    symptom: symptom.replace('| ', ''),
    says: says.replaceAll('`', ''),
    /** The names in the advice, which are in what the doctor says, too. */
    named: [...advice.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string),
  }));

let orrery: Orrery;
let minio: MinioServer;
let postgres: PostgresServer;
/** What ends with the test. */
let undo: (() => unknown)[] = [];

const store = (...path: string[]) => join(orrery.store, ...path);
/** Breaks nothing yet: databases and experiments as a server leaves them. */
const startAndStop = async () => {
  await orrery.up();
  await orrery.run('down');
};
const change = (file: string, ...statements: string[]) => {
  const db = new DatabaseSync(store(file));
  for (const statement of statements) db.exec(statement);
  db.close();
};
/** A run with a metric, of an experiment; `tags` as SQL values. */
const addRun = (
  id: string,
  { status = 'FINISHED', start = 1, end = 2, metric = true, tags = [] as [string, string][] } = {},
) =>
  change(
    'mlflow.db',
    `INSERT INTO runs (run_uuid, name, user_id, status, start_time, end_time, lifecycle_stage, experiment_id, artifact_uri)
     VALUES ('${id}', '${id}', 'me', '${status}', ${start}, ${end}, 'active', 0, '')`,
    ...(metric
      ? [
          `INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES ('m', 1, 1, 0, 0, '${id}')`,
        ]
      : []),
    ...tags.map(
      ([key, value]) => `INSERT INTO tags (run_uuid, key, value) VALUES ('${id}', '${key}', '${value}')`,
    ),
  );
/** Another program that works in a file until the test ends. */
const holding = async (script: string): Promise<ChildProcess> => {
  const child = spawn(
    'python3',
    ['-c', `${script}\nprint("held", flush=True)\nimport time; time.sleep(600)`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  undo.push(() => child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
};
const on = (key: string, value: string) => {
  orrery.env[key] = value;
};

/** How each is broken, by what the doctor then says; the flags that it is asked with, if any. */
const BREAK: Record<string, () => Promise<string[] | undefined> | string[] | undefined> = {
  'in use by pid': () => {
    const other = createServer().listen(orrery.ports[0], '127.0.0.1');
    undo.push(() => other.close());
    return undefined;
  },
  'Cannot write to': () => {
    writeFileSync(join(orrery.folder, 'file'), '');
    on('ORRERY_STORE', join(orrery.folder, 'file', 'store'));
    return undefined;
  },
  'GiB free at': () => {
    mkdirSync(store());
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'orrery', store()]);
    undo.push(() => execFileSync('umount', [store()]));
    return undefined;
  },
  'without a single metric': async () => {
    await startAndStop();
    addRun('bare', { metric: false });
    return undefined;
  },
  'whose dashboard shows nothing': async () => {
    await startAndStop();
    addRun('sweep', { tags: [['orrery.study_name', 'lost']] });
    return undefined;
  },
  'studies, and this server shows those of': async () => {
    await startAndStop();
    change(
      'optuna.db',
      "INSERT INTO studies (study_name) VALUES ('here')",
      "INSERT INTO study_directions (direction, study_id, objective) SELECT 'MINIMIZE', study_id, 0 FROM studies",
    );
    on('ORRERY_STUDY_STORE_URI', `sqlite:///${join(orrery.folder, 'other.db')}`);
    return undefined;
  },
  'for a server that was away': async () => {
    const { code } = await orrery.run('exec', '--experiment', 'away', '--', 'true');
    assert.equal(code, 0);
    return undefined;
  },
  'runs that are started here are recorded there': () => {
    on('MLFLOW_TRACKING_URI', 'http://elsewhere:5000');
    return undefined;
  },
  'runs, and this server shows those of': async () => {
    await startAndStop();
    addRun('here');
    return ['--backend-store-uri', `sqlite:///${join(orrery.folder, 'other.db')}`];
  },
  'second runs of their own': async () => {
    await startAndStop();
    addRun('job', { start: 1000, end: 5000, tags: [['orrery.folder', '/jobs/1']] });
    addRun('second', { start: 2000, end: 4000 });
    return undefined;
  },
  'without a sign of life for five minutes: the host died': async () => {
    await startAndStop();
    addRun('silent', { status: 'RUNNING', tags: [['orrery.heartbeat', String(Date.now() - 600_000)]] });
    return undefined;
  },
  'their workers are gone': async () => {
    await startAndStop();
    change(
      'optuna.db',
      "INSERT INTO studies (study_id, study_name) VALUES (1, 'stale')",
      "INSERT INTO study_directions (direction, study_id, objective) VALUES ('MINIMIZE', 1, 0)",
      "INSERT INTO trials (trial_id, number, study_id, state, datetime_start) VALUES (1, 0, 1, 'RUNNING', '2026-01-01 00:00:00.000000')",
      "INSERT INTO trial_heartbeats (trial_id, heartbeat) VALUES (1, '2026-01-01 00:00:00')",
    );
    return undefined;
  },
  'keeps it from being taken over': async () => {
    await startAndStop();
    const file = store('mlflow.db');
    await holding(`import sqlite3; c = sqlite3.connect(${JSON.stringify(file)}, isolation_level=None)
c.execute("BEGIN"); c.execute("SELECT count(*) FROM runs").fetchall()`);
    change(
      'mlflow.db',
      'PRAGMA synchronous = OFF; CREATE TABLE padding (bytes BLOB)',
      'INSERT INTO padding WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 150) SELECT zeroblob(1048576) FROM i',
    );
    return undefined;
  },
  'has held the lock of': async () => {
    await startAndStop();
    await holding(`import sqlite3; c = sqlite3.connect(${JSON.stringify(store('mlflow.db'))}, isolation_level=None)
c.execute("BEGIN IMMEDIATE")`);
    return undefined;
  },
  revision: async () => {
    await startAndStop();
    change('mlflow.db', "UPDATE alembic_version SET version_num = 'ffffffffffff'");
    return undefined;
  },
  ECONNREFUSED: () => ['--backend-store-uri', 'postgresql://nobody@127.0.0.1:1/x'],
  'connections are taken': async () => {
    const url = postgres.database();
    const client = new pg.Client(url);
    await client.connect();
    undo.push(() => client.end());
    const { rows } = await client.query<{ max: number }>(
      "SELECT CAST(current_setting('max_connections') AS int) AS max",
    );
    const others = Array.from({ length: Math.floor((rows[0]?.max ?? 0) * 0.92) }, () => new pg.Client(url));
    await Promise.all(others.map((other) => other.connect()));
    undo.push(() => Promise.all(others.map((other) => other.end())));
    return ['--backend-store-uri', url];
  },
  'clock is': () => {
    const library = join(orrery.folder, 'ahead.so');
    writeFileSync(join(orrery.folder, 'ahead.c'), AHEAD);
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, join(orrery.folder, 'ahead.c')]);
    on('LD_PRELOAD', library);
    return ['--backend-store-uri', postgres.database()];
  },
  'Check AWS_SECRET_ACCESS_KEY': () => {
    minio.bucket('there');
    on('AWS_SECRET_ACCESS_KEY', 'wrong');
    return ['--artifacts-destination', 's3://there'];
  },
  NoSuchBucket: () => ['--artifacts-destination', 's3://missing'],
  MLFLOW_S3_ENDPOINT_URL: () => {
    on('MLFLOW_S3_ENDPOINT_URL', 'http://127.0.0.1:1');
    return ['--artifacts-destination', 's3://there'];
  },
  'which is not on this machine': async () => {
    await startAndStop();
    change('mlflow.db', "UPDATE experiments SET artifact_location = '/mnt/gone/mlruns/0'");
    return undefined;
  },
  'behind the proxy': async () => {
    await startAndStop();
    return ['--no-serve-artifacts', '--default-artifact-root', join(orrery.folder, 'root')];
  },
  'was killed or crashed': async () => {
    await orrery.up();
    const pid = orrery.serverPid;
    process.kill(pid, 'SIGKILL');
    await until(() => {
      try {
        return !process.kill(pid, 0);
      } catch {
        return true;
      }
    });
    return undefined;
  },
  'the Docker engine cannot be reached': () => {
    on('DOCKER_HOST', 'unix:///nowhere.sock');
    return undefined;
  },
  'may not be used by this user': async () => {
    const engine = createServer();
    const socket = join(orrery.folder, 'engine.sock');
    await new Promise<void>((resolve) => engine.listen(socket, resolve));
    undo.push(() => engine.close());
    chmodSync(socket, 0);
    on('DOCKER_HOST', `unix://${socket}`);
    // Else root may use it all the same.
    if (isRoot) orrery.command.unshift('setpriv', '--bounding-set', '-dac_override');
    return undefined;
  },
  'whose orrery run is dead': () => {
    makeBox();
    const labels = { run_id: 'r', pid: '4194300.1', host: hostname(), store: orrery.store };
    const flags = Object.entries(labels).flatMap(([name, value]) => ['--label', `orrery.${name}=${value}`]);
    const container = docker('run', '--detach', ...flags, BOX, 'sleep', '600');
    undo.push(() => docker('rm', '--force', container));
    return undefined;
  },
  'no kubeconfig': () => {
    const kubeconfig = join(orrery.folder, 'kubeconfig');
    writeFileSync(kubeconfig, 'apiVersion: v1\nkind: Config\n');
    on('KUBECONFIG', kubeconfig);
    return undefined;
  },
  'but refuses in namespace': () => {
    const cluster = TestCluster.start();
    undo.push(() => cluster.stop());
    cluster.kubectl('create', 'serviceaccount', 'nobody');
    const token = cluster.kubectl('create', 'token', 'nobody').trim();
    const kubeconfig = join(orrery.folder, 'kubeconfig');
    copyFileSync(cluster.kubeconfig, kubeconfig);
    const config = (...args: string[]) => cluster.kubectl('config', '--kubeconfig', kubeconfig, ...args);
    config('set-credentials', 'nobody', '--token', token);
    config('set-context', '--current', '--user', 'nobody');
    on('KUBECONFIG', kubeconfig);
    return undefined;
  },
  'named as primary metric and logged by no run': async () => {
    await startAndStop();
    addRun('ranked');
    change(
      'mlflow.db',
      "INSERT INTO experiment_tags (experiment_id, key, value) VALUES (0, 'orrery.primary_metric', 'accuracy')",
    );
    return undefined;
  },
  'are refused with 403': () => {
    on('ORRERY_PUBLIC_URL', 'https://lab.example');
    return undefined;
  },
  'needs a password to create the admin': () => {
    on('MLFLOW_APP_NAME', 'basic-auth');
    return undefined;
  },
  'which lets nobody in': async () => {
    on('MLFLOW_APP_NAME', 'basic-auth');
    on('MLFLOW_AUTH_ADMIN_PASSWORD', 'a password of admin');
    await startAndStop();
    const hash = execFileSync(
      oraclePython(),
      ['-c', 'from werkzeug.security import generate_password_hash as h; print(h("password1234"))'],
      { encoding: 'utf8' },
    );
    change('basic_auth.db', `UPDATE users SET password_hash = '${hash.trim()}'`);
    on('MLFLOW_AUTH_ADMIN_PASSWORD', '');
    return undefined;
  },
};

/** Why a row cannot be broken here. */
const NEEDS: Record<string, () => string | undefined> = {
  'GiB free at': () => (isRoot ? undefined : 'only root mounts a small disk'),
  'whose orrery run is dead': () => (engine.status === 0 ? undefined : `no Docker engine: ${engine.stderr}`),
  'but refuses in namespace': () => whyNoCluster() ?? undefined,
};

const AHEAD = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
#include <sys/time.h>
int clock_gettime(clockid_t id, struct timespec *t) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(id, t);
  if (id == CLOCK_REALTIME) t->tv_sec += 7200;
  return result;
}
int gettimeofday(struct timeval *t, void *zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  t->tv_sec = now.tv_sec;
  t->tv_usec = now.tv_nsec / 1000;
  return 0;
}
`;

/** But for engines, which this machine need not have. */
const problemsOf = (output: string) =>
  output.split('\n').filter((line) => /^(BAD|--) /.test(line) && !/docker|kubernetes/.test(line));

describe('what orrery doctor finds', () => {
  before(async () => {
    [minio, postgres] = await Promise.all([startMinio(), startPostgres()]);
  });
  after(async () => {
    await minio?.stop();
    postgres?.stop();
  });
  beforeEach(async () => {
    orrery = await Orrery.make();
    undo = [];
    Object.assign(orrery.env, minio.env);
  });
  afterEach(async () => {
    for (const each of undo.reverse()) await each();
    rmSync(orrery.folder, { recursive: true, force: true });
  });

  it('is broken here for each row of the table', () => {
    assert.deepEqual(ROWS.map(({ says }) => says).sort(), Object.keys(BREAK).sort());
  });

  for (const { symptom, says, named } of ROWS) {
    const skip = NEEDS[says]?.() ?? false;
    it(`${symptom}: ${says}`, { skip }, async () => {
      const flags = (await BREAK[says]?.()) ?? [];
      const { output } = await orrery.run('doctor', ...flags);
      const found = output.split('\n').filter((line) => /^(BAD|--) /.test(line) && line.includes(says));
      assert.ok(
        found.some((line) => named.every((name) => line.includes(name))),
        output,
      );
    });
  }

  it('is none of them where all is well', async () => {
    await startAndStop();
    addRun('well');
    const { code, output } = await orrery.run('doctor');
    assert.equal(code, 0, output);
    assert.deepEqual(problemsOf(output), []);
  });

  it('is none of them where all is well on PostgreSQL and S3', async () => {
    on('MLFLOW_BACKEND_STORE_URI', postgres.database());
    on('ORRERY_STUDY_STORE_URI', postgres.database());
    on('MLFLOW_ARTIFACTS_DESTINATION', minio.bucket('well'));
    await startAndStop();
    const { code, output } = await orrery.run('doctor');
    assert.equal(code, 0, output);
    assert.deepEqual(problemsOf(output), []);
  });
});
