import { RunDot } from '../../design/RunDot.tsx';
import type { Source } from './sources.ts';

/** The mark of an experiment or a study, as its points have it. */
export function SourceMark({ source }: { source: Source }) {
  return <RunDot runId={sourceKey(source)} />;
}

/** What a source's colour and form come from. */
export function sourceKey({ kind, name }: Source): string {
  return `${kind} ${name}`;
}
