import { useNavigate, useSearch } from '@tanstack/react-router';
import { useArtifacts } from '../../data/artifacts.ts';
import type { Run } from '../../data/model.ts';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { ArtifactPreview } from './ArtifactPreview.tsx';
import { ArtifactTree } from './ArtifactTree.tsx';

/** A run's files: the tree at the left, the chosen one beside it. */
export default function Artifacts({ run }: { run: Run }) {
  const { path } = useSearch({ from: '/experiments/$experimentId/runs/$runId' });
  const navigate = useNavigate({ from: '/experiments/$experimentId/runs/$runId' });
  const root = useArtifacts(run.id, '');

  if (root.isPending) return <Loading />;
  if (root.isError) return <Failure error={root.error} onRetry={() => root.refetch()} />;
  if (root.data.length === 0) return <Empty title="This run has no artifacts" />;

  return (
    <div className="grid min-h-0 flex-1 md:grid-cols-[minmax(14rem,20rem)_1fr]">
      <div className="min-h-0 overflow-y-auto border-line border-b p-2 md:border-r md:border-b-0 md:pl-4">
        <ArtifactTree
          runId={run.id}
          folder=""
          selected={path}
          onSelect={(next) => navigate({ search: (old) => ({ ...old, path: next }), replace: true })}
        />
      </div>
      <div className="min-h-64 min-w-0 overflow-auto">
        {path ? (
          <ArtifactPreview key={path} runId={run.id} path={path} />
        ) : (
          <p className="p-6 text-ink-3">Choose a file to see it here.</p>
        )}
      </div>
    </div>
  );
}
