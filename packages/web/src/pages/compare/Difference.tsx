import { useArtifactText } from '../../data/artifacts.ts';
import type { Run } from '../../data/model.ts';
import { DiffView } from '../../design/DiffView.tsx';
import { Failure, Loading } from '../../design/States.tsx';
import { formatBytes } from '../../logic/format.ts';
import { TEXT } from './text.ts';

const LIMIT = 2 ** 20;

interface DifferenceProps {
  path: string;
  /** null where a run has no such file. */
  before: Run | null;
  after: Run | null;
}

/** What differs between the files that two runs have at a path. */
export function Difference({ path, before, after }: DifferenceProps) {
  const [old, now] = [useText(before, path), useText(after, path)];
  const failed = [old, now].find(({ error }) => error);
  if (failed?.error) return <Failure error={failed.error} onRetry={failed.refetch} />;
  if (old.text === undefined || now.text === undefined) return <Loading />;
  return (
    <>
      {(old.truncated || now.truncated) && (
        <p className="px-3 py-1 text-brass" role="status">
          {TEXT.comparedUpTo(formatBytes(LIMIT))}
        </p>
      )}
      <DiffView label={TEXT.differencesOf(path)} before={old.text} after={now.text} />
    </>
  );
}

function useText(run: Run | null, path: string) {
  const { text, truncated, error, refetch } = useArtifactText(run?.id ?? '', path, LIMIT, run !== null);
  return { text: run === null ? '' : text, truncated, error, refetch: () => void refetch() };
}
