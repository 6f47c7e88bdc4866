import { readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import { examine } from '@orrery/server/doctor';
import { Command } from 'commander';

/** `orrery doctor`: looks at ports, disk, databases and the artifact store; exits with 1 where one is not well. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look at ports, disk, databases and the artifact store, and say what to do')
    .option('--backend-store-uri <uri>', 'tracking database: sqlite:///PATH or postgresql://…')
    .option('--registry-store-uri <uri>', 'database of the model registry, where it is another one')
    .option('--default-artifact-root <uri>', 'where new experiments keep their artifacts')
    .option('--artifacts-destination <uri>', 'where the artifact proxy keeps files')
    .action(async (flags: ServerFlags) => {
      const findings = await examine(serverConfig(flags, readEnvironment()));
      for (const { name, detail, problem } of findings)
        console.log(`${problem === null ? 'ok  ' : 'BAD '} ${name}: ${problem ?? detail}`);
      if (findings.some(({ problem }) => problem !== null)) process.exitCode = 1;
    });
}
