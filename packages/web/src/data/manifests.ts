import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { postJson } from './api.ts';
import type { Problem } from './catalog.ts';
import type { Orchestration } from './orchestrations.ts';

export interface PlannedJob {
  dataset: string;
  model: string;
  executor: string;
  params: Record<string, { value: unknown; from: string }>;
  plain: boolean;
  sweep: { n_trials: number; space: Record<string, unknown> } | null;
}

export interface Check {
  problems: Problem[];
  notes: Problem[];
  plan: { experiment: string; seed: number; jobs: PlannedJob[] } | null;
}

/** What the server says of a manifest: all that is wrong with it, or its plan. */
export function useManifestCheck(manifest: string) {
  return useQuery({
    queryKey: ['manifest-check', manifest],
    enabled: manifest.trim() !== '',
    queryFn: ({ signal }) => postJson<Check>('/api/workbench/manifests/check', { manifest }, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

/** Starts a manifest. */
export function useStartManifest() {
  return useMutation({
    mutationFn: (manifest: string) => postJson<Orchestration>('/api/workbench/orchestrations', { manifest }),
  });
}
