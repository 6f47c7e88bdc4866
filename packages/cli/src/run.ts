import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { TrackingClient } from '@orrery/client';
import {
  Catalog,
  catalogFolders,
  describePlan,
  type ExecutorName,
  linkFolder,
  loadPlan,
  OrchestrationFolder,
  OrchestrationRecord,
  openExecutors,
  type Plan,
  runManifest,
  Slots,
  sourceOf,
} from '@orrery/runner';
import { readEnvironment, type ServerConfig, serverConfig, trackingUrl } from '@orrery/server';
import { startTracing, stopTracing } from '@orrery/telemetry';
import { Command, Option } from 'commander';
import { untilInterrupted } from './interrupt.ts';
import { printOutcome, wentWell } from './run-outcome.ts';
import { printPlan } from './run-plan.ts';
import { type RunView, runView } from './run-view.ts';

interface RunFlags {
  jobs?: string;
  dryRun?: boolean;
  resume?: boolean;
  executor?: ExecutorName;
  detach?: boolean;
  json?: boolean;
  orchestration?: string;
}

/** `orrery run MANIFEST`: exits with 1 where a job failed, with 130 where it was interrupted. */
export function runCommand(): Command {
  return new Command('run')
    .description("run a manifest's jobs")
    .argument('[manifest]', 'a YAML file')
    .option('-j, --jobs <number>', 'jobs at a time; as many as cores by default')
    .option('--resume', 'leave out what is complete, as skip_completed in the manifest')
    .addOption(
      new Option('--executor <name>', 'for all jobs, whatever the manifest says').choices([
        'local',
        'docker',
        'kubernetes',
      ]),
    )
    .option('--dry-run', 'print the plan, with where each param comes from, and run nothing')
    .option('--detach', 'let the server run it, and return at once')
    .option('--json', 'one JSON event a line')
    .addOption(new Option('--orchestration <id>', 'run what the server has prepared').hideHelp())
    .action(run);
}

async function run(manifest: string | undefined, flags: RunFlags, command: Command): Promise<void> {
  const env = readEnvironment();
  const config = serverConfig({}, env);
  await startTracing(env, config.version);
  return runWith(manifest, flags, command, env, config).finally(stopTracing);
}

async function runWith(
  manifest: string | undefined,
  flags: RunFlags,
  command: Command,
  env: Record<string, string | undefined>,
  config: ServerConfig,
): Promise<void> {
  if (flags.orchestration) return resume(flags.orchestration, config, env, flags.json === true);
  if (!manifest) return command.error("error: missing required argument 'manifest'");
  const file = resolve(manifest);
  const beside = join(dirname(file), 'catalog');
  const catalog = existsSync(beside) ? beside : null;
  const { executor = null } = flags;
  const plan = loadPlan(file, new Catalog(catalogFolders(config.storeDir, catalog ?? undefined)), {
    executor,
    inline: true,
  });
  const options = { jobs: Number(flags.jobs) || null, resume: flags.resume === true, executor };
  if (flags.dryRun) return flags.json ? console.log(JSON.stringify(describePlan(plan))) : printPlan(plan);

  if (catalog) linkFolder(config.storeDir, catalog);
  if (flags.detach) {
    const { startDetached } = await import('./jobs.ts');
    return startDetached(config, { manifest: plan.manifest.text, file, catalog, ...options });
  }
  const source = sourceOf(file);
  const { experiment_name: experiment, metrics } = plan.manifest.globals;
  const folder = OrchestrationFolder.create(config.storeDir, plan.manifest.text, {
    experiment,
    manifest_file: file,
    catalog,
    metrics,
    options,
    user: source.user,
    via: 'terminal',
  });
  const lock = folder.lock();
  lock.take();
  await orchestrate(plan, folder, config, env, runView(flags.json === true)).finally(() => lock.release());
}

/** Runs what a record says: all of it where it is new, else what is asked for in it. */
async function resume(
  id: string,
  config: ServerConfig,
  env: Record<string, string | undefined>,
  json: boolean,
): Promise<void> {
  const folder = OrchestrationFolder.open(config.storeDir, id);
  const state = folder.readState();
  const lock = folder.lock();
  if (!state || !lock.take()) return;
  try {
    const catalog = new Catalog(catalogFolders(config.storeDir, state.catalog ?? undefined));
    const plan = loadPlan(state.manifest_file, catalog, {
      text: folder.manifest(),
      executor: state.options.executor,
      inline: true,
    });
    await orchestrate(plan, folder, config, env, runView(json));
  } catch (error) {
    folder.fail((error as Error).message);
    throw error;
  } finally {
    lock.release();
  }
}

async function orchestrate(
  plan: Plan,
  folder: OrchestrationFolder,
  config: ServerConfig,
  env: Record<string, string | undefined>,
  view: RunView,
): Promise<void> {
  const state = folder.readState();
  if (!state) throw new Error(`${folder.file('state.json')} is gone.`);
  const record = new OrchestrationRecord(folder, state);
  record.listen((event) => view.show(event));
  const line = (text: string) => record.line(text);
  if (state.options.resume) plan.manifest.globals.skip_completed = true;
  for (const note of plan.notes) line(`${note.file}:${note.line ?? 1} ${note.message}`);
  const nothing = () => {};
  const spooled = await runManifest(
    {
      manifest: plan.manifest,
      storeDir: config.storeDir,
      studyDatabase: config.studyDatabase,
      client: new TrackingClient(trackingUrl(config)),
      executors: await openExecutors(plan.jobs, config.storeDir, line, env),
      reporter: { expect: nothing, begin: nothing, end: nothing, line },
      slots: new Slots(state.options.jobs ?? cpus().length),
      source: { ...sourceOf(state.manifest_file), user: state.user },
      cancelled: untilInterrupted(line),
    },
    plan,
    record,
  ).finally(() => view.close(record.state));
  if (!view.json) printOutcome(record.state, spooled);
  process.exitCode = process.exitCode ?? (wentWell(record.state) ? 0 : 1);
}
