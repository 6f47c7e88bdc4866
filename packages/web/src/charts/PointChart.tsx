import { useMemo } from 'react';
import { CanvasChart, type CanvasChartProps } from './CanvasChart.tsx';
import { extent } from './extent.ts';
import { drawPoint, type PointForm } from './points.ts';
import { type ChartTheme, withAlpha } from './theme.ts';

export interface Point<T> {
  x: number;
  y: number;
  form: PointForm;
  color: (theme: ChartTheme) => string;
  item: T;
}

type Passed<T> = Pick<CanvasChartProps<Point<T>>, 'label' | 'height' | 'xKind' | 'xLog' | 'categories'>;

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
  const { xLog = false, categories } = rest;
  const xRange = useMemo<[number, number]>(
    () =>
      categories
        ? [-0.6, categories.length - 0.4]
        : extent([...points.map((point) => point.x), ...(steps?.xs ?? [])], xLog, 0.03),
    [points, steps, xLog, categories],
  );
  const yRange = useMemo(
    () => extent([...points.map((point) => point.y), ...(steps?.ys ?? [])], false, 0.08),
    [points, steps],
  );

  return (
    <CanvasChart<Point<T>>
      {...rest}
      xRange={xRange}
      yRange={yRange}
      draw={(pen) => {
        const { ctx, theme, ratio } = pen;
        if (steps && steps.xs.length > 0) {
          ctx.beginPath();
          steps.xs.forEach((x, index) => {
            const y = pen.y(steps.ys[index] ?? 0);
            if (index > 0) ctx.lineTo(pen.x(x), pen.y(steps.ys[index - 1] ?? 0));
            ctx.lineTo(pen.x(x), y);
          });
          ctx.lineTo(pen.x(xRange[1]), pen.y(steps.ys.at(-1) ?? 0));
          ctx.strokeStyle = theme.brass;
          ctx.lineWidth = 1.75 * ratio;
          ctx.stroke();
        }
        const crowded = points.length > CROWD;
        for (const point of points) {
          const color = point.color(theme);
          drawPoint(ctx, {
            x: pen.x(point.x),
            y: pen.y(point.y),
            size: (crowded ? 1.8 : 3.2) * ratio,
            color: crowded ? withAlpha(color, 0.6) : color,
            form: point.form,
            back: theme.panel,
            ratio,
          });
        }
      }}
      pick={(distance) => {
        let found: Point<T> | null = null;
        let least = REACH;
        for (const point of points) {
          const far = distance(point.x, point.y);
          if (far < least) {
            least = far;
            found = point;
          }
        }
        return found;
      }}
      card={(point) => card(point.item)}
      {...(onOpen && { onPick: (point: Point<T>) => onOpen(point.item) })}
    />
  );
}
