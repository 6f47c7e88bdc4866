import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { Upright } from '../logic/parallel.ts';
import { TEXT } from './text.ts';

type Brush = readonly [number, number];

interface BrushAxisProps {
  axis: Pick<Upright, 'name' | 'log' | 'marks'>;
  /** In px of the chart. */
  left: number;
  top: number;
  height: number;
  /** Where those pass that it has no place for, if there are any. */
  absent: number | null;
  brush: Brush | undefined;
  onBrush: (brush: Brush | undefined) => void;
}

const GRIP = 0.03;
const STEP = 0.05;

/**
 * An axis to drag along: a new stretch, or a whole one to another place; a click takes it away. With the keyboard:
 * arrows move it, with shift its upper end, Escape takes it away.
 */
export function BrushAxis({ axis, left, top, height, absent, brush, onBrush }: BrushAxisProps) {
  const drag = useRef<{ from: number; held: Brush | null } | null>(null);
  const marks = absent === null ? axis.marks : [...axis.marks, { at: absent, text: 'none' }];
  const place = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, 1 - (event.clientY - box.top) / box.height));
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = place(event);
    drag.current = { from, held: brush && from >= brush[0] && from <= brush[1] ? brush : null };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (!drag.current) return;
    const { from, held } = drag.current;
    const now = place(event);
    if (held) onBrush(moved(held, now - from));
    else if (Math.abs(now - from) > GRIP / 2) onBrush([Math.min(from, now), Math.max(from, now)]);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    const begun = drag.current;
    drag.current = null;
    if (begun && Math.abs(place(event) - begun.from) <= GRIP / 2) onBrush(undefined);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (event.key === 'Escape' && brush) onBrush(undefined);
    else if (step === undefined) return;
    else {
      const [low, high] = brush ?? [0.75, 1];
      if (!brush) onBrush([low, high]);
      else if (event.shiftKey) onBrush([low, Math.min(1, Math.max(low + GRIP, high + step))]);
      else onBrush(moved(brush, step));
    }
    event.preventDefault();
  };

  return (
    <>
      <span
        className="-translate-x-1/2 pointer-events-none absolute top-1 max-w-24 truncate font-medium text-small"
        style={{ left }}
        title={axis.name}
      >
        {axis.name}
        {axis.log && <span className="ml-1 font-normal text-ink-3 text-micro">{TEXT.log}</span>}
      </span>
      <div
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={TEXT.brush(axis.name)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={brush ? Math.round(brush[0] * 100) : 0}
        aria-valuetext={
          brush ? `${percent(brush[0])} to ${percent(brush[1])} of the axis` : 'all of the axis'
        }
        className="-translate-x-1/2 absolute w-8 cursor-ns-resize touch-none rounded-sm focus-visible:outline-2 focus-visible:outline-brass-line"
        style={{ left, top, height }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onKeyDown={onKeyDown}
      >
        <span className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
        {brush && (
          <span
            className="absolute inset-x-2 rounded-xs border border-brass-line bg-brass-wash/70"
            style={{ bottom: `${brush[0] * 100}%`, top: `${(1 - brush[1]) * 100}%` }}
          />
        )}
      </div>
      {marks.map((mark) => (
        <span
          key={mark.at}
          className="figures -translate-y-1/2 pointer-events-none absolute max-w-20 truncate rounded-xs bg-panel/75 px-0.5 text-ink-2 text-micro"
          style={{ left: left + 5, top: top + (1 - mark.at) * height }}
        >
          {mark.text}
        </span>
      ))}
    </>
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function moved([low, high]: Brush, by: number): Brush {
  const step = Math.min(1 - high, Math.max(-low, by));
  return [low + step, high + step];
}
