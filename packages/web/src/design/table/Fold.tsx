import { cx } from '../cx.ts';
import { TEXT } from '../text.ts';
import type { GridRow } from './Grid.tsx';

const INDENT = 16;

/** Shows and hides what is nested below a row; its place where nothing is. */
export function Fold<T>({ row, onFold }: { row: GridRow<T>; onFold: (row: GridRow<T>) => void }) {
  const { depth, folded, count } = row;
  return (
    <span className="flex shrink-0 items-center" style={{ paddingLeft: depth * INDENT }}>
      {folded === null ? (
        <span className="w-5" />
      ) : (
        <button
          type="button"
          onClick={() => onFold(row)}
          tabIndex={-1}
          aria-label={TEXT.nested(folded, count)}
          title={TEXT.nested2(count)}
          className="flex size-5 items-center justify-center text-ink-3 hover:text-ink"
        >
          <svg
            width="8"
            height="8"
            viewBox="0 0 8 8"
            fill="currentColor"
            className={cx('transition-transform', !folded && 'rotate-90')}
            aria-hidden="true"
          >
            <path d="M2 0l5 4-5 4z" />
          </svg>
        </button>
      )}
    </span>
  );
}
