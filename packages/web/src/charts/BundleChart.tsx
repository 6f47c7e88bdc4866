import { useCallback, useMemo } from 'react';
import { usualRange } from '../logic/series.ts';
import { CanvasChart, type CanvasChartProps, type Pen } from './CanvasChart.tsx';
import { extent } from './extent.ts';
import { nearest } from './nearest.ts';
import { type ChartTheme, withAlpha } from './theme.ts';

export interface Strand<T> {
  points: readonly (readonly [number, number])[];
  color: (theme: ChartTheme) => string;
  dash?: readonly number[];
  /** Drawn bolder and last. */
  strong?: boolean;
  item: T;
}

interface BundleChartProps<T> {
  label: string;
  height?: number;
  xKind?: CanvasChartProps<unknown>['xKind'];
  yLog?: boolean;
  /** The part of x to show; all of it when null. */
  range?: readonly [number, number] | null;
  onRange?: CanvasChartProps<unknown>['onRange'];
  /** Shows the range that most values are in. */
  ignoreOutliers?: boolean;
  strands: readonly Strand<T>[];
  card: (item: T) => React.ReactNode;
  onOpen?: (item: T) => void;
}

const REACH = 12;

/** Many lines in one picture, each of few points: the learning curves of a study's trials. */
export function BundleChart<T>({
  label,
  height,
  xKind = 'step',
  yLog = false,
  range = null,
  onRange,
  ignoreOutliers = false,
  strands,
  card,
  onOpen,
}: BundleChartProps<T>) {
  const points = useMemo(() => strands.flatMap((strand) => strand.points), [strands]);
  const xRange = useMemo<[number, number]>(
    () =>
      range
        ? [range[0], range[1]]
        : extent(
            points.map(([x]) => x),
            false,
            0.02,
          ),
    [points, range],
  );
  const yRange = useMemo(() => {
    const shown = range ? points.filter(([x]) => x >= range[0] && x <= range[1]) : points;
    const ys = shown.map(([, y]) => y);
    return extent((ignoreOutliers && usualRange(ys)) || ys, yLog);
  }, [points, range, yLog, ignoreOutliers]);
  const ordered = useMemo(
    () => strands.toSorted((a, b) => Number(a.strong ?? false) - Number(b.strong ?? false)),
    [strands],
  );
  const draw = useCallback((pen: Pen) => drawStrands(pen, ordered), [ordered]);

  return (
    <CanvasChart<Strand<T>>
      label={label}
      {...(height && { height })}
      xKind={xKind}
      yLog={yLog}
      {...(onRange && { onRange })}
      xRange={xRange}
      yRange={yRange}
      draw={draw}
      pick={(distance) =>
        nearest(
          strands,
          ({ points }) =>
            points.reduce(
              (least, [x, y]) => (Number.isFinite(y) ? Math.min(least, distance(x, y)) : least),
              REACH,
            ),
          REACH,
        )
      }
      card={(strand) => card(strand.item)}
      {...(onOpen && { onPick: (strand: Strand<T>) => onOpen(strand.item) })}
    />
  );
}

function drawStrands<T>(pen: Pen, strands: readonly Strand<T>[]): void {
  const { ctx, theme, ratio } = pen;
  const alpha = strands.length > 300 ? 0.25 : strands.length > 60 ? 0.45 : 0.8;
  for (const strand of strands) {
    const color = strand.color(theme);
    ctx.strokeStyle = strand.strong ? color : withAlpha(color, alpha);
    ctx.lineWidth = (strand.strong ? 2 : 1.1) * ratio;
    ctx.setLineDash((strand.dash ?? []).map((length) => length * ratio));
    ctx.beginPath();
    for (const [x, y] of strand.points) if (Number.isFinite(y)) ctx.lineTo(pen.x(x), pen.y(y));
    ctx.stroke();
    const last = strand.points.at(-1);
    if (last && (strand.points.length === 1 || strand.dash)) {
      ctx.beginPath();
      ctx.arc(pen.x(last[0]), pen.y(last[1]), 1.8 * ratio, 0, 2 * Math.PI);
      ctx.fillStyle = ctx.strokeStyle;
      ctx.fill();
    }
  }
  ctx.setLineDash([]);
}
