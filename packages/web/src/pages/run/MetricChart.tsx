import { Maximize2, Minimize2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { LineChart } from '../../charts/LineChart.tsx';
import type { Line } from '../../charts/lineData.ts';
import type { Range } from '../../charts/lineOptions.ts';
import { lastLogged, type Run } from '../../data/model.ts';
import { useSeries } from '../../data/series.ts';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { Failure } from '../../design/States.tsx';
import { useNear } from '../../design/useSeen.ts';
import { formatNumber } from '../../logic/format.ts';
import { runMark } from '../../logic/runMark.ts';
import { originOf, toSeries, type XAxis } from '../../logic/series.ts';
import { TEXT } from './text.ts';
import type { ChartView } from './useChartView.ts';

interface MetricChartProps {
  run: Run;
  metric: string;
  title: string;
  view: ChartView;
  onView: (change: Partial<ChartView>) => void;
}

const HEIGHT = { small: 176, large: 420 };
/** A point for each pixel of a chart, roughly. */
const POINTS = { small: 400, large: 1500 };

/** One metric of one run. It is fetched when the chart first comes near the window, and renewed while it is there. */
export function MetricChart({ run, metric, title, view, onView }: MetricChartProps) {
  const [ref, isNear, wasNear] = useNear<HTMLElement>('160px 0px');
  const { x, range } = view;
  const isLarge = view.large === metric;
  const size = isLarge ? 'large' : 'small';
  const latest = run.metrics[metric];
  const runIds = useMemo(() => [run.id], [run.id]);
  const [origin, setOrigin] = useState<number | null>(null);
  const asked = useMemo(() => serverRange(range, x, origin), [range, x, origin]);
  const series = useSeries({
    runIds,
    metric,
    axis: x === 'step' ? 'step' : 'time',
    range: asked,
    points: POINTS[size],
    mark: lastLogged([run], metric),
    enabled: isNear,
  });
  const history = series.histories?.get(run.id);
  if (history && origin === null) setOrigin(originOf(history, run.startTime));
  const lines = useMemo<Line[]>(
    () =>
      history
        ? [
            {
              id: metric,
              label: title,
              color: runMark(run.id).color,
              series: toSeries(history, x, run.startTime),
            },
          ]
        : [],
    [history, metric, title, run.id, run.startTime, x],
  );
  const gaps = history?.values.filter((value) => value === null).length ?? 0;
  const isDrawn = wasNear && history !== undefined;

  return (
    <figure
      ref={ref}
      className={cx(
        'group min-w-0 rounded-lg border border-line bg-panel',
        isLarge && 'md:col-span-2 xl:col-span-3',
      )}
    >
      <figcaption className="flex h-9 items-center gap-2 pr-1.5 pl-3">
        <span className="truncate font-medium" title={metric}>
          {title}
        </span>
        {gaps > 0 && (
          <span className="shrink-0 text-brass text-micro" title={TEXT.notFiniteHint}>
            {TEXT.notFinite(gaps)}
          </span>
        )}
        {history?.lows && (
          <span className="hidden shrink-0 text-ink-3 text-micro lg:inline" title={TEXT.pointsHint}>
            {TEXT.points(history.count)}
          </span>
        )}
        <span className="figures ml-auto">{latest && formatNumber(latest.value, 5)}</span>
        <span className="figures text-ink-3 text-micro">{latest && `@${latest.step}`}</span>
        <Button
          tone="quiet"
          icon
          className="size-6! text-ink-3"
          aria-label={isLarge ? TEXT.makeSmall(metric) : TEXT.enlarge(metric)}
          aria-pressed={isLarge}
          onClick={() => onView({ large: isLarge ? null : metric })}
        >
          {isLarge ? <Minimize2 size={13} /> : <Maximize2 size={13} />}
        </Button>
      </figcaption>
      <div style={{ height: HEIGHT[size] }} className={cx(series.isPlaceholderData && 'opacity-60')}>
        {series.isError && <Failure error={series.error} onRetry={() => series.refetch()} />}
        {isDrawn && history.count === 1 && range === null && (
          <div className="flex h-full flex-col items-center justify-center">
            <span className="figures text-figure">{formatNumber(history.values[0] ?? Number.NaN, 6)}</span>
            <span className="text-ink-3">{TEXT.oneValue(history.steps[0])}</span>
          </div>
        )}
        {isDrawn && (history.count > 1 || range !== null) && (
          <LineChart
            label={TEXT.ofRun(metric, run.name)}
            lines={lines}
            x={x}
            log={view.log}
            smoothing={view.smoothing}
            ignoreOutliers={view.ignoreOutliers}
            height={HEIGHT[size]}
            sync={`run-${run.id}`}
            range={range}
            onRange={(next) => onView({ range: next && rounded(next, x) })}
          />
        )}
        {series.isSuccess && !series.isPlaceholderData && !history && (
          <p className="flex h-full items-center justify-center text-ink-3">{TEXT.nothingInRange}</p>
        )}
      </div>
    </figure>
  );
}

/** What the server is asked for: whole steps or milliseconds, a little more than is seen; all while the origin is not known. */
function serverRange(range: Range | null, x: XAxis, origin: number | null): Range | null {
  if (!range || (x === 'relative' && origin === null)) return null;
  const [from, to] = range;
  if (x === 'step') return [Math.floor(from) - 1, Math.ceil(to) + 1];
  const start = x === 'relative' ? (origin ?? 0) : 0;
  return [Math.floor(start + from * 1000) - 1, Math.ceil(start + to * 1000) + 1];
}

function rounded([from, to]: Range, x: XAxis): Range {
  const digits = x === 'step' ? 1 : 1000;
  return [Math.floor(from * digits) / digits, Math.ceil(to * digits) / digits];
}
