import { after, before, describe } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { removeFolder, startOrrery, type TestServer } from './servers.ts';

export interface StudyServer extends TestServer {
  /** URL of the study store, as SQLAlchemy takes it. */
  studies: string;
}

/**
 * The same tests over studies in SQLite and in PostgreSQL, each with a server of its own.
 *
 * @param tests get what answers with that server once it runs
 */
export function onEachStudyStore(name: string, tests: (server: () => StudyServer) => void): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${name}, studies in ${dialect}`, () => {
      let postgres: PostgresServer | undefined;
      let server: StudyServer;
      before(async () => {
        if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
        const url = postgres?.database();
        const orrery = await startOrrery({ env: url ? { ORRERY_STUDY_STORE_URI: url } : {} });
        const studies = url?.replace('postgresql:', 'postgresql+psycopg2:');
        server = { ...orrery, studies: studies ?? `sqlite:///${orrery.folder}/optuna.db` };
      });
      after(async () => {
        await server.stop();
        removeFolder(server.folder);
        postgres?.stop();
      });
      tests(() => server);
    });
  }
}
