import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react';
import { type AnsiPart, ansiLines } from '../logic/ansi.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';

const LINE = 18;

/** The sixteen colours of a terminal, of the palette that runs have. */
const COLORS = [
  'var(--ink-3)',
  'var(--alarm)',
  'var(--verdigris)',
  'var(--brass)',
  'var(--run-1)',
  'var(--run-4)',
  'var(--run-3)',
  'var(--ink-2)',
];

/** A terminal's output with its colours; stays at the end while lines are added, until somebody scrolls up. */
export function LogView({ text, label, className }: { text: string; label: string; className?: string }) {
  const lines = useMemo(() => ansiLines(text.replace(/\n$/, '')), [text]);
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
  useEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [following, lines.length, virtual]);

  return (
    <div className={cx('relative flex min-h-0 flex-col', className)}>
      <div
        ref={scroller}
        role="log"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by the keyboard
        tabIndex={0}
        className="figures min-h-0 flex-1 overflow-auto overscroll-contain bg-sunken py-1 text-small"
        onScroll={({ currentTarget: at }) =>
          setFollowing(at.scrollHeight - at.scrollTop - at.clientHeight < LINE * 1.5)
        }
      >
        <div className="relative w-max min-w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              className="absolute flex whitespace-pre pr-4"
              style={{ transform: `translateY(${start}px)`, height: LINE }}
            >
              <span className="w-14 shrink-0 select-none pr-3 text-right text-ink-3" aria-hidden="true">
                {index + 1}
              </span>
              <span>
                {(lines[index] ?? []).map((part, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity
                  <span key={place} style={styleOf(part)}>
                    {part.text}
                  </span>
                ))}
              </span>
            </div>
          ))}
        </div>
      </div>
      {!following && (
        <Button className="absolute right-4 bottom-3 shadow-float" onClick={() => setFollowing(true)}>
          <ArrowDown size={14} /> To the end
        </Button>
      )}
    </div>
  );
}

function styleOf(part: AnsiPart): CSSProperties {
  const paint = (color: number | string | null) => (typeof color === 'number' ? COLORS[color % 8] : color);
  return {
    ...(part.color !== null && { color: paint(part.color) ?? undefined }),
    ...(part.background !== null && {
      background: `color-mix(in srgb, ${paint(part.background)} 25%, transparent)`,
    }),
    ...(part.bold && { fontWeight: 650 }),
    ...(part.dim && { opacity: 0.65 }),
    ...(part.italic && { fontStyle: 'italic' }),
    ...(part.underline && { textDecoration: 'underline' }),
  };
}
