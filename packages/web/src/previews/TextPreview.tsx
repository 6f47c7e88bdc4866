import { LogView } from '../design/LogView.tsx';
import type { PreviewProps } from './Preview.tsx';
import { WithText } from './WithText.tsx';

const LIMIT = 4 * 2 ** 20;

/** Text and logs, by lines, with the colours of a terminal. */
export default function TextPreview({ runId, path }: PreviewProps) {
  return (
    <WithText runId={runId} path={path} limit={LIMIT}>
      {(text) => (
        <LogView key={path} label={path} text={text} follow={false} className="h-(--preview,75vh)" />
      )}
    </WithText>
  );
}
