import type { OrchestrationState } from '@orrery/runner';
import { table } from './table.ts';

/** The table at the end of a run. */
export function printOutcome({ jobs, metrics }: OrchestrationState, spooled = 0): void {
  const rows = jobs.map(({ kind, name, study, status, value, reason, trials }) => {
    const figure = value?.toPrecision(4) ?? '';
    const word = status === 'SKIPPED' ? 'skipped' : status;
    if (kind === 'job' || !trials) return [name, word, figure, reason ?? ''];
    const counts = `${trials.complete} complete, ${trials.pruned} pruned, ${trials.failed} failed`;
    return [study ?? name, status === 'FINISHED' ? 'swept' : word, figure, counts];
  });
  console.log(`\n${table(['JOB', 'STATUS', metrics.primary.toUpperCase(), ''], rows)}`);
  if (spooled > 0) {
    console.log(
      `\n${spooled} runs wait in the spool; the server takes them when it starts, or run 'orrery sync'.`,
    );
  }
}

/** Whether nothing failed, and no sweep is without a best trial. */
export function wentWell({ jobs }: OrchestrationState): boolean {
  return jobs.every(({ kind, status, value }) =>
    kind === 'sweep' ? value !== null : status === 'FINISHED' || status === 'SKIPPED',
  );
}
