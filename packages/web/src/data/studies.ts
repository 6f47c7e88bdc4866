import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { deleteJson, getJson, patchJson, postJson, putJson } from './api.ts';
import { useStudyEvents } from './live.ts';
import { parseStudy, type Study, type StudyJson, type Trial } from './studyModel.ts';
import { mergeTrials, parseColumns, type TrialColumnsJson } from './trialColumns.ts';
import { useThrottled } from './useThrottled.ts';

const STUDIES = '/api/sweeps/studies';

/** Where a study's routes are. */
export function studyPath(id: number | string, rest = ''): string {
  return `${STUDIES}/${encodeURIComponent(id)}${rest}`;
}

/** Every study of the store. */
export function useStudies() {
  useLiveStudies();
  return useQuery({
    queryKey: ['studies'],
    queryFn: async ({ signal }) =>
      (await getJson<{ studies: StudyJson[] }>(STUDIES, {}, signal)).studies.map(parseStudy),
  });
}

/** One study. */
export function useStudy(id: string) {
  useLiveStudies();
  return useQuery({
    queryKey: ['studies', id],
    queryFn: async ({ signal }) =>
      parseStudy((await getJson<{ study: StudyJson }>(studyPath(id), {}, signal)).study),
  });
}

interface Known {
  trials: Trial[];
  cursor: string;
}

/** All trials of a study, by number; after the first time only those that have changed are fetched. */
export function useTrials(id: string) {
  const query = useTrialsQuery();
  return useQuery(query(id));
}

/** All trials of several studies. */
export function useTrialsOf(ids: readonly string[]) {
  const query = useTrialsQuery();
  return useQueries({ queries: ids.map(query) });
}

function useTrialsQuery() {
  const client = useQueryClient();
  return (id: string) => {
    const queryKey = ['studies', id, 'trials'];
    return {
      queryKey,
      // Ten thousand trials are not compared value by value.
      structuralSharing: false,
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Known> => {
        const known = client.getQueryData<Known>(queryKey);
        const answer = await getJson<{ columns: TrialColumnsJson; cursor: string; reset: boolean }>(
          studyPath(id, '/columns'),
          { after: known?.cursor ?? '0' },
          signal,
        );
        const changed = parseColumns(answer.columns);
        if (known && !answer.reset && changed.length === 0) return known;
        return {
          trials: mergeTrials(answer.reset ? [] : (known?.trials ?? []), changed),
          cursor: answer.cursor,
        };
      },
      select: trialsOf,
    };
  };
}

const trialsOf = (known: Known): Trial[] => known.trials;

export type StudyChange =
  | { kind: 'rename'; name: string }
  | { kind: 'attrs'; attrs: Record<string, unknown> }
  | { kind: 'note'; text: string; version: number; trial?: number }
  | { kind: 'stop' }
  | { kind: 'resume' }
  | { kind: 'delete' }
  | { kind: 'enqueue'; params: Record<string, unknown> }
  | { kind: 'fail'; trial: number };

/** Writes to a study; what shows it is fetched again. */
export function useChangeStudy(study: Pick<Study, 'id'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: StudyChange) => write(study.id, change),
    onSettled: (_data, error, change) => {
      if (change.kind === 'delete' && !error) {
        client.removeQueries({ queryKey: ['studies', String(study.id)] });
        client.setQueryData<Study[]>(['studies'], (old) => old?.filter(({ id }) => id !== study.id));
        return client.invalidateQueries({ queryKey: ['studies'], exact: true });
      }
      return client.invalidateQueries({ queryKey: ['studies'] });
    },
  });
}

function write(id: number, change: StudyChange): Promise<unknown> {
  switch (change.kind) {
    case 'rename':
      return patchJson(studyPath(id), { name: change.name });
    case 'attrs':
      return patchJson(studyPath(id), { user_attrs: change.attrs });
    case 'note': {
      const { kind: _kind, ...note } = change;
      return putJson(studyPath(id, '/note'), note);
    }
    case 'delete':
      return deleteJson(studyPath(id));
    case 'enqueue':
      return postJson(studyPath(id, '/enqueue'), { params: change.params });
    case 'fail':
      return postJson(studyPath(id, `/trials/${change.trial}/tell`), { state: 'FAIL' });
    default:
      return postJson(studyPath(id, `/${change.kind}`), {});
  }
}

function useLiveStudies(): void {
  const client = useQueryClient();
  useStudyEvents(useThrottled(() => client.invalidateQueries({ queryKey: ['studies'] }), 1500));
}
