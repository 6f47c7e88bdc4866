import { useMemo, useState } from 'react';
import uPlot from 'uplot';
import { formatDuration, formatExact, formatNumber } from '../logic/format.ts';
import { positiveOnly, type Series, smooth, type XAxis } from '../logic/series.ts';
import { valueAxis, xAxis } from './axes.ts';
import { type Hover, HoverCard } from './HoverCard.tsx';
import { Plot, type PlotOptions } from './Plot.tsx';
import { type ChartTheme, useChartTheme, withAlpha } from './theme.ts';

export interface Line {
  id: string;
  label: string;
  /** 1 to 8, the token `--run-N`. */
  color: number;
  dash?: number[];
  series: Series;
}

interface LineChartProps {
  label: string;
  lines: readonly Line[];
  x: XAxis;
  log?: boolean;
  /** 0 to 1; above 0 the raw values stay behind, faint. */
  smoothing?: number;
  height?: number;
  /** Charts with the same key share their cursor. */
  sync?: string;
}

/** Histories of metrics, one line each. */
export function LineChart(props: LineChartProps) {
  const { lines, x, log = false, smoothing = 0, height = 180, sync } = props;
  const theme = useChartTheme();
  const [hover, setHover] = useState<Hover<number> | null>(null);

  const data = useMemo(() => aligned(lines, log, smoothing), [lines, log, smoothing]);
  const look = lines.map((line) => `${line.id} ${line.color} ${line.dash ?? ''}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` stands for what of `lines` shapes the plot
  const options = useMemo(
    () => build(lines, theme, x, log, smoothing > 0, sync, setHover),
    [look, theme, x, log, smoothing > 0, sync],
  );

  return (
    <Plot options={options} data={data} height={height} label={props.label}>
      {hover && (
        <HoverCard hover={hover}>
          <p className="figures text-ink-3 text-micro">{formatX(data[0][hover.item] ?? 0, x)}</p>
          {nearest(lines, data, hover.item, smoothing > 0).map(({ line, value }) => (
            <p key={line.id} className="flex items-center gap-2">
              <svg width="14" height="4" aria-hidden="true">
                <line
                  x2="14"
                  y1="2"
                  y2="2"
                  stroke={theme.run(line.color)}
                  strokeWidth="2"
                  strokeDasharray={line.dash?.join(' ')}
                />
              </svg>
              <span className="truncate">{line.label}</span>
              <span className="figures ml-auto">{formatNumber(value, 5)}</span>
            </p>
          ))}
        </HoverCard>
      )}
    </Plot>
  );
}

function aligned(lines: readonly Line[], log: boolean, smoothing: number): uPlot.AlignedData {
  const tables = lines.map(({ series }): uPlot.AlignedData => {
    const raw = log ? positiveOnly(series.ys) : series.ys;
    if (smoothing === 0) return [series.xs, raw];
    const even = smooth(series.ys, smoothing);
    return [series.xs, raw, log ? positiveOnly(even) : even];
  });
  if (tables.length === 0) return [[], []];
  return tables.length === 1 && tables[0] ? tables[0] : uPlot.join(tables);
}

function build(
  lines: readonly Line[],
  theme: ChartTheme,
  x: XAxis,
  log: boolean,
  smoothed: boolean,
  sync: string | undefined,
  onHover: (hover: Hover<number> | null) => void,
): PlotOptions {
  const drawn = lines.flatMap((line): uPlot.Series[] => {
    const stroke = theme.run(line.color);
    const bold: uPlot.Series = {
      stroke,
      width: 1.6,
      spanGaps: false,
      ...(line.dash?.length && { dash: line.dash }),
    };
    const faint: uPlot.Series = { stroke: withAlpha(stroke, 0.28), width: 1, points: { show: false } };
    return smoothed ? [faint, bold] : [bold];
  });
  return {
    legend: { show: false },
    padding: [8, 10, 0, 0],
    scales: { x: { time: x === 'time' }, y: { distr: log ? 3 : 1 } },
    axes: [xAxis(theme, x), valueAxis(theme)],
    series: [{}, ...(drawn.length > 0 ? drawn : [{ stroke: theme.strong }])],
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: true },
      ...(sync && { sync: { key: sync } }),
    },
    hooks: {
      setCursor: [
        (plot) => {
          const { left = -1, top = -1, idx } = plot.cursor;
          const pointed = left >= 0 && typeof idx === 'number' && plot.over.matches(':hover');
          onHover(
            pointed
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

const MOST_SHOWN = 8;

function nearest(lines: readonly Line[], data: uPlot.AlignedData, index: number, smoothed: boolean) {
  const found: { line: Line; value: number }[] = [];
  lines.forEach((line, place) => {
    const value = data[smoothed ? 2 * place + 2 : place + 1]?.[index];
    if (value !== null && value !== undefined) found.push({ line, value });
  });
  return found.sort((a, b) => b.value - a.value).slice(0, MOST_SHOWN);
}

function formatX(value: number, x: XAxis): string {
  if (x === 'step') return `step ${value}`;
  return x === 'time' ? formatExact(value * 1000) : formatDuration(value * 1000);
}
