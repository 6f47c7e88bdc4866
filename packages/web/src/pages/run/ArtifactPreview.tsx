import { Download } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { artifactUrl, useArtifacts, useArtifactText } from '../../data/artifacts.ts';
import { Failure, Loading } from '../../design/States.tsx';
import { type ArtifactKind, artifactKind } from '../../logic/artifactKind.ts';
import { parseCsv } from '../../logic/csv.ts';
import { formatBytes } from '../../logic/format.ts';

const Markdown = lazy(() => import('../../design/Markdown.tsx'));

const TEXT_LIMIT = 500_000;
const ROWS = 500;
const LARGEST = 20 * 1024 * 1024;

/** A file as far as a browser can show it, and the way to have it whole. */
export function ArtifactPreview({ runId, path }: { runId: string; path: string }) {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const size = useArtifacts(runId, folder).data?.find((entry) => entry.path === path)?.size ?? null;
  const url = artifactUrl(runId, path);
  const kind = artifactKind(path);
  const shown = kind !== 'binary' && (size === null || size <= LARGEST);
  return (
    <>
      <header className="sticky top-0 left-0 z-10 flex items-center gap-3 border-line border-b bg-paper px-4 py-1.5">
        <span className="figures min-w-0 truncate text-small" title={path}>
          {path}
        </span>
        {size !== null && <span className="figures shrink-0 text-ink-3 text-small">{formatBytes(size)}</span>}
        <a
          href={url}
          download={path.split('/').at(-1)}
          className="ml-auto flex shrink-0 items-center gap-1.5 font-medium hover:underline hover:underline-offset-2"
        >
          <Download size={14} aria-hidden="true" /> Download
        </a>
      </header>
      {!shown ? (
        <p className="p-4 text-ink-2">
          {kind === 'binary'
            ? 'There is no preview for this kind of file.'
            : 'This file is too large to show here.'}
        </p>
      ) : kind === 'image' ? (
        <div className="p-4">
          <img src={url} alt={path} className="max-h-[70vh] max-w-full border border-line bg-white" />
        </div>
      ) : (
        <TextPreview runId={runId} path={path} kind={kind} />
      )}
    </>
  );
}

function TextPreview({ runId, path, kind }: { runId: string; path: string; kind: ArtifactKind }) {
  const { data, error, isPending, refetch } = useArtifactText(runId, path, TEXT_LIMIT);
  if (isPending) return <Loading />;
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  return (
    <>
      {data.truncated && <p className="px-4 pt-2 text-brass">Only the beginning is shown.</p>}
      <Body text={data.text} kind={kind} whole={!data.truncated} />
    </>
  );
}

function Body({ text, kind, whole }: { text: string; kind: ArtifactKind; whole: boolean }) {
  if (kind === 'table') return <Table text={text} />;
  if (kind === 'markdown') {
    return (
      <div className="p-4">
        <Suspense fallback={<Loading />}>
          <Markdown text={text} />
        </Suspense>
      </div>
    );
  }
  return (
    <pre className="figures p-4 text-small leading-5">{kind === 'json' && whole ? indented(text) : text}</pre>
  );
}

function Table({ text }: { text: string }) {
  const [head, ...rows] = useMemo(() => parseCsv(text, ROWS + 1), [text]);
  if (!head) return <p className="p-4 text-ink-3">The file is empty.</p>;
  return (
    <>
      <table className="figures text-small">
        <thead>
          <tr className="border-line-strong border-b">
            {head.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={index} className="px-3 py-1 text-left font-medium text-ink-3">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={line} className="border-line border-b hover:bg-hover">
              {row.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={index} className="whitespace-nowrap px-3 py-0.5">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === ROWS && (
        <p className="px-3 py-2 text-ink-3">The first {ROWS} rows. Download the file for all.</p>
      )}
    </>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
