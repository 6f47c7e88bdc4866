import { cx } from './cx.ts';

/** How far something is, on a graduated rule; `share` null where nobody knows how far it goes. */
export function Progress({
  label,
  share,
  tone = 'moving',
  className,
}: {
  label: string;
  share: number | null;
  tone?: 'moving' | 'done' | 'failed';
  className?: string;
}) {
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100);
  const color = { moving: 'var(--verdigris)', done: 'var(--line-strong)', failed: 'var(--alarm)' }[tone];
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent !== null && { 'aria-valuenow': percent })}
      className={cx('graduated relative h-2 overflow-hidden border-line-strong border-b', className)}
    >
      <div
        className={cx(
          'absolute bottom-0 left-0 h-1 transition-[width] duration-300',
          percent === null && 'animate-pulse',
        )}
        style={{ width: `${percent ?? 30}%`, background: color }}
      />
    </div>
  );
}
