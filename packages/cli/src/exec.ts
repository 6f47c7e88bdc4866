import { basename, extname, resolve } from 'node:path';
import { TrackingClient } from '@orrery/client';
import { invalid } from '@orrery/core';
import { type ExecOptions, execCommand, readArtifact, readPairs, readPattern } from '@orrery/runner';
import { readEnvironment, serverConfig, trackingUrl } from '@orrery/server';
import { Command } from 'commander';

interface ExecFlags {
  experiment: string;
  runName?: string;
  param: string[];
  tag: string[];
  resultsCsv?: string;
  metricsJsonl?: string;
  stdoutRegex: string[];
  logDir?: string;
  artifact: string[];
  grace: string;
}

/** `orrery exec -- CMD …`: wraps one training command as a tracked run, and ends with its exit code. */
export function execCommandLine(): Command {
  const many = (value: string, before: string[]) => [...before, value];
  return new Command('exec')
    .description('wrap one training command as a tracked run')
    .argument('<command...>', 'the command, after --')
    .option(
      '--experiment <name>',
      'made where it is missing',
      process.env.MLFLOW_EXPERIMENT_NAME || 'Default',
    )
    .option('--run-name <name>', 'the script or command, and the time, by default')
    .option('--param <key=value>', 'a param of the run; as often as needed', many, [])
    .option('--tag <key=value>', 'a tag of the run; as often as needed', many, [])
    .option('--results-csv <file>', 'a table with a row an epoch, as YOLOv5 writes it; logged as it grows')
    .option('--metrics-jsonl <file>', 'lines of {step, timestamp, metrics}; logged as they come')
    .option(
      '--stdout-regex <pattern>',
      'named groups are metrics, `step` the step; two groups without names are name and value; `auto` takes any name=number',
      many,
      [],
    )
    .option('--log-dir <folder>', 'uploaded below training-output/')
    .option('--artifact <path[:dest]>', 'a file or folder to upload; as often as needed', many, [])
    .option('--grace <seconds>', 'from SIGTERM to SIGKILL', '20')
    .action(async (command: string[], flags: ExecFlags) => {
      const env = readEnvironment();
      const config = serverConfig({}, env);
      const uri = trackingUrl(config);
      const context = {
        client: new TrackingClient(uri),
        storeDir: config.storeDir,
        say: (message: string) => console.error(`orrery exec: ${message}`),
      };
      process.exitCode = await execCommand(context, optionsOf(command, flags));
    });
}

function optionsOf(command: string[], flags: ExecFlags): ExecOptions {
  const absolute = (path: string | undefined) => (path === undefined ? null : resolve(path));
  const time = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  if (command[0] === '') throw invalid('The command is empty.');
  return {
    command,
    experiment: flags.experiment,
    runName: flags.runName ?? `${nameOf(command)}-${time}`,
    params: readPairs('--param', flags.param),
    tags: readPairs('--tag', flags.tag),
    resultsCsv: absolute(flags.resultsCsv),
    metricsJsonl: absolute(flags.metricsJsonl),
    stdout: flags.stdoutRegex.includes('auto') ? 'pairs' : flags.stdoutRegex.map(readPattern),
    logDir: absolute(flags.logDir),
    artifacts: flags.artifact.map((text) => readArtifact(text, resolve)),
    graceMs: Number(flags.grace) * 1000,
  };
}

/** The script that a command runs, where it is one, else its program. */
function nameOf(command: string[]): string {
  const script = command.slice(1).find((word) => /^[^-].*\.(?:py|sh|js|ts|r|jl)$/i.test(word));
  return script ? basename(script, extname(script)) : basename(command[0] as string);
}
