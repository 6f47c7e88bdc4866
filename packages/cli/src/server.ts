import { doorAddress, readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import { serve } from '@orrery/server/serve';
import { Command } from 'commander';
import { forgetServer, rememberServer } from './pid-file.ts';

/** `orrery server`: every door, in the foreground, until SIGINT or SIGTERM. */
export function serverCommand(): Command {
  return new Command('server')
    .description('run the services in the foreground; takes the flags of `mlflow server`')
    .option('--host <address>', 'address to listen on')
    .option('-p, --port <number>', 'port of the tracking door')
    .option('--backend-store-uri <uri>', 'tracking database: sqlite:///PATH or postgresql://…')
    .option('--default-artifact-root <uri>', 'where new experiments keep their artifacts')
    .option('--registry-store-uri <uri>', 'database of the model registry, where it is another one')
    .option(
      '--study-store-uri <uri>',
      "database of studies, with Optuna's tables: sqlite:///PATH or postgresql://…",
    )
    .option(
      '--artifacts-destination <uri>',
      'where the artifact proxy keeps files: a folder or s3://bucket/prefix',
    )
    .option('--serve-artifacts', 'pass artifacts through the server (the default)')
    .option('-w, --workers <number>', 'taken as mlflow server takes it: one process answers all')
    .option('--gunicorn-opts <text>', 'the same')
    .option('--waitress-opts <text>', 'the same')
    .option('--uvicorn-opts <text>', 'the same')
    .option('--dev', 'the same')
    .option('--expose-prometheus <folder>', 'the same: /metrics is there, and needs no folder')
    .option('--static-prefix <path>', 'path below which the tracking API is served as well')
    .option(
      '--doors <names>',
      "which to open, with commas between them: 'tracking', 'sweeps', 'workbench', 'study storage'; all without it",
    )
    .option('--app-name <name>', 'basic-auth: users with passwords, tokens and permissions')
    .option('--ssl-certfile <file>', 'certificate, in PEM: every door then speaks TLS')
    .option('--ssl-keyfile <file>', 'its key, in PEM')
    .option('--allowed-hosts <patterns>', 'names that the server is reached by, with commas between them')
    .option('--cors-allowed-origins <patterns>', 'origins whose pages may use the API')
    .option('--x-frame-options <value>', 'SAMEORIGIN (the default), DENY or NONE')
    .option('--disable-security-middleware', 'check neither Host nor Origin: for tests alone')
    .option('--no-serve-artifacts', 'let clients reach the artifact root themselves')
    .action(async (flags: ServerFlags) => {
      const server = await serve(serverConfig(flags, readEnvironment()));
      rememberServer(server.config);
      for (const door of server.config.doors) {
        console.log(`${door.name.padEnd(14)} ${doorAddress(server.config, door)}`);
      }
      const stop = async () => {
        forgetServer(server.config);
        await server.close();
        process.exit(0);
      };
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
    });
}
