import { type ReactNode, useCallback, useMemo } from 'react';
import { CanvasChart, type Pen } from './CanvasChart.tsx';
import { extent } from './extent.ts';
import type { ChartTheme } from './theme.ts';

export interface Bar<T> {
  value: number;
  /** Drawn as a whisker: the deviation of what the bar is the mean of. */
  spread?: number | null;
  color: (theme: ChartTheme) => string;
  item: T;
}

interface BarChartProps<T> {
  label: string;
  height: number;
  bars: readonly Bar<T>[];
  /** Names below the bars, where there is room for them. */
  names: readonly string[];
  card: (item: T) => ReactNode;
  onOpen?: (item: T) => void;
}

const MOST_NAMES = 12;

/** A bar a value, from zero. */
export function BarChart<T>({ label, height, bars, names, card, onOpen }: BarChartProps<T>) {
  const xRange = useMemo<[number, number]>(() => [-0.6, Math.max(0.6, bars.length - 0.4)], [bars]);
  const yRange = useMemo(
    () => extent([0, ...bars.flatMap(({ value, spread }) => [value, value + (spread ?? 0)])], false, 0.04),
    [bars],
  );
  const categories = useMemo(() => (names.length <= MOST_NAMES ? names : names.map(() => '')), [names]);
  const draw = useCallback(
    ({ ctx, theme, ratio, x, y }: Pen) => {
      bars.forEach(({ value, spread, color }, index) => {
        const [left, right] = [x(index - 0.38), x(index + 0.38)];
        ctx.fillStyle = color(theme);
        ctx.fillRect(left, y(Math.max(0, value)), Math.max(ratio, right - left), Math.abs(y(value) - y(0)));
        if (!spread) return;
        ctx.strokeStyle = theme.ink;
        ctx.lineWidth = ratio;
        ctx.beginPath();
        ctx.moveTo(x(index), y(value - spread));
        ctx.lineTo(x(index), y(value + spread));
        ctx.stroke();
      });
      ctx.fillStyle = theme.strong;
      ctx.fillRect(x(xRange[0]), y(0), x(xRange[1]) - x(xRange[0]), ratio);
    },
    [bars, xRange],
  );
  return (
    <CanvasChart<Bar<T>>
      label={label}
      height={height}
      categories={categories}
      xRange={xRange}
      yRange={yRange}
      draw={draw}
      pick={(_distance, at) => bars[Math.round(at)] ?? null}
      card={({ item }) => card(item)}
      {...(onOpen && { onPick: ({ item }: Bar<T>) => onOpen(item) })}
    />
  );
}
