import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Range } from '../../charts/lineOptions.ts';
import type { XAxis } from '../../logic/series.ts';

/** How the reader looks at a run's charts. All of it is in the URL. */
export interface ChartView {
  x: XAxis;
  log: boolean;
  smoothing: number;
  ignoreOutliers: boolean;
  /** What names of metrics contain. */
  words: string;
  /** The part of x that all charts show, in its unit. */
  range: Range | null;
  /** The metric whose chart is large. */
  large: string | null;
}

const AXES: readonly string[] = ['step', 'time', 'relative'];
const RUN = '/experiments/$experimentId/runs/$runId';

/** @param axis the axis that is meant where the URL names none */
export function useChartView(axis: XAxis): [ChartView, (change: Partial<ChartView>) => void] {
  const search = useSearch({ from: RUN });
  const navigate = useNavigate({ from: RUN });
  return useMemo(() => {
    const view: ChartView = {
      x: AXES.includes(search.x ?? '') ? (search.x as XAxis) : axis,
      log: search.y === 'log',
      smoothing: Math.min(0.99, Math.max(0, Number(search.smooth) || 0)),
      ignoreOutliers: search.outliers === 'ignored',
      words: search.find ?? '',
      range: parseRange(search.zoom),
      large: search.metric ?? null,
    };
    const change = (part: Partial<ChartView>): void => {
      const next = { ...view, ...part };
      void navigate({
        replace: true,
        search: ({ tab, path }) => ({
          ...(tab && { tab }),
          ...(path && { path }),
          ...(next.x !== axis && { x: next.x }),
          ...(next.log && { y: 'log' }),
          ...(next.smoothing > 0 && { smooth: String(next.smoothing) }),
          ...(next.ignoreOutliers && { outliers: 'ignored' }),
          ...(next.words && { find: next.words }),
          // What part of one axis is of interest says nothing about another.
          ...(next.range && next.x === view.x && { zoom: `${next.range[0]}..${next.range[1]}` }),
          ...(next.large !== null && { metric: next.large }),
        }),
      });
    };
    return [view, change];
  }, [search, navigate, axis]);
}

function parseRange(text: string | undefined): Range | null {
  const [from, to] = (text ?? '').split('..').map(Number);
  if (from === undefined || to === undefined || !(from < to)) return null;
  return [from, to];
}
