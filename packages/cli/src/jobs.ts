import { setTimeout as sleep } from 'node:timers/promises';
import { invalid } from '@orrery/core';
import { hasEnded, type JobRecord, type OrchestrationState } from '@orrery/runner/orchestrations';
import { readEnvironment, type ServerConfig, serverConfig } from '@orrery/server';
import { Command } from 'commander';
import { printOutcome, wentWell } from './run-outcome.ts';
import { runView } from './run-view.ts';
import { table } from './table.ts';
import { WorkbenchApi } from './workbench-api.ts';

interface Summary extends Omit<OrchestrationState, 'jobs'> {
  counts: Record<string, number>;
  progress: number;
}

const LOOK_EVERY_MS = 500;
const LAST = 'an id, its beginning, or last';

/** `orrery jobs`: what manifests run, and ran, by the server's API. */
export function jobsCommand(): Command {
  const jobs = new Command('jobs').description('list, follow, cancel and retry what manifests run');
  jobs
    .command('list', { isDefault: true })
    .description('the newest first')
    .option('--json', 'as JSON')
    .option('-n, --limit <number>', 'how many', '20')
    .action(list);
  jobs
    .command('show')
    .description('the jobs of one manifest')
    .argument('<id>', LAST)
    .option('--json', 'as JSON')
    .action(show);
  jobs
    .command('follow')
    .description('what happens in one manifest, until it ends')
    .argument('<id>', LAST)
    .option('--json', 'one JSON event a line')
    .action((id: string, flags: { json?: boolean }) =>
      withApi((api) => follow(api, id, flags.json === true)),
    );
  for (const verb of ['cancel', 'retry'] as const) {
    jobs
      .command(verb)
      .description(verb === 'cancel' ? 'stop a job, or all' : 'run a job again, or all that did not finish')
      .argument('<id>', LAST)
      .argument('[job]', 'its key, as show has it')
      .action((id: string, job: string | undefined) => ask(verb, id, job));
  }
  jobs
    .command('log')
    .description('what a job prints')
    .argument('<id>', LAST)
    .argument('<job>', 'its key, as show has it')
    .option('-f, --follow', 'go on until the job ends')
    .action(log);
  return jobs;
}

/** Hands a manifest to the server. */
export async function startDetached(config: ServerConfig, body: object): Promise<void> {
  const { id } = await new WorkbenchApi(config).post<OrchestrationState>('orchestrations', body);
  console.log(`${id}\nfollow it with: orrery jobs follow ${id}`);
}

function withApi<T>(use: (api: WorkbenchApi) => Promise<T>): Promise<T> {
  return use(new WorkbenchApi(serverConfig({}, readEnvironment())));
}

async function list(flags: { json?: boolean; limit: string }): Promise<void> {
  const { orchestrations } = await withApi((api) =>
    api.get<{ orchestrations: Summary[] }>(`orchestrations?limit=${Number(flags.limit) || 20}`),
  );
  if (flags.json) return console.log(JSON.stringify(orchestrations));
  const rows = orchestrations.map(({ id, experiment, status, progress, counts, user, created_ms }) => [
    id,
    experiment,
    status,
    `${Math.round(progress * 100)} %`,
    Object.entries(counts)
      .map(([word, count]) => `${count} ${word.toLowerCase()}`)
      .join(', '),
    user,
    new Date(created_ms).toLocaleString('sv-SE'),
  ]);
  console.log(table(['ID', 'EXPERIMENT', 'STATUS', 'DONE', 'JOBS', 'USER', 'CREATED'], rows));
}

async function show(id: string, flags: { json?: boolean }): Promise<void> {
  const state = await withApi((api) => find(api, id));
  if (flags.json) return console.log(JSON.stringify(state));
  console.log(
    `${state.id}  ${state.experiment}  ${state.status}${state.reason ? `: ${state.reason}` : ''}\n`,
  );
  const rows = state.jobs.map(({ key, name, kind, status, step, steps, value, reason }) => [
    key,
    kind === 'sweep' ? `${name} (sweep)` : name,
    status,
    steps === null ? String(step) : `${step}/${steps}`,
    value?.toPrecision(4) ?? '',
    reason ?? '',
  ]);
  console.log(table(['KEY', 'JOB', 'STATUS', 'STEP', state.metrics.primary.toUpperCase(), ''], rows));
}

async function follow(api: WorkbenchApi, given: string, json: boolean): Promise<void> {
  const { id } = await find(api, given);
  const view = runView(json);
  for await (const event of api.follow(id)) {
    if (event.kind === 'state') {
      for (const job of event.state.jobs) view.show({ kind: 'job', time_ms: Date.now(), job });
      if (!hasEnded(event.state.status)) continue;
    } else {
      view.show(event);
      if (event.kind !== 'status' || !hasEnded(event.status)) continue;
    }
    break;
  }
  const state = await api.get<OrchestrationState>(`orchestrations/${id}`);
  view.close(state);
  if (!json) printOutcome(state);
  process.exitCode = wentWell(state) && state.status === 'FINISHED' ? 0 : 1;
}

async function ask(verb: 'cancel' | 'retry', given: string, job: string | undefined): Promise<void> {
  await withApi(async (api) => {
    const { id } = await find(api, given);
    await api.post(`orchestrations/${id}/${verb}`, job === undefined ? {} : { job });
    console.log(`${verb === 'cancel' ? 'cancelling' : 'running again'}: ${id}${job ? ` ${job}` : ''}`);
  });
}

async function log(given: string, key: string, flags: { follow?: boolean }): Promise<void> {
  await withApi(async (api) => {
    let from = 0;
    for (;;) {
      const job = (await find(api, given)).jobs.find((one) => one.key === key);
      if (!job) throw invalid(`No job '${key}' in ${given}; 'orrery jobs show ${given}' lists them.`);
      from = await printLog(api, job, from);
      if (!flags.follow || hasEnded(job.status)) return;
      await sleep(LOOK_EVERY_MS);
    }
  });
}

/** @returns where the log goes on */
async function printLog(api: WorkbenchApi, { run_id }: JobRecord, from: number): Promise<number> {
  if (run_id === null) return from;
  for (;;) {
    const piece = await api.get<{ text: string; to: number; size: number }>(
      `runs/${run_id}/log?from=${from}`,
    );
    process.stdout.write(piece.text);
    from = piece.to;
    if (piece.to >= piece.size) return from;
  }
}

async function find(api: WorkbenchApi, given: string): Promise<OrchestrationState> {
  const { orchestrations } = await api.get<{ orchestrations: Summary[] }>('orchestrations?limit=1000');
  const found = orchestrations.filter(({ id }, index) =>
    given === 'last' ? index === 0 : id.startsWith(given) || id.endsWith(given),
  );
  if (found.length === 1) return api.get<OrchestrationState>(`orchestrations/${found[0]?.id}`);
  throw invalid(
    found.length === 0
      ? `No orchestration '${given}'; 'orrery jobs' lists them.`
      : `'${given}' is the beginning of ${found.length} orchestrations; give more of it.`,
  );
}
