import { lazy, Suspense } from 'react';
import { artifactUrl, artifactViewUrl } from '../data/artifacts.ts';
import { Loading } from '../design/States.tsx';
import { type ArtifactKind, artifactKind } from '../logic/artifactKind.ts';
import { formatBytes } from '../logic/format.ts';
import { TEXT } from './text.ts';

export interface PreviewProps {
  runId: string;
  path: string;
  /** In bytes; null where it is not known. */
  size: number | null;
}

const Data = lazy(() => import('./DataPreview.tsx'));
const Text = lazy(() => import('./TextPreview.tsx'));
const Table = lazy(() => import('./TablePreview.tsx'));
const Notebook = lazy(() => import('./NotebookPreview.tsx'));
const Numpy = lazy(() => import('./NumpyPreview.tsx'));
const Parquet = lazy(() => import('./ParquetPreview.tsx'));
const Markdown = lazy(() => import('./MarkdownPreview.tsx'));

const COMPONENTS: Partial<Record<ArtifactKind, React.ComponentType<PreviewProps>>> = {
  image: ImagePreview,
  audio: MediaPreview,
  video: MediaPreview,
  pdf: PagePreview,
  html: PagePreview,
  json: Data,
  yaml: Data,
  table: Table,
  notebook: Notebook,
  numpy: Numpy,
  parquet: Parquet,
  markdown: Markdown,
  log: Text,
  text: Text,
};

/** A file of a run as far as a browser can show it. What reads a kind of file is loaded with the first of its kind. */
export function Preview(props: PreviewProps) {
  const Kind = COMPONENTS[artifactKind(props.path)];
  if (!Kind) {
    return (
      <p className="p-4 text-ink-2">
        {TEXT.thereNoPreviewFor}
        {props.size !== null && ` (${formatBytes(props.size)})`}
        {TEXT.downloadItSeeWhat}
      </p>
    );
  }
  return (
    <Suspense fallback={<Loading />}>
      <Kind {...props} />
    </Suspense>
  );
}

function ImagePreview({ runId, path }: PreviewProps) {
  return (
    <div className="p-4">
      <img
        src={artifactUrl(runId, path)}
        alt={path}
        className="max-h-(--preview,75vh) max-w-full border border-line bg-white"
      />
    </div>
  );
}

function MediaPreview({ runId, path }: PreviewProps) {
  const url = artifactUrl(runId, path);
  return (
    <div className="p-4">
      {artifactKind(path) === 'audio' ? (
        // biome-ignore lint/a11y/useMediaCaption: recorded by a run, which makes no captions
        <audio controls preload="metadata" src={url} aria-label={path} className="w-full max-w-xl" />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: as above
        <video
          controls
          preload="metadata"
          src={url}
          aria-label={path}
          className="max-h-(--preview,75vh) max-w-full"
        />
      )}
    </div>
  );
}

/** HTML runs in a sandbox that the server's headers put it in too; a PDF viewer does not start in one. */
function PagePreview({ runId, path }: PreviewProps) {
  const sandbox = artifactKind(path) === 'html' ? { sandbox: 'allow-scripts' } : {};
  return (
    <iframe
      {...sandbox}
      title={path}
      src={artifactViewUrl(runId, path)}
      className="block h-full min-h-(--preview,70vh) w-full bg-white"
    />
  );
}
