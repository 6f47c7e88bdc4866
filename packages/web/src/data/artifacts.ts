import { useQuery } from '@tanstack/react-query';
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

/** Where a file of a run's artifacts is served. */
export function artifactUrl(runId: string, path: string): string {
  return `${urlOf('/get-artifact')}?${new URLSearchParams({ run_uuid: runId, path })}`;
}

/** The text of an artifact, at most `limit` characters of it. */
export function useArtifactText(runId: string, path: string, limit: number) {
  return useQuery({
    queryKey: ['artifact-text', runId, path],
    queryFn: async ({ signal }) => {
      const response = await fetch(artifactUrl(runId, path), { signal });
      if (!response.ok) throw new Error(`The server answered ${response.status} for this file.`);
      const text = await response.text();
      return { text: text.slice(0, limit), truncated: text.length > limit };
    },
  });
}
