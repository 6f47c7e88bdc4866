import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getJson, postJson } from './api.ts';
import { useOrchestrationEvents } from './live.ts';
import { useThrottled } from './useThrottled.ts';

export type OrchestrationStatus = 'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

interface Common {
  id: string;
  experiment: string;
  manifest_file: string;
  status: OrchestrationStatus;
  reason: string | null;
  user: string;
  via: 'terminal' | 'api';
  pid: number | null;
  host: string;
  created_ms: number;
  started_ms: number | null;
  ended_ms: number | null;
}

export interface OrchestrationSummary extends Common {
  counts: Record<string, number>;
  /** From 0 to 1. */
  progress: number;
}

export interface Job {
  key: string;
  kind: 'job' | 'sweep';
  name: string;
  dataset: string;
  model: string;
  executor: string;
  params: Record<string, unknown>;
  status: OrchestrationStatus | 'SKIPPED';
  reason: string | null;
  run_id: string | null;
  experiment_id: string | null;
  attempt: number;
  metric: string;
  value: number | null;
  step: number;
  steps: number | null;
  study: string | null;
  trials: { running: number; complete: number; pruned: number; failed: number } | null;
  started_ms: number | null;
  ended_ms: number | null;
}

export interface Orchestration extends Common {
  jobs: Job[];
}

const ROUTE = '/api/workbench/orchestrations';
const MOST_LINES = 2000;

/** What runs and ran of manifests, the newest first. */
export function useOrchestrations() {
  const client = useQueryClient();
  useOrchestrationEvents(useThrottled(() => client.invalidateQueries({ queryKey: ['orchestrations'] }), 700));
  return useQuery({
    queryKey: ['orchestrations'],
    queryFn: ({ signal }) =>
      getJson<{ orchestrations: OrchestrationSummary[]; total: number }>(ROUTE, { limit: 500 }, signal),
  });
}

export interface Followed {
  orchestration: Orchestration | null;
  lines: { time_ms: number; text: string }[];
  error: Error | null;
}

/** One orchestration, kept up to date by its own stream of events. */
export function useFollowed(id: string): Followed {
  const [followed, setFollowed] = useState<Followed>({ orchestration: null, lines: [], error: null });
  useEffect(() => {
    let closed = false;
    setFollowed({ orchestration: null, lines: [], error: null });
    const source = new EventSource(`${ROUTE}/${encodeURIComponent(id)}/events`);
    const on = <T>(event: string, change: (old: Followed, data: T) => Followed) =>
      source.addEventListener(event, (message) => {
        const data = JSON.parse((message as MessageEvent<string>).data) as T;
        setFollowed((old) => change(old, data));
      });
    on<Orchestration>('state', (old, orchestration) => ({ ...old, orchestration }));
    on<{ job: Job }>('job', (old, { job }) => withJob(old, job));
    on<Pick<Orchestration, 'status' | 'reason'> & { time_ms: number }>('status', (old, event) => {
      const { orchestration } = old;
      if (!orchestration) return old;
      const over = event.status !== 'RUNNING' && event.status !== 'QUEUED';
      const { status, reason } = event;
      const ended_ms = over ? event.time_ms : null;
      return { ...old, orchestration: { ...orchestration, status, reason, ended_ms } };
    });
    on<{ time_ms: number; text: string }>('line', (old, line) => ({
      ...old,
      lines: [...old.lines.slice(1 - MOST_LINES), line],
    }));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED || closed) return;
      getJson(`${ROUTE}/${encodeURIComponent(id)}`).catch((error: Error) =>
        setFollowed((old) => ({ ...old, error })),
      );
    };
    return () => {
      closed = true;
      source.close();
    };
  }, [id]);
  return followed;
}

function withJob(old: Followed, job: Job): Followed {
  const { orchestration } = old;
  if (!orchestration) return old;
  const known = orchestration.jobs.some(({ key }) => key === job.key);
  const jobs = known
    ? orchestration.jobs.map((one) => (one.key === job.key ? job : one))
    : [...orchestration.jobs, job];
  return { ...old, orchestration: { ...orchestration, jobs } };
}

/** The manifest that an orchestration was started with. */
export function useManifestText(id: string | undefined) {
  return useQuery({
    queryKey: ['manifest', id],
    enabled: id !== undefined,
    queryFn: async ({ signal }) => {
      const answer = await fetch(`${ROUTE}/${id}/manifest`, { signal });
      if (!answer.ok) throw new Error(`The server answered ${answer.status} for this manifest.`);
      return answer.text();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Cancels or retries a job of an orchestration, or all of it. */
export function useAsk(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ verb, job }: { verb: 'cancel' | 'retry'; job?: string }) =>
      postJson(`${ROUTE}/${id}/${verb}`, job === undefined ? {} : { job }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['orchestrations'] }),
  });
}
