import type { CSSProperties } from 'react';
import type { AnsiPart } from '../logic/ansi.ts';
import { markMatches } from '../logic/logSearch.ts';
import { cx } from './cx.ts';

interface LogLineProps {
  number: number;
  parts: readonly AnsiPart[];
  /** What is marked in it. */
  words: string;
  isCurrent: boolean;
  top: number;
  height: number;
}

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

/** One line of a log, at its place in the scroller. */
export function LogLine({ number, parts, words, isCurrent, top, height }: LogLineProps) {
  return (
    <div
      className={cx('absolute flex min-w-full whitespace-pre pr-4', isCurrent && 'bg-brass-wash')}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <span className="w-14 shrink-0 select-none pr-3 text-right text-ink-3" aria-hidden="true">
        {number}
      </span>
      <AnsiText parts={parts} words={words} />
    </div>
  );
}

/** Text with the colours and weights of a terminal. */
export function AnsiText({ parts, words = '' }: { parts: readonly AnsiPart[]; words?: string }) {
  return (
    <span>
      {parts.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity
        <span key={place} style={styleOf(part)}>
          {markMatches(part.text, words).map(({ text, isMatch }, index) =>
            isMatch ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity
              <mark key={index} className="rounded-xs bg-brass-line text-paper">
                {text}
              </mark>
            ) : (
              text
            ),
          )}
        </span>
      ))}
    </span>
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
