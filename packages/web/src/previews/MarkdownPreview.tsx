import Markdown from '../design/Markdown.tsx';
import type { PreviewProps } from './Preview.tsx';
import { WithText } from './WithText.tsx';

const LIMIT = 2 ** 20;

export default function MarkdownPreview({ runId, path }: PreviewProps) {
  return (
    <WithText runId={runId} path={path} limit={LIMIT}>
      {(text) => (
        <div className="p-4">
          <Markdown text={text} />
        </div>
      )}
    </WithText>
  );
}
