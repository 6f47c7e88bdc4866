import { useMemo } from 'react';
import { type Line, LineChart } from '../../charts/LineChart.tsx';
import { useHistory } from '../../data/history.ts';
import type { Run } from '../../data/model.ts';
import { Failure } from '../../design/States.tsx';
import { useSeen } from '../../design/useSeen.ts';
import { formatNumber } from '../../logic/format.ts';
import { runMark } from '../../logic/runMark.ts';
import { toSeries, type XAxis } from '../../logic/series.ts';

interface MetricChartProps {
  run: Run;
  metric: string;
  x: XAxis;
  log: boolean;
  smoothing: number;
}

const HEIGHT = 176;

/** One metric of one run. Its history is fetched when the chart first comes near the window. */
export function MetricChart({ run, metric, x, log, smoothing }: MetricChartProps) {
  const [ref, seen] = useSeen<HTMLElement>();
  const latest = run.metrics[metric];
  const history = useHistory(run.id, metric, latest, seen);
  const points = history.data;
  const lines = useMemo<Line[]>(
    () =>
      points
        ? [{ id: metric, label: metric, color: runMark(run.id).color, series: toSeries(points, x) }]
        : [],
    [points, metric, run.id, x],
  );
  const gaps = points?.filter((point) => !Number.isFinite(point.value)).length ?? 0;

  return (
    <figure ref={ref} className="min-w-0 rounded-lg border border-line bg-panel">
      <figcaption className="flex items-baseline gap-2 px-3 pt-2">
        <span className="truncate font-medium" title={metric}>
          {metric.replace(/^system\//, '')}
        </span>
        {gaps > 0 && (
          <span className="shrink-0 text-brass text-micro" title="Values that are no finite number are gaps">
            {gaps} not finite
          </span>
        )}
        <span className="figures ml-auto">{latest && formatNumber(latest.value, 5)}</span>
        <span className="figures text-ink-3 text-micro">{latest && `@${latest.step}`}</span>
      </figcaption>
      <div style={{ height: HEIGHT }}>
        {history.isError && <Failure error={history.error} />}
        {points && points.length === 1 && (
          <div className="flex h-full flex-col items-center justify-center">
            <span className="figures text-figure">{formatNumber(points[0]?.value ?? Number.NaN, 6)}</span>
            <span className="text-ink-3">one value, at step {points[0]?.step}</span>
          </div>
        )}
        {points && points.length !== 1 && (
          <LineChart
            label={`${metric} of ${run.name}`}
            lines={lines}
            x={x}
            log={log}
            smoothing={smoothing}
            height={HEIGHT}
            sync={`run-${run.id}`}
          />
        )}
      </div>
    </figure>
  );
}
