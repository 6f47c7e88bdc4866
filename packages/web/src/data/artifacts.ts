import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { parseInt64 } from '../logic/numbers.ts';
import { mlflowGet } from './api.ts';
import { urlOf } from './base.ts';

export interface Artifact {
  path: string;
  name: string;
  isDir: boolean;
  size: number | null;
}

interface ListAnswer {
  files?: { path: string; is_dir?: boolean; file_size?: number | string }[];
}

/** What is in one folder of a run's artifacts, folders first. */
export function useArtifacts(runId: string, path: string, enabled = true) {
  return useQuery({
    queryKey: ['artifacts', runId, path],
    enabled,
    queryFn: async ({ signal }) => {
      const answer = await mlflowGet<ListAnswer>(
        'artifacts/list',
        { run_id: runId, path: path || undefined },
        signal,
      );
      return (answer.files ?? [])
        .map(
          (file): Artifact => ({
            path: file.path,
            name: file.path.split('/').at(-1) ?? file.path,
            isDir: file.is_dir === true,
            size: parseInt64(file.file_size),
          }),
        )
        .sort((a, b) => Number(b.isDir) - Number(a.isDir) || a.name.localeCompare(b.name));
    },
  });
}

const LIVE_MS = 5000;

/** Looks for new artifacts while a run goes on, and once more when it has ended. */
export function useLiveArtifacts(runId: string, isRunning: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    const refresh = () => client.invalidateQueries({ queryKey: ['artifacts', runId] });
    void refresh();
    if (!isRunning) return;
    const timer = setInterval(refresh, LIVE_MS);
    return () => clearInterval(timer);
  }, [client, runId, isRunning]);
}

/** Where a file of a run's artifacts is served. */
export function artifactUrl(runId: string, path: string): string {
  return `${urlOf('/get-artifact')}?${new URLSearchParams({ run_uuid: runId, path })}`;
}

/** Where it is served for the browser to show, and links of a page to what lies beside it work. */
export function artifactViewUrl(runId: string, path: string): string {
  return urlOf(`/api/artifacts/view/${runId}/${path.split('/').map(encodeURIComponent).join('/')}`);
}

/** Where a folder of a run's artifacts, or all of them, comes as a zip. */
export function artifactZipUrl(runId: string, path = ''): string {
  return `${urlOf('/api/artifacts/zip')}?${new URLSearchParams({ run_id: runId, ...(path && { path }) })}`;
}

/** The beginning of an artifact as bytes, at most `limit` of them. */
export function useArtifactBytes(runId: string, path: string, limit: number, enabled = true) {
  return useQuery({
    enabled,
    queryKey: ['artifact-bytes', runId, path, limit],
    staleTime: 60_000,
    gcTime: 60_000,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const headers = { range: `bytes=0-${limit - 1}` };
      const response = await fetch(artifactUrl(runId, path), { signal, headers });
      // An empty file has no range.
      if (response.status === 416) return { bytes: new ArrayBuffer(0), size: 0 };
      if (!response.ok) throw new Error(`The server answered ${response.status} for ${path}.`);
      const bytes = await response.arrayBuffer();
      const size = Number(response.headers.get('content-range')?.split('/')[1] ?? bytes.byteLength);
      return { bytes, size };
    },
  });
}

/** The beginning of an artifact as text, at most `limit` bytes of it. */
export function useArtifactText(runId: string, path: string, limit: number, enabled = true) {
  const query = useArtifactBytes(runId, path, limit, enabled);
  const { data } = query;
  const text = useMemo(() => data && new TextDecoder().decode(data.bytes), [data]);
  return { ...query, text, truncated: data !== undefined && data.size > data.bytes.byteLength };
}
