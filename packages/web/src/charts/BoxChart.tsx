import { type ReactNode, useCallback, useMemo } from 'react';
import { boxOf } from '../logic/statistics.ts';
import { CanvasChart, type Pen } from './CanvasChart.tsx';
import { extent } from './extent.ts';
import { nearest } from './nearest.ts';
import { drawPoint, type PointForm } from './points.ts';
import { type ChartTheme, withAlpha } from './theme.ts';

export interface BoxPoint<T> {
  /** Which category it is in. */
  slot: number;
  y: number;
  form: PointForm;
  color: (theme: ChartTheme) => string;
  item: T;
}

interface BoxChartProps<T> {
  label: string;
  height: number;
  categories: readonly string[];
  points: readonly BoxPoint<T>[];
  yLog?: boolean;
  card: (item: T) => ReactNode;
  onOpen?: (item: T) => void;
}

const REACH = 12;
/** Of the room of a category. */
const WIDTH = 0.32;
const SPREAD = 0.18;

/** A box a category: quartiles, whiskers, and the values themselves. */
export function BoxChart<T>({
  label,
  height,
  categories,
  points,
  yLog = false,
  card,
  onOpen,
}: BoxChartProps<T>) {
  const placed = useMemo(() => spreadOut(points), [points]);
  const boxes = useMemo(
    () =>
      categories.map((_, slot) => {
        const own = points.flatMap((point) => (point.slot === slot ? point.y : []));
        return own.length > 2 ? boxOf(own) : null;
      }),
    [categories, points],
  );
  const yRange = useMemo(
    () =>
      extent(
        points.map(({ y }) => y),
        yLog,
        0.08,
      ),
    [points, yLog],
  );
  const xRange = useMemo<[number, number]>(() => [-0.6, categories.length - 0.4], [categories]);
  const draw = useCallback(
    (pen: Pen) => {
      const { ctx, theme, ratio, x, y } = pen;
      boxes.forEach((box, slot) => {
        if (!box) return;
        const [left, right] = [x(slot - WIDTH), x(slot + WIDTH)];
        ctx.strokeStyle = theme.faint;
        ctx.fillStyle = withAlpha(theme.strong, 0.25);
        ctx.lineWidth = ratio;
        ctx.fillRect(left, y(box.third), right - left, y(box.first) - y(box.third));
        ctx.strokeRect(left, y(box.third), right - left, y(box.first) - y(box.third));
        ctx.beginPath();
        for (const [from, to] of [
          [box.first, box.low],
          [box.third, box.high],
        ] as const) {
          ctx.moveTo(x(slot), y(from));
          ctx.lineTo(x(slot), y(to));
          ctx.moveTo(x(slot - WIDTH / 2), y(to));
          ctx.lineTo(x(slot + WIDTH / 2), y(to));
        }
        ctx.stroke();
        ctx.beginPath();
        ctx.moveTo(left, y(box.median));
        ctx.lineTo(right, y(box.median));
        ctx.strokeStyle = theme.brass;
        ctx.lineWidth = 2 * ratio;
        ctx.stroke();
      });
      for (const { at, point } of placed) {
        drawPoint(ctx, x(at), y(point.y), {
          size: (placed.length > 150 ? 2 : 3) * ratio,
          color: point.color(theme),
          form: point.form,
          back: theme.panel,
          ratio,
        });
      }
    },
    [boxes, placed],
  );
  return (
    <CanvasChart<BoxPoint<T>>
      label={label}
      height={height}
      categories={categories}
      yLog={yLog}
      xRange={xRange}
      yRange={yRange}
      draw={draw}
      pick={(distance) => nearest(placed, ({ at, point }) => distance(at, point.y), REACH)?.point ?? null}
      card={({ item }) => card(item)}
      {...(onOpen && { onPick: ({ item }: BoxPoint<T>) => onOpen(item) })}
    />
  );
}

/** Values of a category side by side, always at the same places. */
function spreadOut<T>(points: readonly BoxPoint<T>[]): { at: number; point: BoxPoint<T> }[] {
  const seen = new Map<number, number>();
  return points.map((point) => {
    const place = seen.get(point.slot) ?? 0;
    seen.set(point.slot, place + 1);
    // The golden ratio's multiples fill a stretch evenly, however many there are.
    return { at: point.slot + SPREAD * (2 * ((place * 0.618034) % 1) - 1), point };
  });
}
