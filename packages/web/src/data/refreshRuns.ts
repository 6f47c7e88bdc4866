import { useQueryClient } from '@tanstack/react-query';
import { useRunEvents } from './live.ts';
import { useThrottled } from './useThrottled.ts';

/** Has what was asked of an experiment's runs asked again, about once a second while events name the experiment. */
export function useRefreshedRuns(experimentId: string, ...keys: readonly string[]): void {
  const client = useQueryClient();
  const refresh = useThrottled(() => {
    for (const key of keys) void client.invalidateQueries({ queryKey: [key, experimentId] });
  }, 1000);
  useRunEvents((event) => event.experiment_ids.includes(experimentId) && refresh(), refresh);
}
