import type { ReactNode } from 'react';
import { useArtifactText } from '../data/artifacts.ts';
import { Failure, Loading } from '../design/States.tsx';
import { formatBytes } from '../logic/format.ts';
import type { PreviewProps } from './Preview.tsx';
import { TEXT } from './text.ts';

interface WithTextProps extends Omit<PreviewProps, 'size'> {
  /** In bytes. */
  limit: number;
  children: (text: string, isWhole: boolean) => ReactNode;
}

/** Fetches a file as text, says where not all of it is shown, and leaves the rest to the children. */
export function WithText({ runId, path, limit, children }: WithTextProps) {
  const { text, data, error, truncated, refetch } = useArtifactText(runId, path, limit);
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (text === undefined) return <Loading />;
  if (text === '') return <p className="p-4 text-ink-3">{TEXT.theFileEmpty}</p>;
  return (
    <>
      {truncated && (
        <p className="px-4 py-1.5 text-brass" role="status">
          {TEXT.theFirst} {formatBytes(limit)} {TEXT.of} {formatBytes(data?.size ?? 0)}
          {TEXT.downloadFileForAll}
        </p>
      )}
      {children(text, !truncated)}
    </>
  );
}
