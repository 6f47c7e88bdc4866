import { type KeyboardEvent, useMemo, useState } from 'react';
import { useLatest } from '../data/useLatest.ts';
import { formatDuration, formatExact, formatNumber } from '../logic/format.ts';
import { usualRange, type XAxis } from '../logic/series.ts';
import { extent } from './extent.ts';
import { type Hover, HoverCard } from './HoverCard.tsx';
import { type Line, type LineData, lineData } from './lineData.ts';
import { lineOptions, type Range } from './lineOptions.ts';
import { Plot } from './Plot.tsx';
import { TEXT } from './text.ts';
import { useChartTheme } from './theme.ts';

interface LineChartProps {
  label: string;
  lines: readonly Line[];
  x: XAxis;
  log?: boolean;
  /** 0 to 1; above 0 the raw values stay behind, faint. */
  smoothing?: number;
  /** Shows the range that most values are in. */
  ignoreOutliers?: boolean;
  height?: number;
  /** Charts with the same key share their cursor. */
  sync?: string;
  /** The part of x to show; all of it when null. Without `onRange` the chart keeps it itself. */
  range?: Range | null;
  /** Called when the reader zooms: by dragging, or by +, −, ← and →; null is all (double click, Escape). */
  onRange?: (range: Range | null) => void;
}

/** Histories of metrics, one line each, with a band from the least to the greatest where points are means. */
export function LineChart(props: LineChartProps) {
  const { lines, x, log = false, smoothing = 0, ignoreOutliers = false, height = 180, sync } = props;
  const [ownRange, setOwnRange] = useState<Range | null>(null);
  const { range = ownRange, onRange = setOwnRange } = props;
  const theme = useChartTheme();
  const [hover, setHover] = useState<Hover<number> | null>(null);

  const drawn = useMemo(() => lineData(lines, log, smoothing), [lines, log, smoothing]);
  const usual = useMemo(() => (ignoreOutliers ? usualOf(drawn, log) : null), [drawn, ignoreOutliers, log]);
  const latest = useLatest({ range, usual });
  const look = lines.map((line) => `${line.id} ${line.color} ${line.dash ?? ''}`).join('\n');
  const layout = JSON.stringify(drawn.columns);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` and `layout` stand for what of the lines shapes the plot
  const options = useMemo(
    () =>
      lineOptions({
        lines,
        columns: drawn.columns,
        theme,
        x,
        log,
        sync,
        xRange: () => latest.current.range,
        yRange: () => latest.current.usual,
        onHover: setHover,
      }),
    [look, layout, theme, x, log, sync, latest],
  );
  const view = useMemo(() => ({ range, usual }), [range, usual]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const xs = drawn.data[0];
    const next = zoomed(event.key, range, [xs[0] ?? 0, xs[xs.length - 1] ?? 1]);
    if (next === undefined) return;
    event.preventDefault();
    onRange(next);
  };

  return (
    <Plot
      options={options}
      data={drawn.data}
      view={view}
      height={height}
      label={props.label}
      onSelect={onRange}
      onKeyDown={onKeyDown}
    >
      {hover && (
        <HoverCard hover={hover}>
          <p className="figures text-ink-3 text-micro">{formatX(drawn.data[0][hover.item] ?? 0, x)}</p>
          {highest(lines, drawn, hover.item).map(({ line, value, low, high }) => (
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
              {low !== null && high !== null && (
                <span className="figures whitespace-nowrap text-ink-3 text-micro">
                  {formatNumber(low)} {TEXT.to} {formatNumber(high)}
                </span>
              )}
            </p>
          ))}
        </HoverCard>
      )}
    </Plot>
  );
}

const MOST_SHOWN = 8;

function highest(lines: readonly Line[], { data, columns }: LineData, index: number) {
  const at = (column: number | null | undefined) => (column ? (data[column]?.[index] ?? null) : null);
  return lines
    .flatMap((line, place) => {
      const own = columns[place];
      const value = at(own?.shown);
      return value === null ? [] : [{ line, value, low: at(own?.low), high: at(own?.high) }];
    })
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_SHOWN);
}

function usualOf({ data, columns }: LineData, log: boolean): Range | null {
  const shown = columns.flatMap(({ shown }) => [...(data[shown] ?? [])] as (number | null)[]);
  const range = usualRange(shown);
  return range && extent(range, log, 0.08);
}

const ZOOM = 0.25;

/** The range after a key; undefined where the key means nothing. */
function zoomed(key: string, range: Range | null, whole: Range): Range | null | undefined {
  const [from, to] = range ?? whole;
  const step = (to - from) * ZOOM;
  if (key === '+' || key === '=') return [from + step, to - step];
  if (key === 'Escape' && range) return null;
  if (!range) return undefined;
  if (key === '-') return from - step <= whole[0] && to + step >= whole[1] ? null : [from - step, to + step];
  if (key === 'ArrowLeft') return [from - step, to - step];
  return key === 'ArrowRight' ? [from + step, to + step] : undefined;
}

function formatX(value: number, x: XAxis): string {
  if (x === 'step') return `step ${value}`;
  return x === 'time' ? formatExact(value * 1000) : formatDuration(value * 1000);
}
