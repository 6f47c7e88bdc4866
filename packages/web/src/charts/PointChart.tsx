import { useCallback, useMemo } from 'react';
import { CanvasChart, type CanvasChartProps, type Pen } from './CanvasChart.tsx';
import { extent } from './extent.ts';
import { nearest } from './nearest.ts';
import { drawPoint, type PointForm, type PointLook } from './points.ts';
import { stampPoint } from './stamps.ts';
import { type ChartTheme, withAlpha } from './theme.ts';

export interface Point<T> {
  x: number;
  y: number;
  form: PointForm;
  color: (theme: ChartTheme) => string;
  item: T;
}

type Passed<T> = Pick<
  CanvasChartProps<Point<T>>,
  'label' | 'height' | 'xKind' | 'xLog' | 'yLog' | 'categories' | 'yCategories'
>;

interface PointChartProps<T> extends Passed<T> {
  points: readonly Point<T>[];
  /** A line drawn in steps below the points, such as the best so far. */
  steps?: { xs: readonly number[]; ys: readonly number[] };
  card: (item: T) => React.ReactNode;
  onOpen?: (item: T) => void;
}

const REACH = 14;
const CROWD = 1500;

/** A scatter. The nearest point answers the pointer. */
export function PointChart<T>({ points, steps, card, onOpen, ...rest }: PointChartProps<T>) {
  const { xLog = false, yLog = false, categories, yCategories } = rest;
  const xRange = useMemo<[number, number]>(
    () =>
      categories
        ? slotRange(categories)
        : extent([...points.map((point) => point.x), ...(steps?.xs ?? [])], xLog, 0.03),
    [points, steps, xLog, categories],
  );
  const yRange = useMemo<[number, number]>(
    () =>
      yCategories
        ? slotRange(yCategories)
        : extent([...points.map((point) => point.y), ...(steps?.ys ?? [])], yLog, 0.08),
    [points, steps, yLog, yCategories],
  );
  const draw = useCallback(
    (pen: Pen) => {
      if (steps && steps.xs.length > 0) drawSteps(pen, steps, xRange[1]);
      drawPoints(pen, points);
    },
    [points, steps, xRange],
  );

  return (
    <CanvasChart<Point<T>>
      {...rest}
      xRange={xRange}
      yRange={yRange}
      draw={draw}
      pick={(distance) => nearest(points, ({ x, y }) => distance(x, y), REACH)}
      card={(point) => card(point.item)}
      {...(onOpen && { onPick: (point: Point<T>) => onOpen(point.item) })}
    />
  );
}

function slotRange(categories: readonly string[]): [number, number] {
  return [-0.6, categories.length - 0.4];
}

interface Steps {
  xs: readonly number[];
  ys: readonly number[];
}

function drawSteps({ ctx, theme, ratio, x, y }: Pen, { xs, ys }: Steps, end: number): void {
  ctx.beginPath();
  xs.forEach((place, index) => {
    if (index > 0) ctx.lineTo(x(place), y(ys[index - 1] ?? 0));
    ctx.lineTo(x(place), y(ys[index] ?? 0));
  });
  ctx.lineTo(x(end), y(ys.at(-1) ?? 0));
  ctx.strokeStyle = theme.brass;
  ctx.lineWidth = 1.75 * ratio;
  ctx.stroke();
}

function drawPoints<T>({ ctx, theme, ratio, x, y }: Pen, points: readonly Point<T>[]): void {
  const crowded = points.length > CROWD;
  for (const { color, form, ...at } of points) {
    const look: PointLook = {
      size: (crowded ? 1.8 : 3.2) * ratio,
      color: crowded ? withAlpha(color(theme), 0.6) : color(theme),
      form,
      back: theme.panel,
      ratio,
    };
    if (crowded) stampPoint(ctx, x(at.x), y(at.y), look);
    else drawPoint(ctx, x(at.x), y(at.y), look);
  }
}
