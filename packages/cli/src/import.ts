import { TrackingReader, UnreachableError } from '@orrery/client';
import { OrreryError } from '@orrery/core';
import { readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import {
  type ImportReport,
  type ImportSource,
  importFrom,
  MlflowServer,
  MlrunsFolder,
  openWandb,
  TensorboardFolder,
} from '@orrery/server/import';
import { Command } from 'commander';

interface ImportFlags extends ServerFlags {
  experiment?: string[];
  deleted?: boolean;
  artifacts: boolean;
  dryRun?: boolean;
}

/** Of sources that are one experiment. */
type OneFlags = Omit<ImportFlags, 'experiment'> & { experiment?: string };

/** `orrery import`: takes over what other servers and programs recorded. */
export function importCommand(): Command {
  return new Command('import')
    .description('take over experiments from an MLflow server or what other programs wrote')
    .addCommand(
      taking(
        'mlflow',
        '<url>',
        'from a tracking server, e.g. http://localhost:5000; MLFLOW_TRACKING_USERNAME, _PASSWORD and _TOKEN let in',
      )
        .option('--experiment <name...>', 'only these experiments')
        .option('--deleted', 'deleted experiments and runs too')
        .action((url: string, flags: ImportFlags) => take(new MlflowServer(new TrackingReader(url)), flags)),
    )
    .addCommand(
      taking('mlruns', '<folder>', 'from a folder of the file store of MLflow')
        .option('--experiment <name...>', 'only these experiments')
        .option('--deleted', 'deleted experiments and runs too')
        .action((folder: string, flags: ImportFlags) => take(new MlrunsFolder(folder), flags)),
    )
    .addCommand(
      taking('tensorboard', '<folder>', 'from the event files below a folder')
        .option('--experiment <name>', 'what it is called here; the name of the folder without it')
        .action((folder: string, { experiment, ...flags }: OneFlags) =>
          take(new TensorboardFolder(folder, experiment), flags),
        ),
    )
    .addCommand(
      taking(
        'wandb',
        '<path>',
        'from the folder wandb in which W&B keeps runs, offline ones too, or from tables and charts exported as CSV',
      )
        .option(
          '--experiment <name>',
          'what it is called here; the name of the project or of the path without it',
        )
        .option(
          '--params <name...>',
          'columns of numbers in a table that are config: they become params, not metrics',
        )
        .action(async (path: string, { experiment, params, ...flags }: OneFlags & { params?: string[] }) =>
          take(await openWandb(path, experiment, params), flags),
        ),
    );
}

function taking(name: string, from: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument(from)
    .option('--no-artifacts', 'leave the files where they are')
    .option('--dry-run', 'count the runs that would come')
    .option('--backend-store-uri <uri>', 'sqlite:///PATH or postgresql://…')
    .option('--artifacts-destination <uri>', 'where the artifact proxy keeps files');
}

async function take(source: ImportSource, flags: ImportFlags): Promise<void> {
  const { experiment: names = [], deleted = false, artifacts, dryRun = false } = flags;
  const config = serverConfig(flags, readEnvironment());
  const tell = (line: string) => console.log(line);
  const report = await importFrom(source, config, { names, deleted, artifacts, dryRun, tell }).catch(away);
  console.log(summary(report, dryRun));
  for (const problem of report.problems) console.error(`not imported: ${problem}`);
  if (report.problems.length > 0) process.exitCode = 1;
}

/** Half of it may be here. */
function away(error: unknown): never {
  if (!(error instanceof UnreachableError)) throw error;
  const message = `${error.message}. Once it answers, import again: what came stays, and the rest is added.`;
  throw new OrreryError('TEMPORARILY_UNAVAILABLE', message);
}

function summary(report: ImportReport, dryRun: boolean): string {
  const { runs, there, points, files, bytes, loggedModels, modelVersions } = report;
  if (dryRun) return `${runs} runs would come, ${there} are here.`;
  const megabytes = (bytes / 1e6).toFixed(1);
  return `${runs} runs came, ${there} were here; ${points} points, ${files} files (${megabytes} MB), ${loggedModels} logged models, ${modelVersions} model versions.`;
}
