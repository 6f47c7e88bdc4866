import { useQuery } from '@tanstack/react-query';
import { getJson, postJson } from './api.ts';

/** `/api/services`, as docs/wire.md describes it. */
export interface Services {
  services: { name: string; url: string; state: string; port: number }[];
  version: string;
  pid: number;
  started: string;
  node: string;
  stores: { name: string; uri: string; database_bytes: number; wal_bytes: number; schema: string }[];
  artifacts: { uri: string; free_bytes: number | null; total_bytes: number | null };
  memory_bytes: number;
  throughput: { seconds: number; requests: number[]; writes: number[] };
}

/** What a look at one thing found; `problem` says what is wrong and what to do. */
export interface Finding {
  name: string;
  detail: string;
  problem: string | null;
  isOptional?: boolean;
}

/** What `orrery doctor` finds, looked at anew when it is asked for. */
export function useDoctor() {
  return useQuery({
    queryKey: ['doctor'],
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      (await postJson<{ findings: Finding[] }>('/api/workbench/doctor', {}, signal)).findings,
  });
}

/** The state of the doors and stores, asked every five seconds. */
export function useServices() {
  return useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => getJson<Services>('/api/services', {}, signal),
    refetchInterval: 5000,
  });
}
