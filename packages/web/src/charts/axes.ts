import type uPlot from 'uplot';
import { formatDuration, formatNumber } from '../logic/format.ts';
import type { XAxis } from '../logic/series.ts';
import type { ChartTheme } from './theme.ts';

const TICK = 4;
const MAX_DIGITS = 7;

/** The look all axes share: hairline grid, short ticks, small figures. */
export function baseAxis(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.faint,
    font: theme.font,
    labelFont: theme.font,
    grid: { stroke: theme.line, width: 1 },
    ticks: { stroke: theme.strong, width: 1, size: TICK },
    gap: 3,
  };
}

/** A value axis, wide enough for the longest of its figures. */
export function valueAxis(theme: ChartTheme): uPlot.Axis {
  return {
    ...baseAxis(theme),
    values: (_plot, splits) => tickLabels(splits),
    size: (plot, values) => {
      if (!values) return 34;
      const longest = values.reduce((a, b) => (b && b.length > a.length ? b : a), '');
      plot.ctx.save();
      plot.ctx.font = theme.font;
      const width = plot.ctx.measureText(longest).width;
      plot.ctx.restore();
      return Math.max(34, Math.ceil(width) + TICK + 9);
    },
  };
}

/** Figures of as few digits as tell each tick from the others. */
export function tickLabels(splits: (number | null)[]): string[] {
  const labels = (digits: number) =>
    splits.map((split) => (split === null ? '' : formatNumber(split, digits)));
  for (let digits = 3; digits < MAX_DIGITS; digits++) {
    const told = labels(digits).filter((label) => label !== '');
    if (new Set(told).size === told.length) return labels(digits);
  }
  return labels(MAX_DIGITS);
}

/** What is different on a log scale: ticks that fit any range, and a grid of powers of ten only. */
export function logAxis(theme: ChartTheme): Pick<uPlot.Axis, 'grid' | 'splits'> {
  return { grid: logGrid(theme), splits: (_plot, _axis, low, high) => logSplits(low, high) };
}

const MOST_DECADES = 12;

/**
 * The whole multiples of powers of ten from `low` to `high`, both above 0; powers alone where they are many. uPlot's own
 * ticks do not end where the lower bound is none of these.
 */
export function logSplits(low: number, high: number): number[] {
  if (!(low > 0 && high >= low && high < Number.POSITIVE_INFINITY)) return [];
  const first = Math.floor(Math.log10(low));
  const last = Math.floor(Math.log10(high));
  const multiples = last - first > MOST_DECADES ? [1] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((power) =>
    multiples.map((multiple) => Number(`${multiple}e${power}`)).filter((tick) => tick >= low && tick <= high),
  );
}

function logGrid(theme: ChartTheme): uPlot.Axis.Grid {
  const isPower = (value: number): boolean =>
    Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
  return {
    stroke: theme.line,
    width: 1,
    filter: (_plot, splits) => splits.map((split) => (split !== null && isPower(split) ? split : null)),
  };
}

/** A step, clock or elapsed-time axis. Clock times are in the reader's zone. */
export function xAxis(theme: ChartTheme, kind: XAxis): uPlot.Axis {
  const axis = { ...baseAxis(theme), size: 26 };
  // A clock's labels have a second line, with the day.
  if (kind === 'time') return { ...axis, size: 38 };
  const format =
    kind === 'step'
      ? (value: number) => formatNumber(value, 4)
      : (value: number) => formatDuration(value * 1000);
  return { ...axis, values: (_plot, splits) => splits.map(format), ...(kind === 'step' && { incrs: WHOLE }) };
}

/** Steps are whole: no tick between two of them. */
const WHOLE = [1, 2, 5]
  .flatMap((mantissa) => Array.from({ length: 13 }, (_, power) => mantissa * 10 ** power))
  .sort((a, b) => a - b);
