import uPlot from 'uplot';
import { positiveOnly, type Series, smooth } from '../logic/series.ts';

export interface Line {
  id: string;
  label: string;
  /** 1 to 8, the token `--run-N`. */
  color: number;
  dash?: number[];
  series: Series;
}

/** Which columns of the data belong to a line. */
export interface LineColumns {
  raw: number;
  /** What is read off the line: smoothed where that is asked for. */
  shown: number;
  low: number | null;
  high: number | null;
}

export interface LineData {
  data: uPlot.AlignedData;
  columns: LineColumns[];
}

/** Lines as columns over one x. */
export function lineData(lines: readonly Line[], log: boolean, smoothing: number): LineData {
  const shape = (ys: readonly (number | null)[]) => (log ? positiveOnly(ys) : [...ys]);
  let column = 1;
  const columns: LineColumns[] = [];
  const tables = lines.map(({ series: { xs, ys, lows, highs } }): uPlot.AlignedData => {
    const own = [shape(ys)];
    if (smoothing > 0) own.push(shape(smooth(ys, smoothing)));
    const shown = column + own.length - 1;
    if (lows && highs) own.push(shape(lows), shape(highs));
    columns.push({
      raw: column,
      shown,
      low: lows && highs ? shown + 1 : null,
      high: lows && highs ? shown + 2 : null,
    });
    column += own.length;
    return [xs, ...own];
  });
  const [only] = tables;
  if (!only) return { data: [[], []], columns };
  return { data: tables.length === 1 ? only : uPlot.join(tables), columns };
}
