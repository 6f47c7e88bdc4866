import { useCallback, useMemo, useRef } from 'react';
import { useSettled } from '../data/useSettled.ts';
import type { Brushes, Upright } from '../logic/parallel.ts';
import { isWithin } from '../logic/parallel.ts';
import { BrushAxis } from './BrushAxis.tsx';
import { ramp } from './ramp.ts';
import { withAlpha } from './theme.ts';
import { type Sheet, useCanvas } from './useCanvas.ts';

export interface ParallelChartProps<T> {
  label: string;
  items: readonly T[];
  /** How good each item is, 0 to 1; in their order. */
  shares: readonly number[];
  axes: readonly Upright<T>[];
  brushes: Brushes;
  onBrush: (brushes: Brushes) => void;
  height?: number;
}

const HEIGHT = 320;
const HEAD = 34;
const FOOT = 34;
/** Where those pass that an axis has no place for. */
const ABSENT = -0.07;
const SIDE = 44;
const LEAST = 96;

/** A line an item across upright axes. Drag along an axis to ask for a part of it. */
export function ParallelChart<T>({
  label,
  items,
  shares,
  axes,
  brushes,
  onBrush,
  height = HEIGHT,
}: ParallelChartProps<T>) {
  // The best are drawn last; items of one colour are one path.
  const order = useMemo(
    () => items.map((_, index) => index).sort((a, b) => (shares[a] ?? 0) - (shares[b] ?? 0)),
    [items, shares],
  );
  const places = useMemo(() => items.map((item) => axes.map((axis) => axis.at(item))), [items, axes]);
  const wanted = useMemo(() => items.map((item) => isWithin(item, axes, brushes)), [items, axes, brushes]);

  const isMoving = useSettled(wanted, 120) !== wanted;

  // All lines, faint, below the chosen ones: drawn once, not at each move of a brush.
  const backdrop = useRef<{ key: string; places: typeof places; picture: HTMLCanvasElement } | null>(null);
  const draw = useCallback(
    ({ ctx, theme, width, height }: Sheet) => {
      const x = (index: number): number => axisPlace(index, axes.length, width);
      const y = (at: number): number => height - FOOT - at * (height - FOOT - HEAD);
      const trace = (index: number): void => {
        places[index]?.forEach((at, axis) => {
          if (axis === 0) ctx.moveTo(x(0), y(at ?? ABSENT));
          else ctx.lineTo(x(axis), y(at ?? ABSENT));
        });
      };
      const crowded = items.length > 500;
      const stroke = (color: string, indices: readonly number[]): void => {
        ctx.beginPath();
        for (const index of indices) trace(index);
        ctx.strokeStyle = color;
        ctx.stroke();
      };
      ctx.lineWidth = crowded ? 0.7 : 1.1;
      const chosen = order.filter((index) => wanted[index]);
      if (chosen.length < order.length) {
        const key = `${width} ${theme.strong} ${devicePixelRatio}`;
        if (backdrop.current?.key !== key || backdrop.current.places !== places) {
          for (let from = 0; from < order.length; from += CHUNK) {
            stroke(withAlpha(theme.strong, crowded ? 0.12 : 0.4), order.slice(from, from + CHUNK));
          }
          backdrop.current = { key, places, picture: copyOf(ctx.canvas) };
        } else ctx.drawImage(backdrop.current.picture, 0, 0, width, height);
      }
      const each = isMoving ? Math.ceil(chosen.length / MOST_MOVING) : 1;
      const drawn = each > 1 ? chosen.filter((_, index) => index % each === 0) : chosen;
      const alpha = drawn.length > 2000 ? 0.15 : drawn.length > 300 ? 0.5 : 0.85;
      const size = Math.max(1, Math.min(CHUNK, Math.ceil(drawn.length / 64)));
      for (let from = 0; from < drawn.length; from += size) {
        const part = drawn.slice(from, from + size);
        stroke(withAlpha(ramp(theme, shares[part.at(-1) ?? 0] ?? 0), alpha), part);
      }
    },
    [axes, items, order, places, wanted, shares, isMoving],
  );
  const [canvas, width] = useCanvas(height, draw);
  const least = 2 * SIDE + LEAST * (axes.length - 1);

  return (
    <div className="overflow-x-auto">
      <div className="relative" style={{ height, minWidth: least }}>
        <canvas ref={canvas} role="img" aria-label={label} className="absolute inset-0 size-full" />
        {width > 0 &&
          axes.map((axis, index) => (
            <BrushAxis
              key={axis.name}
              axis={axis}
              left={axisPlace(index, axes.length, width)}
              top={HEAD}
              height={height - HEAD - FOOT}
              absent={places.some((own) => own[index] === null) ? ABSENT : null}
              brush={brushes[axis.name]}
              onBrush={(brush) => {
                const { [axis.name]: _old, ...others } = brushes;
                onBrush(brush ? { ...others, [axis.name]: brush } : others);
              }}
            />
          ))}
      </div>
    </div>
  );
}

/** While a brush moves, so many of the chosen lines stand for all of them. */
const MOST_MOVING = 400;
/** So many lines in one path are still quick to draw. */
const CHUNK = 200;

function axisPlace(index: number, count: number, width: number): number {
  return count === 1 ? width / 2 : SIDE + (index * (width - 2 * SIDE)) / (count - 1);
}

function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  return copy;
}
