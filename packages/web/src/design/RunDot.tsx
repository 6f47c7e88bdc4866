import { runMark } from '../logic/runMark.ts';

/** A run's own mark: colour and form from its id, the same on every page. */
export function RunDot({ runId, size = 10 }: { runId: string; size?: number }) {
  const { color, form } = runMark(runId);
  const paint = `var(--run-${color})`;
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" className="shrink-0" aria-hidden="true">
      {form === 'disc' ? (
        <circle cx="5" cy="5" r="4.5" fill={paint} />
      ) : (
        <circle cx="5" cy="5" r="3.8" fill="none" stroke={paint} strokeWidth="1.6" />
      )}
      {form === 'half' && <path d="M5 1.2a3.8 3.8 0 0 1 0 7.6Z" fill={paint} />}
    </svg>
  );
}
