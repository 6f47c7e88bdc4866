import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson } from './api.ts';
import { useStudyEvents } from './live.ts';
import { parseStudy, parseTrial, type StudyJson, type TrialJson } from './studyModel.ts';
import { useThrottled } from './useThrottled.ts';

const STUDIES = '/api/sweeps/studies';

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
      parseStudy(
        (await getJson<{ study: StudyJson }>(`${STUDIES}/${encodeURIComponent(id)}`, {}, signal)).study,
      ),
  });
}

/** All trials of a study, by number. */
export function useTrials(id: string) {
  return useQuery({
    queryKey: ['studies', id, 'trials'],
    queryFn: async ({ signal }) => {
      const path = `${STUDIES}/${encodeURIComponent(id)}/trials`;
      const answer = await getJson<{ trials: TrialJson[] }>(path, {}, signal);
      return answer.trials.map(parseTrial).sort((a, b) => a.number - b.number);
    },
  });
}

function useLiveStudies(): void {
  const client = useQueryClient();
  useStudyEvents(useThrottled(() => client.invalidateQueries({ queryKey: ['studies'] }), 1500));
}
