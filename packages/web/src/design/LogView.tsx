import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSettled } from '../data/useSettled.ts';
import { readTerminal, type Terminal } from '../logic/ansi.ts';
import { linesWith } from '../logic/logSearch.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { LogLine } from './LogLine.tsx';
import { LogSearch } from './LogSearch.tsx';
import { TEXT } from './text.ts';

const LINE = 18;

interface LogViewProps {
  text: string;
  label: string;
  /** Whether to begin at the end, and stay there while lines are added. */
  follow?: boolean;
  className?: string;
}

/** A terminal's output with its colours, to search; one that follows stays at the end until somebody scrolls up. */
export function LogView({ text, label, follow = true, className }: LogViewProps) {
  const terminal = useRef<Terminal | null>(null);
  const lines = useMemo(() => {
    terminal.current = readTerminal(text.endsWith('\n') ? text.slice(0, -1) : text, terminal.current);
    return terminal.current.lines;
  }, [text]);
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(follow);
  const [words, setWords] = useState('');
  const sought = useSettled(words, 120);
  const found = useMemo(() => linesWith(lines, sought), [lines, sought]);
  const [at, setAt] = useState(0);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
  useEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [following, lines.length, virtual]);

  const current = found[Math.min(at, found.length - 1)];
  const goTo = (next: number): void => {
    const place = (next + found.length) % Math.max(1, found.length);
    setAt(place);
    const line = found[place];
    if (line === undefined) return;
    setFollowing(false);
    virtual.scrollToIndex(line, { align: 'center' });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes to the first match of new words, not of new lines
  useEffect(() => goTo(0), [sought]);

  return (
    <div className={cx('relative flex min-h-0 flex-col', className)}>
      <LogSearch
        words={words}
        onWords={setWords}
        count={found.length}
        at={Math.min(at, found.length - 1)}
        onStep={(by) => goTo(at + by)}
        lines={lines.length}
      />
      <div
        ref={scroller}
        role="log"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by the keyboard
        tabIndex={0}
        className="figures min-h-0 flex-1 overflow-auto overscroll-contain bg-sunken py-1 text-small"
        onScroll={({ currentTarget: at }) =>
          follow && setFollowing(at.scrollHeight - at.scrollTop - at.clientHeight < LINE * 1.5)
        }
      >
        <div className="relative w-max min-w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <LogLine
              key={index}
              number={index + 1}
              parts={lines[index] ?? []}
              words={sought}
              isCurrent={index === current}
              top={start}
              height={LINE}
            />
          ))}
        </div>
      </div>
      {follow && !following && (
        <Button className="absolute right-4 bottom-3 shadow-float" onClick={() => setFollowing(true)}>
          <ArrowDown size={14} /> {TEXT.toEnd}
        </Button>
      )}
    </div>
  );
}
