import { useQuery } from '@tanstack/react-query';
import { getJson } from './api.ts';

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
}

/** The state of the doors and stores, asked every five seconds. */
export function useServices() {
  return useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => getJson<Services>('/api/services', {}, signal),
    refetchInterval: 5000,
  });
}
