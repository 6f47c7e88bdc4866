import { statSync } from 'node:fs';
import { hasEnded, type OrchestrationFolder, type OrchestrationState } from '@orrery/runner/orchestrations';

/** Orchestrations without their jobs; one that has ended is not read again until its file changes. */
export class Summaries {
  readonly #ended = new Map<string, { time: number; summary: Summary }>();

  of(folder: OrchestrationFolder): Summary | null {
    const time = statSync(folder.file('state.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const known = this.#ended.get(folder.id);
    if (known?.time === time) return known.summary;
    const state = folder.readState();
    if (!state) return null;
    const summary = summarise(state);
    if (hasEnded(state.status)) this.#ended.set(folder.id, { time, summary });
    return summary;
  }
}

type Summary = ReturnType<typeof summarise>;

function summarise({
  jobs,
  metrics: _metrics,
  options: _options,
  catalog: _catalog,
  ...state
}: OrchestrationState) {
  const counts: Record<string, number> = {};
  let progress = 0;
  for (const { status, step, steps } of jobs) {
    counts[status] = (counts[status] ?? 0) + 1;
    progress += hasEnded(status) ? 1 : status === 'RUNNING' && steps ? Math.min(1, step / steps) : 0;
  }
  return { ...state, counts, progress: jobs.length > 0 ? progress / jobs.length : 0 };
}
