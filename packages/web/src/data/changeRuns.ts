import { useMutation, useQueryClient } from '@tanstack/react-query';
import { postJson } from './api.ts';

export type RunsChange =
  | { kind: 'delete' | 'restore'; ids: readonly string[] }
  | { kind: 'tag'; ids: readonly string[]; key: string; value: string | null };

export interface RunsChanged {
  changed: string[];
  failed: { run_id: string; message: string }[];
  /** Of a tag: what each run had before. */
  previous?: Record<string, string | null>;
}

/** Changes many runs with one request; what shows them is fetched again. */
export function useChangeRuns() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, ids, ...rest }: RunsChange) =>
      postJson<RunsChanged>(`/api/tracking/runs/${kind}`, { run_ids: ids, ...rest }),
    onSettled: () =>
      Promise.all(
        ['rows', 'results', 'run-best', 'run-points', 'run-keys', 'run-values', 'runs', 'run'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}

/** The changes that take a tag back: one for each value that runs had before. */
export function untag(key: string, { changed, previous = {} }: RunsChanged): RunsChange[] {
  const byValue = Map.groupBy(changed, (id) => previous[id] ?? null);
  return [...byValue].map(([value, ids]) => ({ kind: 'tag', ids, key, value }));
}
