import { invalid } from '@orrery/core';
import { readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import { collectGarbage } from '@orrery/server/gc';
import { Command } from 'commander';

interface GcFlags extends ServerFlags {
  olderThan?: string;
  runIds?: string;
  experimentIds?: string;
  loggedModelIds?: string;
  yes?: boolean;
}

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** `orrery gc`: deletes for good what was deleted, as `mlflow gc`; shows first what would go. */
export function gcCommand(): Command {
  return new Command('gc')
    .description('delete for good the runs, logged models and experiments that were deleted')
    .option('--older-than <duration>', 'deleted that long ago, e.g. 30d or 2d8h5m20s')
    .option('--run-ids <ids>', 'these runs, with commas between them')
    .option('--experiment-ids <ids>', 'these experiments, with their runs and logged models')
    .option('--logged-model-ids <ids>', 'these logged models')
    .option('--backend-store-uri <uri>', 'sqlite:///PATH or postgresql://…')
    .option('--artifacts-destination <uri>', 'where the artifact proxy keeps files')
    .option('--yes', 'delete; without it, only what would go is shown')
    .action(async (flags: GcFlags) => {
      await collectGarbage(serverConfig(flags, readEnvironment()), {
        before: Date.now() - milliseconds(flags.olderThan),
        runIds: list(flags.runIds),
        experimentIds: list(flags.experimentIds),
        loggedModelIds: list(flags.loggedModelIds),
        dryRun: !flags.yes,
        report: (line) => console.log(line),
      });
    });
}

/** Reads `2d8h5m20s`. @throws OrreryError INVALID_PARAMETER_VALUE */
export function milliseconds(duration = '0s'): number {
  const match = /^(?=.)(?:([\d.]+)d)?(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?$/.exec(duration);
  if (!match) throw invalid(`--older-than ${duration} is no duration: write it as 8h, 2d8h5m20s or 2m4s.`);
  const amounts = match.slice(1).map((amount) => Number(amount ?? 0));
  return Object.values(UNITS).reduce((sum, unit, index) => sum + unit * (amounts[index] as number), 0);
}

function list(ids: string | undefined): string[] | undefined {
  return ids
    ?.split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}
