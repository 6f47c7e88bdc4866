import uPlot from 'uplot';
import type { XAxis } from '../logic/series.ts';
import { logAxis, valueAxis, xAxis } from './axes.ts';
import type { Hover } from './HoverCard.tsx';
import type { Line, LineColumns } from './lineData.ts';
import type { PlotOptions } from './Plot.tsx';
import { type ChartTheme, withAlpha } from './theme.ts';

export type Range = readonly [from: number, to: number];

interface LineLook {
  lines: readonly Line[];
  columns: readonly LineColumns[];
  theme: ChartTheme;
  x: XAxis;
  log: boolean;
  /** Charts with the same key share their cursor. */
  sync: string | undefined;
  /** What of x and y to show; null where the data says it. Asked for at each drawing. */
  xRange: () => Range | null;
  yRange: () => Range | null;
  onHover: (hover: Hover<number> | null) => void;
}

/** uPlot's options for lines with bands. */
export function lineOptions(look: LineLook): PlotOptions {
  const { lines, columns, theme, x, log, sync } = look;
  const series = lines.flatMap((line, index) => lineSeries(theme, line, columns[index]));
  return {
    legend: { show: false },
    padding: [8, 10, 0, 0],
    scales: {
      x: { time: x === 'time', range: (_plot, low, high) => given(look.xRange()) ?? spread(low, high) },
      y: {
        distr: log ? 3 : 1,
        range: (_plot, low, high) =>
          given(look.yRange()) ??
          (log
            ? uPlot.rangeLog(low ?? 0.1, high ?? 1, 10, false)
            : uPlot.rangeNum(low ?? 0, high ?? 1, 0.1, true)),
      },
    },
    axes: [xAxis(theme, x), { ...valueAxis(theme), ...(log && logAxis(theme)) }],
    series: [{}, ...(series.length > 0 ? series : [{ stroke: theme.strong }])],
    bands: lines.flatMap((line, index) => {
      const { low = null, high = null } = columns[index] ?? {};
      if (low === null || high === null) return [];
      return [{ series: [high, low] as [number, number], fill: withAlpha(theme.run(line.color), 0.2) }];
    }),
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false },
      ...(sync && { sync: { key: sync } }),
    },
    hooks: {
      setCursor: [
        (plot) => {
          const { left = -1, top = -1, idx } = plot.cursor;
          const isPointed = left >= 0 && typeof idx === 'number' && plot.over.matches(':hover');
          look.onHover(
            isPointed
              ? {
                  left: left + plot.over.offsetLeft,
                  top: top + plot.over.offsetTop,
                  width: plot.width,
                  item: idx,
                }
              : null,
          );
        },
      ],
    },
  };
}

function lineSeries(theme: ChartTheme, line: Line, columns: LineColumns | undefined): uPlot.Series[] {
  const stroke = theme.run(line.color);
  const bold: uPlot.Series = {
    stroke,
    width: 1.6,
    spanGaps: false,
    ...(line.dash?.length && { dash: line.dash }),
  };
  const faint: uPlot.Series = { stroke: withAlpha(stroke, 0.28), width: 1, points: { show: false } };
  // An extreme of one point is narrower than a band can show.
  const edge: uPlot.Series = { stroke: withAlpha(stroke, 0.3), width: 1, points: { show: false } };
  const isSmoothed = columns !== undefined && columns.shown !== columns.raw;
  return [...(isSmoothed ? [faint] : []), bold, ...(columns?.low ? [edge, edge] : [])];
}

function given(range: Range | null): [number, number] | null {
  return range && [range[0], range[1]];
}

/** One x alone gets room at both sides; without any, uPlot gives null. */
function spread(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}
