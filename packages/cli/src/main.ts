import { OrreryError } from '@orrery/core';
import { Command } from 'commander';

/** Each command by name; its module is loaded only when it is called, which keeps the start quick. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  up: async () => (await import('./up.ts')).upCommand(),
  down: async () => (await import('./down.ts')).downCommand(),
  status: async () => (await import('./status.ts')).statusCommand(),
  health: async () => (await import('./health.ts')).healthCommand(),
  server: async () => (await import('./server.ts')).serverCommand(),
  run: async () => (await import('./run.ts')).runCommand(),
  jobs: async () => (await import('./jobs.ts')).jobsCommand(),
  catalog: async () => (await import('./catalog.ts')).catalogCommand(),
  exec: async () => (await import('./exec.ts')).execCommandLine(),
  sweep: async () => (await import('./sweep.ts')).sweepCommand(),
  sync: async () => (await import('./sync.ts')).syncCommand(),
  rebuild: async () => (await import('./rebuild.ts')).rebuildCommand(),
  import: async () => (await import('./import.ts')).importCommand(),
  gc: async () => (await import('./gc.ts')).gcCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./restore.ts')).restoreCommand(),
  token: async () => (await import('./token.ts')).tokenCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  db: async () => (await import('./db.ts')).dbCommand(),
};

async function main(args: string[]): Promise<void> {
  const program = new Command('orrery')
    .description('Experiment tracking, sweeps and a job runner.')
    .version('0.1.0');
  const name = args[2] ?? '';
  const wanted = name in COMMANDS ? [name] : Object.keys(COMMANDS);
  for (const command of wanted) program.addCommand(await (COMMANDS[command] as () => Promise<Command>)());
  await program.parseAsync(args);
}

main(process.argv).catch((error: unknown) => {
  console.error(`orrery: ${error instanceof OrreryError ? error.message : (error as Error).stack}`);
  process.exitCode = 1;
});
