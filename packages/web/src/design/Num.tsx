import { formatNumber } from '../logic/format.ts';
import { cx } from './cx.ts';

/** A figure, shortened; the whole of it on hover. */
export function Num({
  value,
  digits = 4,
  className,
}: {
  value: number;
  digits?: number;
  className?: string;
}) {
  return (
    <span
      className={cx('figures text-small', !Number.isFinite(value) && 'text-ink-3', className)}
      title={String(value)}
    >
      {formatNumber(value, digits)}
    </span>
  );
}
