import { useLiveState } from '../data/live.ts';
import { Tip } from '../design/Tip.tsx';
import { TEXT } from './text.ts';

/** A quiet sign that changes no longer arrive by themselves; nothing while they do. */
export function LiveMark() {
  const state = useLiveState();
  if (state !== 'offline') return <span className="size-7" aria-hidden="true" />;
  return (
    <Tip text={TEXT.awayHint} side="right">
      <span role="status" className="flex size-7 items-center justify-center" aria-label={TEXT.away}>
        <svg
          width="14"
          height="14"
          viewBox="0 0 14 14"
          fill="none"
          stroke="var(--brass-line)"
          aria-hidden="true"
        >
          <circle cx="7" cy="7" r="5.5" strokeDasharray="3 3" />
          <path d="M2 12L12 2" />
        </svg>
      </span>
    </Tip>
  );
}
