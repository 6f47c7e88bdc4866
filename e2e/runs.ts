import type { Run } from '@orrery/core';

/** The value of a tag of a run. */
export function tag(run: Run, key: string): string | undefined {
  return run.tags.find((each) => each.key === key)?.value;
}

/** The last value of a metric of a run. */
export function metric(run: Run, key: string): number | undefined {
  return run.metrics.find((each) => each.key === key)?.value;
}
