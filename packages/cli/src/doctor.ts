import { readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import { examine } from '@orrery/server/doctor';
import { Command } from 'commander';

/**
 * `orrery doctor`: looks at ports, disk, databases, the artifact store, Docker and Kubernetes; exits with 1 where one that the
 * server needs is not well.
 */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'look at ports, disk, databases, the artifact store, Docker and Kubernetes, and say what to do',
    )
    .option('--backend-store-uri <uri>', 'tracking database: sqlite:///PATH or postgresql://…')
    .option('--registry-store-uri <uri>', 'database of the model registry, where it is another one')
    .option('--default-artifact-root <uri>', 'where new experiments keep their artifacts')
    .option('--artifacts-destination <uri>', 'where the artifact proxy keeps files')
    .option('--serve-artifacts', 'pass artifacts through the server (the default)')
    .option('--no-serve-artifacts', 'let clients reach the artifact root themselves')
    .action(async (flags: ServerFlags) => {
      const findings = await examine(serverConfig(flags, readEnvironment()));
      for (const { name, detail, problem, isOptional } of findings) {
        const mark = problem === null ? 'ok  ' : isOptional ? '--  ' : 'BAD ';
        console.log(`${mark} ${name}: ${problem ?? detail}`);
      }
      if (findings.some(({ problem, isOptional }) => problem !== null && !isOptional)) process.exitCode = 1;
    });
}
