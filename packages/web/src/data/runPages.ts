import type { Run } from './model.ts';

export interface RunPage {
  runs: Run[];
  token: string | undefined;
}

/** Narrows a filter to some runs. Ids are hex, but quote them safely all the same. */
export function withRunIds(filter: string, ids: readonly string[]): string {
  const list = ids.map((id) => `'${id.replaceAll("'", '')}'`).join(',');
  const only = `attributes.run_id IN (${list})`;
  return filter.trim() ? `${filter.trim()} and ${only}` : only;
}

/**
 * Loaded pages with some runs renewed: known ones replaced where they stand, new ones put first,
 * and those that were asked for but no longer match taken out.
 */
export function mergeRuns(
  pages: readonly RunPage[],
  asked: readonly string[],
  fresh: readonly Run[],
): RunPage[] {
  const byId = new Map(fresh.map((run) => [run.id, run]));
  const gone = new Set(asked.filter((id) => !byId.has(id)));
  const merged = pages.map((page) => ({
    ...page,
    runs: page.runs
      .filter((run) => !gone.has(run.id))
      .map((run) => {
        const newer = byId.get(run.id);
        byId.delete(run.id);
        return newer ?? run;
      }),
  }));
  const [first, ...rest] = merged;
  return first ? [{ ...first, runs: [...byId.values(), ...first.runs] }, ...rest] : [];
}
