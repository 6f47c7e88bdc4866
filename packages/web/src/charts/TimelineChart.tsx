import { useCallback, useMemo } from 'react';
import { CanvasChart, type Pen } from './CanvasChart.tsx';
import { extent } from './extent.ts';
import { nearest } from './nearest.ts';
import type { ChartTheme } from './theme.ts';

export interface Span<T> {
  /** In ms. */
  from: number;
  to: number;
  row: number;
  color: (theme: ChartTheme) => string;
  item: T;
}

interface TimelineChartProps<T> {
  label: string;
  height?: number;
  spans: readonly Span<T>[];
  card: (item: T) => React.ReactNode;
  onOpen?: (item: T) => void;
}

const REACH = 9;

/** A bar a row, from when it began until it ended. */
export function TimelineChart<T>({ label, height, spans, card, onOpen }: TimelineChartProps<T>) {
  const xRange = useMemo(
    () =>
      extent(
        spans.flatMap(({ from, to }) => [from / 1000, to / 1000]),
        false,
        0.01,
      ),
    [spans],
  );
  const yRange = useMemo<[number, number]>(() => {
    const [low, high] = extent(
      spans.map(({ row }) => row),
      false,
      0,
    );
    return [Math.max(-0.8, low - 0.8), high + 0.8];
  }, [spans]);
  const draw = useCallback(
    (pen: Pen) => {
      const { ctx, theme, ratio } = pen;
      const tall = Math.max(1, Math.min(10 * ratio, 0.7 * Math.abs(pen.y(1) - pen.y(0))));
      for (const span of spans) {
        const [left, right] = [pen.x(span.from / 1000), pen.x(span.to / 1000)];
        ctx.fillStyle = span.color(theme);
        ctx.fillRect(left, pen.y(span.row) - tall / 2, Math.max(1.5 * ratio, right - left), tall);
      }
    },
    [spans],
  );
  return (
    <CanvasChart<Span<T>>
      label={label}
      {...(height && { height })}
      xKind="time"
      xRange={xRange}
      yRange={yRange}
      draw={draw}
      pick={(distance, at) =>
        nearest(
          spans,
          ({ from, to, row }) => distance(Math.min(to / 1000, Math.max(from / 1000, at)), row),
          REACH,
        )
      }
      card={({ item }) => card(item)}
      {...(onOpen && { onPick: ({ item }: Span<T>) => onOpen(item) })}
    />
  );
}
