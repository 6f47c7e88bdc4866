import type { Plan, PlannedJob } from '@orrery/runner';
import { settingName } from '@orrery/sweeps';
import { table } from './table.ts';

const ORIGINS = {
  job: 'the job',
  matrix: 'matrix',
  globals: 'globals',
  default: "default of the model's schema",
};

/** What `--dry-run` prints: each job, its params, and where each of them comes from. */
export function printPlan({ manifest, jobs, notes }: Plan): void {
  const { globals } = manifest;
  const count = jobs.length === 1 ? '1 job' : `${jobs.length} jobs`;
  console.log(`experiment ${globals.experiment_name}, seed ${globals.random_seed}, ${count}`);
  jobs.forEach((job, index) => {
    const pair = `${job.dataset.slug}/${job.model.slug}`;
    const name = job.name === pair ? pair : `${job.name} (${pair})`;
    console.log(`\n${index + 1}  ${name}  ${facts(job).join(', ')}`);
    const rows = Object.entries(job.params).map(([name, value]) => [
      `   ${name}`,
      JSON.stringify(value),
      ORIGINS[job.origins[name] ?? 'default'],
    ]);
    if (rows.length > 0) console.log(table(['   PARAM', 'VALUE', 'FROM'], rows));
    if (job.swept) console.log(`   searched: ${spaceInWords(job)}`);
  });
  for (const { file, line, message } of notes) console.log(`\n${file}:${line ?? 1}  ${message}`);
}

function facts({ executor, resources, entry, plain, swept }: PlannedJob): string[] {
  return [
    resources.replicas > 1 ? `${executor}, ${resources.replicas} replicas` : executor,
    ...(entry.mem_limit ? [`memory ${entry.mem_limit}`] : []),
    ...(entry.cpus ? [`${entry.cpus} CPUs`] : []),
    ...(entry.gpu ? [`GPU ${entry.gpu}`] : []),
    ...(entry.timeout ? [`at most ${entry.timeout} s`] : []),
    ...(entry.retries ? [`${entry.retries} retries`] : []),
    ...(swept ? [`${plain ? 'and ' : ''}${entry.sweep.n_trials} trials`] : []),
  ];
}

function spaceInWords({ space, entry }: PlannedJob): string {
  const ranges = Object.entries(space).map(([name, { attributes }]) => {
    if ('choices' in attributes) return `${name} of ${attributes.choices.join(', ')}`;
    const { low, high, log, step } = attributes;
    return `${name} ${low} to ${high}${log ? ' (log)' : ''}${step && step !== 1 ? ` by ${step}` : ''}`;
  });
  const { primary, direction } = entry.metrics;
  const { sampler, pruner } = entry.sweep;
  return `${ranges.join('; ')} to ${direction} ${primary} (${settingName(sampler)}, ${settingName(pruner)})`;
}
