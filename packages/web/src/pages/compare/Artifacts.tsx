import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type CSSProperties, useMemo, useState } from 'react';
import { type CommonArtifact, useCommonArtifacts } from '../../data/compare.ts';
import type { Run } from '../../data/model.ts';
import { cx } from '../../design/cx.ts';
import { Field } from '../../design/Field.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { WhenSeen } from '../../design/WhenSeen.tsx';
import { artifactKind, isText } from '../../logic/artifactKind.ts';
import { Preview } from '../../previews/Preview.tsx';
import { Difference } from './Difference.tsx';
import { TEXT } from './text.ts';
import type { CompareView } from './useCompareView.ts';

const HEIGHT = 320;
const MOST_LISTED = 500;

/** The same file of each run, side by side. */
export default function Artifacts({ runs, view }: { runs: readonly Run[]; view: CompareView }) {
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const { data, error, isPending, refetch } = useCommonArtifacts(ids);
  const [words, setWords] = useState('');
  const listed = useMemo(() => sorted(data?.paths ?? []), [data]);
  if (isPending) return <Loading />;
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (listed.length === 0) return <Empty title={TEXT.noArtifacts} />;
  const found = listed.filter(({ path }) => path.toLowerCase().includes(words.toLowerCase()));
  const chosen = listed.find(({ path }) => path === view.path) ?? listed[0];

  return (
    <div className="flex min-h-0 flex-1 flex-col md:flex-row">
      <div className="flex max-h-56 shrink-0 flex-col border-line border-b md:max-h-none md:w-64 md:border-r md:border-b-0">
        <Field
          aria-label={TEXT.findFile}
          placeholder={TEXT.findFile}
          lead={<Search size={14} aria-hidden="true" />}
          className="m-2"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
          {found.slice(0, MOST_LISTED).map(({ path, runs: holders }) => (
            <li key={path}>
              <button
                type="button"
                aria-current={path === chosen?.path || undefined}
                className={cx(
                  'flex w-full items-center gap-2 rounded-sm px-2 py-0.5 text-left hover:bg-hover',
                  path === chosen?.path && 'bg-brass-wash font-medium',
                )}
                title={path}
                onClick={() => view.setPath(path)}
              >
                <span className="min-w-0 flex-1 truncate">{path}</span>
                <span className="figures shrink-0 font-normal text-ink-2 text-micro">
                  {holders.length}/{runs.length}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {(data.truncated || found.length > MOST_LISTED) && (
          <p className="border-line border-t px-3 py-1 text-ink-3 text-small">{TEXT.notAllFiles}</p>
        )}
      </div>
      {chosen && <Beside runs={runs} artifact={chosen} view={view} />}
    </div>
  );
}

interface BesideProps {
  runs: readonly Run[];
  artifact: CommonArtifact;
  view: CompareView;
}

function Beside({ runs, artifact, view }: BesideProps) {
  const holders = artifact.runs.flatMap((place) => runs[place] ?? []);
  const [first] = holders;
  const mayDiffer = holders.length > 1 && isText(artifact.path);
  const showDifferences = mayDiffer && view.showDifferences;
  return (
    <div
      className="grid min-w-0 flex-1 content-start gap-3 p-3 sm:grid-cols-2 xl:grid-cols-3"
      style={{ '--preview': `${HEIGHT - 60}px` } as CSSProperties}
    >
      {mayDiffer && first && (
        <div className="col-span-full flex items-center gap-3">
          <Segmented
            label={TEXT.shownAs}
            value={showDifferences ? 'differences' : 'files'}
            options={[
              ['files', TEXT.files],
              ['differences', TEXT.differences],
            ]}
            onChange={(as) => view.setShowDifferences(as === 'differences')}
          />
          {showDifferences && <span className="text-ink-2">{TEXT.fromRun(first.name)}</span>}
        </div>
      )}
      {holders.map((run) => (
        <figure key={run.id} className="min-w-0 rounded-lg border border-line bg-panel">
          <figcaption className="flex h-8 items-center px-3">
            <Link
              to="/experiments/$experimentId/runs/$runId"
              params={{ experimentId: run.experimentId, runId: run.id }}
              search={{ tab: 'artifacts', path: artifact.path }}
              className="flex min-w-0 items-center gap-1.5 font-medium hover:underline hover:underline-offset-2"
            >
              <RunDot runId={run.id} />
              <span className="truncate">{run.name}</span>
            </Link>
          </figcaption>
          <div style={{ height: HEIGHT }} className="overflow-auto">
            <WhenSeen height={HEIGHT}>
              {showDifferences && first && run !== first ? (
                <Difference path={artifact.path} before={first} after={run} />
              ) : (
                <Preview key={artifact.path} runId={run.id} path={artifact.path} size={null} />
              )}
            </WhenSeen>
          </div>
        </figure>
      ))}
    </div>
  );
}

/** Pictures first, then what most runs have. */
function sorted(paths: readonly CommonArtifact[]): CommonArtifact[] {
  const isImage = (path: string) => Number(artifactKind(path) === 'image');
  return paths.toSorted(
    (a, b) =>
      isImage(b.path) - isImage(a.path) || b.runs.length - a.runs.length || a.path.localeCompare(b.path),
  );
}
