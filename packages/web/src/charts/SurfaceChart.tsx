import { useCallback, useMemo } from 'react';
import { isoline, type Surface } from '../logic/surface.ts';
import { CanvasChart, type CanvasChartProps, type Pen } from './CanvasChart.tsx';
import { nearest } from './nearest.ts';
import { channels, ramp } from './ramp.ts';
import { withAlpha } from './theme.ts';

type Passed = Pick<
  CanvasChartProps<never>,
  'label' | 'height' | 'xLog' | 'yLog' | 'categories' | 'yCategories' | 'xRange' | 'yRange'
>;

interface Sampled<T> {
  x: number;
  y: number;
  item: T;
}

interface SurfaceChartProps<T> extends Passed {
  surface: Surface;
  /** Whether low values are the good ones. */
  descending: boolean;
  /** What was sampled. */
  points: readonly Sampled<T>[];
  card: (item: T) => React.ReactNode;
  onOpen?: (item: T) => void;
}

const LEVELS = 9;
/** Farther from a sample than this nothing is said. */
const FAR = 0.3;
const NEAR = 0.12;
const REACH = 12;

/** A field of colour with lines of equal height, and dots where it was sampled. */
export function SurfaceChart<T>({
  surface,
  descending,
  points,
  card,
  onOpen,
  ...rest
}: SurfaceChartProps<T>) {
  const { xRange, yRange } = rest;
  const shape = useMemo(() => {
    const [low, high] = [Math.min(...surface.values), Math.max(...surface.values)];
    const levels = Array.from(
      { length: LEVELS },
      (_, index) => low + ((high - low) * (index + 1)) / (LEVELS + 1),
    );
    return { low, high, lines: high > low ? levels.flatMap((level) => isoline(surface, level, FAR)) : [] };
  }, [surface]);

  const draw = useCallback(
    (pen: Pen) => {
      const { ctx, theme, ratio } = pen;
      const [left, right] = [pen.x(xRange[0]), pen.x(xRange[1])];
      const [foot, head] = [pen.y(yRange[0]), pen.y(yRange[1])];
      const share = (value: number): number => {
        const up = shape.high === shape.low ? 1 : (value - shape.low) / (shape.high - shape.low);
        return descending ? 1 - up : up;
      };
      ctx.globalAlpha = 0.75;
      ctx.imageSmoothingEnabled = true;
      ctx.imageSmoothingQuality = 'high';
      ctx.drawImage(
        picture(surface, (value) => channels(ramp(theme, share(value)))),
        left,
        head,
        right - left,
        foot - head,
      );
      ctx.globalAlpha = 1;
      ctx.strokeStyle = withAlpha(theme.panel, 0.55);
      ctx.lineWidth = ratio;
      ctx.beginPath();
      for (const [x0, y0, x1, y1] of shape.lines) {
        ctx.moveTo(left + x0 * (right - left), foot + y0 * (head - foot));
        ctx.lineTo(left + x1 * (right - left), foot + y1 * (head - foot));
      }
      ctx.stroke();
      ctx.fillStyle = withAlpha(theme.ink, points.length > 1500 ? 0.25 : 0.6);
      const size = (points.length > 1500 ? 1 : 1.6) * ratio;
      for (const { x, y } of points) ctx.fillRect(pen.x(x) - size, pen.y(y) - size, 2 * size, 2 * size);
    },
    [surface, shape, descending, points, xRange, yRange],
  );

  return (
    <CanvasChart<Sampled<T>>
      {...rest}
      draw={draw}
      pick={(distance) => nearest(points, ({ x, y }) => distance(x, y), REACH)}
      card={({ item }) => card(item)}
      {...(onOpen && { onPick: ({ item }: Sampled<T>) => onOpen(item) })}
    />
  );
}

/** One pixel a cell, the top row first. */
function picture({ size, values, far }: Surface, color: (value: number) => number[]): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const image = context.createImageData(size, size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const cell = (size - 1 - row) * size + column;
      const known = Math.min(1, Math.max(0, (FAR - (far[cell] ?? 0)) / (FAR - NEAR)));
      image.data.set([...color(values[cell] ?? 0), 255 * known], 4 * (row * size + column));
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
