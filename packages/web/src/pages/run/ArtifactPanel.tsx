import { Download, ExternalLink } from 'lucide-react';
import { artifactUrl, artifactViewUrl, useArtifacts } from '../../data/artifacts.ts';
import { artifactKind } from '../../logic/artifactKind.ts';
import { formatBytes } from '../../logic/format.ts';
import { Preview } from '../../previews/Preview.tsx';
import { TEXT } from './text.ts';

const LINK = 'flex shrink-0 items-center gap-1.5 font-medium hover:underline hover:underline-offset-2';

/** A file as far as a browser can show it, and the way to have it whole. */
export function ArtifactPanel({ runId, path }: { runId: string; path: string }) {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const siblings = useArtifacts(runId, folder);
  const size = siblings.data?.find((entry) => entry.path === path)?.size ?? null;
  const canStandAlone = ['html', 'pdf', 'image'].includes(artifactKind(path));
  return (
    <>
      <header className="sticky top-0 left-0 z-30 flex items-center gap-3 border-line border-b bg-paper px-4 py-1.5">
        <h2 className="figures min-w-0 truncate font-normal text-small" title={path}>
          {path}
        </h2>
        {size !== null && <span className="figures shrink-0 text-ink-3 text-small">{formatBytes(size)}</span>}
        <span className="ml-auto" />
        {canStandAlone && (
          <a href={artifactViewUrl(runId, path)} target="_blank" rel="noreferrer" className={LINK}>
            <ExternalLink size={14} aria-hidden="true" /> {TEXT.open}
          </a>
        )}
        <a href={artifactUrl(runId, path)} download={path.split('/').at(-1)} className={LINK}>
          <Download size={14} aria-hidden="true" /> {TEXT.download}
        </a>
      </header>
      {!siblings.isPending && <Preview runId={runId} path={path} size={size} />}
    </>
  );
}
