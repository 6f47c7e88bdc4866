import { useEffect, useMemo, useRef } from 'react';
import { formatNumber } from '../logic/format.ts';
import { extent } from './extent.ts';
import { channels, ramp } from './ramp.ts';
import { useChartTheme } from './theme.ts';

interface HeatImageProps {
  label: string;
  rows: number;
  columns: number;
  value: (row: number, column: number) => number;
}

const LEAST_SIDE = 240;

/** A matrix as a picture, a pixel a value; what is no finite number is left open. */
export function HeatImage({ label, rows, columns, value }: HeatImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  const [low, high] = useMemo(() => {
    const all = function* () {
      for (let row = 0; row < rows; row += 1)
        for (let column = 0; column < columns; column += 1) yield value(row, column);
    };
    return extent(all(), false, 0);
  }, [rows, columns, value]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const own = value(row, column);
        if (!Number.isFinite(own)) continue;
        const [red = 0, green = 0, blue = 0] = channels(ramp(theme, (own - low) / (high - low || 1)));
        image.data.set([red, green, blue, 255], 4 * (row * columns + column));
      }
    }
    context.putImageData(image, 0, 0);
  }, [rows, columns, value, theme, low, high]);
  const scale = Math.max(1, Math.floor(LEAST_SIDE / Math.max(rows, columns)));
  return (
    <figure className="flex flex-col gap-1">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        width={columns}
        height={rows}
        className="max-w-full self-start border border-line [image-rendering:pixelated]"
        style={{ width: columns * scale }}
      />
      <figcaption className="figures flex items-center gap-2 text-ink-3 text-micro">
        {formatNumber(low)}
        <span
          className="h-2 w-24"
          style={{
            background: `linear-gradient(to right, ${[0, 0.5, 1].map((share) => ramp(theme, share)).join()})`,
          }}
        />
        {formatNumber(high)}
      </figcaption>
    </figure>
  );
}
