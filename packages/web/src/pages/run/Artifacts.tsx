import { useNavigate, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { type Artifact, artifactZipUrl, useArtifacts } from '../../data/artifacts.ts';
import type { Run } from '../../data/model.ts';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { artifactKind } from '../../logic/artifactKind.ts';
import { ArtifactPanel } from './ArtifactPanel.tsx';
import { ArtifactTree } from './ArtifactTree.tsx';
import { TEXT } from './text.ts';

/** A run's files: the tree at the left, the chosen one beside it. */
export default function Artifacts({ run }: { run: Run }) {
  const { path: chosen } = useSearch({ from: '/experiments/$experimentId/runs/$runId' });
  const navigate = useNavigate({ from: '/experiments/$experimentId/runs/$runId' });
  const root = useArtifacts(run.id, '');

  if (root.isPending) return <Loading />;
  if (root.isError) return <Failure error={root.error} onRetry={() => root.refetch()} />;
  if (root.data.length === 0) return <Empty title={TEXT.noArtifacts} />;
  const path = chosen ?? firstToSee(root.data);

  return (
    <div className="grid min-h-0 flex-1 md:grid-cols-[minmax(14rem,20rem)_1fr]">
      <div className="min-h-0 overflow-y-auto border-line border-b p-2 md:border-r md:border-b-0 md:pl-4">
        <a
          href={artifactZipUrl(run.id)}
          download
          className="mb-1 flex items-center gap-2 rounded-sm px-2 py-0.5 text-ink-2 hover:bg-hover hover:text-ink"
        >
          <Download size={14} aria-hidden="true" /> {TEXT.allAsZip}
        </a>
        <ArtifactTree
          runId={run.id}
          folder=""
          selected={path}
          onSelect={(next) => navigate({ search: (old) => ({ ...old, path: next }), replace: true })}
        />
      </div>
      <div className="min-h-64 min-w-0 overflow-auto">
        {path ? (
          <ArtifactPanel key={path} runId={run.id} path={path} />
        ) : (
          <p className="p-6 text-ink-3">{TEXT.chooseFile}</p>
        )}
      </div>
    </div>
  );
}

const SMALL_BYTES = 2 ** 20;

/** A picture is looked at before anything is chosen; other previews bring scripts of their own. */
function firstToSee(files: readonly Artifact[]): string | undefined {
  return files.find(({ path, isDir, size }) => !isDir && isSmallImage(path, size))?.path;
}

function isSmallImage(path: string, size: number | null): boolean {
  return artifactKind(path) === 'image' && (size ?? 0) <= SMALL_BYTES;
}
