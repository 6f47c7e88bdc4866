import { useState } from 'react';
import { useArtifacts } from '../../data/artifacts.ts';
import type { Run } from '../../data/model.ts';
import { Select } from '../../design/Select.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { artifactKind } from '../../logic/artifactKind.ts';
import { Preview } from '../../previews/Preview.tsx';
import { TEXT } from './text.ts';

/** The logs that a run left among its artifacts: at their root, and under `logs/`. */
export function ArtifactLogs({ run }: { run: Run }) {
  const root = useArtifacts(run.id, '');
  const hasFolder = root.data?.some(({ isDir, name }) => isDir && name === 'logs') ?? false;
  const folder = useArtifacts(run.id, 'logs', hasFolder);
  const [chosen, setChosen] = useState<string | null>(null);
  const error = root.error ?? folder.error;
  if (error) return <Failure error={error} onRetry={() => root.refetch()} />;
  if (root.isPending || (hasFolder && folder.isPending)) return <Loading />;
  const files = [...(folder.data ?? []), ...(root.data ?? [])].filter(
    ({ isDir, path }) => !isDir && (artifactKind(path) === 'log' || path.startsWith('logs/')),
  );
  const file = files.find(({ path }) => path === chosen) ?? files[0];
  if (!file) return <Empty title={TEXT.noLog}>{TEXT.noLogHint}</Empty>;
  return (
    <>
      {files.length > 1 && (
        <div className="border-line border-b px-3 py-1.5">
          <Select
            aria-label={TEXT.whichLog}
            value={file.path}
            options={files.map(({ path }) => [path, path] as const)}
            onChange={setChosen}
          />
        </div>
      )}
      <Preview key={file.path} runId={run.id} path={file.path} size={file.size} />
    </>
  );
}
