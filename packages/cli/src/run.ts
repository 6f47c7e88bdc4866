import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { TrackingClient } from '@orrery/client';
import {
  Catalog,
  type ExecutorName,
  loadPlan,
  type ManifestOutcome,
  openExecutors,
  type Plan,
  Reporter,
  runManifest,
  Slots,
  sourceOf,
} from '@orrery/runner';
import { doorUrl, readEnvironment, serverConfig } from '@orrery/server';
import { Command, Option } from 'commander';
import { table } from './table.ts';

interface RunFlags {
  jobs?: string;
  dryRun?: boolean;
  resume?: boolean;
  executor?: ExecutorName;
}

/** `orrery run MANIFEST`: exits with 1 where a job failed, with 130 where it was interrupted. */
export function runCommand(): Command {
  return new Command('run')
    .description("run a manifest's jobs")
    .argument('<manifest>', 'a YAML file')
    .option('-j, --jobs <number>', 'jobs at a time; as many as cores by default')
    .option('--resume', 'leave out what is complete, as skip_completed in the manifest')
    .addOption(
      new Option('--executor <name>', 'for all jobs, whatever the manifest says').choices([
        'local',
        'docker',
        'kubernetes',
      ]),
    )
    .option('--dry-run', 'print the plan and run nothing')
    .action(run);
}

async function run(manifest: string, flags: RunFlags): Promise<void> {
  const env = readEnvironment();
  const config = serverConfig({}, env);
  const file = resolve(manifest);
  const catalog = new Catalog([join(dirname(file), 'catalog'), join(config.storeDir, 'catalog')]);
  const plan = loadPlan(file, catalog, flags.executor);
  if (flags.resume) plan.manifest.globals.skip_completed = true;
  if (flags.dryRun) return printPlan(plan);

  const reporter = new Reporter();
  const executors = await openExecutors(plan.jobs, config.storeDir, (message) => reporter.line(message));
  const outcome = await runManifest(
    {
      manifest: plan.manifest,
      storeDir: config.storeDir,
      client: new TrackingClient(env.MLFLOW_TRACKING_URI || doorUrl(config, config.doors[0]?.port as number)),
      executors,
      reporter,
      slots: new Slots(Number(flags.jobs) || cpus().length),
      source: sourceOf(file),
      cancelled: untilInterrupted(reporter),
    },
    plan,
  );
  reporter.close();
  printOutcome(outcome, plan);
  process.exitCode = process.exitCode ?? exitCode(outcome);
}

/** Aborts at the first SIGINT or SIGTERM; a second one ends this process at once. */
function untilInterrupted(reporter: Reporter): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      reporter.line(`${signal}: stopping the jobs (once more to leave at once)`);
      process.exitCode = 130;
      controller.abort(`stopped by ${signal}`);
    });
  }
  return controller.signal;
}

function exitCode({ jobs, sweeps }: ManifestOutcome): number {
  const failed = jobs.some(({ outcome }) => outcome !== 'skipped' && outcome.status !== 'FINISHED');
  return failed || sweeps.some(({ best }) => best === null) ? 1 : 0;
}

function printPlan({ manifest, jobs }: Plan): void {
  const { globals } = manifest;
  console.log(`experiment ${globals.experiment_name}, seed ${globals.random_seed}, ${jobs.length} jobs`);
  const rows = jobs.map(({ dataset, model, params, space, entry, executor, resources }) => [
    dataset.slug,
    model.slug,
    resources.replicas > 1 ? `${executor}, ${resources.replicas} replicas` : executor,
    shownParams(params, entry.model_params),
    globals.run_gridsearch && Object.keys(space).length > 0
      ? `${entry.sweep.n_trials} trials over ${Object.keys(space).join(', ')}`
      : '',
  ]);
  console.log(table(['DATASET', 'MODEL', 'EXECUTOR', 'PARAMS', 'SWEEP'], rows));
  console.log(`* from the manifest; the others are defaults of the model's schema`);
}

/** Each param with its value, and `*` where the manifest says it instead of the model's defaults. */
function shownParams(params: Record<string, unknown>, given: Record<string, unknown>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}${name in given ? '*' : ''}`)
    .join(' ');
}

function printOutcome({ jobs, sweeps, spooled }: ManifestOutcome, { manifest }: Plan): void {
  const { primary } = manifest.globals.metrics;
  const rows = jobs.map(({ name, outcome }) => {
    if (outcome === 'skipped') return [name, 'skipped', '', ''];
    const value = outcome.metrics[primary];
    return [name, outcome.status, value?.toPrecision(4) ?? '', outcome.reason ?? ''];
  });
  for (const { study, counts, best, skipped } of sweeps) {
    const trials = `${counts.COMPLETE} complete, ${counts.PRUNED} pruned, ${counts.FAIL} failed`;
    rows.push([study, skipped ? 'skipped' : 'swept', best?.value.toPrecision(4) ?? '', trials]);
  }
  console.log(`\n${table(['JOB', 'STATUS', primary.toUpperCase(), ''], rows)}`);
  if (spooled > 0) {
    console.log(
      `\n${spooled} runs wait in the spool; the server takes them when it starts, or run 'orrery sync'.`,
    );
  }
}
