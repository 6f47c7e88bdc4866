import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RootFolder } from './root-folder.ts';

export const POSTGRES_IMAGE = 'orrery-test-postgres:1';
export const MINIO_IMAGE = 'orrery-test-minio:1';

/** What the official image of PostgreSQL promises: a user, a database and the scripts of a folder, at the first start. */
const POSTGRES_ENTRYPOINT = `#!/bin/sh
set -eu
if [ "$(id -u)" = 0 ]; then chown postgres "$PGDATA"; exec su postgres -s /bin/sh -c "$0"; fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" >/tmp/password
  initdb --pgdata "$PGDATA" --username "$POSTGRES_USER" --pwfile /tmp/password --auth-host scram-sha-256 --locale C --encoding UTF8
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  pg_ctl --pgdata "$PGDATA" --options "-k /tmp -c listen_addresses=" --wait start
  psql -h /tmp -U "$POSTGRES_USER" -d postgres -c "CREATE DATABASE $POSTGRES_DB"
  for script in /docker-entrypoint-initdb.d/*.sql; do
    psql -h /tmp -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v ON_ERROR_STOP=1 -f "$script"
  done
  pg_ctl --pgdata "$PGDATA" --wait stop
fi
exec postgres -D "$PGDATA" -k /tmp -h '*'
`;

/** Makes `POSTGRES_IMAGE`, this machine's PostgreSQL with the settings of the official image. */
export function makePostgresImage(bin: string): void {
  const root = new RootFolder();
  const version = /postgresql\/(\d+)\//.exec(bin)?.[1] as string;
  for (const program of ['postgres', 'initdb', 'pg_ctl', 'psql']) root.addProgram(join(bin, program));
  for (const folder of [join(dirname(bin), 'lib'), `/usr/share/postgresql/${version}`, '/usr/share/zoneinfo'])
    if (existsSync(folder)) root.addFolder(folder, folder);
  writeFileSync(join(root.path, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\npostgres:x:70:70::/tmp:/bin/sh\n');
  writeFileSync(join(root.path, 'etc/group'), 'root:x:0:\npostgres:x:70:\n');
  writeFileSync(join(root.path, 'entrypoint'), POSTGRES_ENTRYPOINT);
  chmodSync(join(root.path, 'entrypoint'), 0o755);
  chmodSync(join(root.path, 'tmp'), 0o1777);
  root.becomeImage(
    POSTGRES_IMAGE,
    'ENTRYPOINT ["/entrypoint"]',
    `ENV PATH=${bin}:/bin PGDATA=/var/lib/postgresql/data`,
    'VOLUME /var/lib/postgresql/data',
  );
}

/** Makes `MINIO_IMAGE`, the program of the tests with a shell, as the official image has them. */
export function makeMinioImage(program: string): void {
  const root = new RootFolder();
  root.addProgram(program, '/bin/minio');
  root.becomeImage(MINIO_IMAGE, 'ENV PATH=/bin', 'VOLUME /data');
}
