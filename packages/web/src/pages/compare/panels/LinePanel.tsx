import { useMemo, useState } from 'react';
import { BundleChart, type Strand } from '../../../charts/BundleChart.tsx';
import { LineChart } from '../../../charts/LineChart.tsx';
import type { Line } from '../../../charts/lineData.ts';
import type { Range } from '../../../charts/lineOptions.ts';
import { lastLogged, type Run } from '../../../data/model.ts';
import { useSeries } from '../../../data/series.ts';
import { Select } from '../../../design/Select.tsx';
import { Slider } from '../../../design/Slider.tsx';
import { Failure, Loading } from '../../../design/States.tsx';
import { Switch } from '../../../design/Switch.tsx';
import { parseColumnId } from '../../../logic/columnId.ts';
import { markDash, runMark } from '../../../logic/runMark.ts';
import { smooth, toSeries, type XAxis } from '../../../logic/series.ts';
import type { PanelBodyProps } from '../PanelBody.tsx';
import { TEXT } from '../text.ts';
import { BarPanel } from './BarPanel.tsx';
import { RunCard } from './RunCard.tsx';
import { useColumns } from './useColumns.ts';
import { useOpenRun } from './useOpenRun.ts';

/** More lines than these are drawn as a bundle, without bands and a shared cursor. */
const FEW = 24;
const POINTS = 24_000;
const BAR = 30;

/** The history of a metric of every run. */
export function LinePanel(props: PanelBodyProps) {
  const { panel, runs, height, onChange } = props;
  const metric = parseColumnId(panel.fields[0] ?? '')?.key ?? '';
  const x: XAxis = (['time', 'relative'] as const).find((axis) => panel.options.includes(axis)) ?? 'step';
  const log = panel.options.includes('log');
  const smoothing = Number(panel.options.find((option) => /^s\d+$/.test(option))?.slice(1) ?? 0) / 100;
  const ignoreOutliers = panel.options.includes('usual');
  const [range, setRange] = useState<Range | null>(null);
  const holders = useMemo(() => runs.filter((run) => metric in run.metrics), [runs, metric]);
  const ids = holders.map(({ id }) => id).join();
  const series = useSeries({
    runIds: useMemo(() => ids.split(',').filter(Boolean), [ids]),
    metric,
    axis: x === 'step' ? 'step' : 'time',
    range: null,
    points: Math.min(500, Math.max(40, Math.floor(POINTS / Math.max(1, holders.length)))),
    mark: lastLogged(holders, metric),
    enabled: holders.length > 0,
  });
  const drawn = useMemo(
    () =>
      holders.flatMap((run) => {
        const history = series.histories?.get(run.id);
        return history ? [{ run, series: toSeries(history, x, run.startTime) }] : [];
      }),
    [holders, series.histories, x],
  );
  const set = (options: { x?: XAxis; log?: boolean; smoothing?: number }): void => {
    const next = { x, log, smoothing, ...options };
    if (options.x) setRange(null);
    onChange({
      ...panel,
      options: [
        ...(next.x === 'step' ? [] : [next.x]),
        ...(next.log ? ['log'] : []),
        ...(ignoreOutliers ? ['usual'] : []),
        ...(next.smoothing > 0 ? [`s${Math.round(next.smoothing * 100)}`] : []),
      ],
    });
  };
  // Where nothing was logged twice there are no lines.
  if (drawn.length > 0 && drawn.every((one) => one.series.xs.length === 1)) return <BarPanel {...props} />;
  const tall = height - BAR;
  const label = TEXT.ofRuns(metric, holders.length);

  return (
    <>
      <div className="flex items-center gap-3 px-2" style={{ height: BAR }}>
        <Select
          aria-label={TEXT.axisOf(metric)}
          className="h-6! w-24 shrink-0 text-small"
          value={x}
          options={[
            ['step', TEXT.step],
            ['relative', TEXT.elapsed],
            ['time', TEXT.clock],
          ]}
          onChange={(next) => set({ x: next as XAxis })}
        />
        <Switch label={TEXT.log} checked={log} onChange={(next) => set({ log: next })} />
        <Slider
          label={TEXT.smooth}
          short
          value={smoothing}
          min={0}
          max={0.99}
          step={0.01}
          onChange={(next) => set({ smoothing: next })}
        />
      </div>
      {series.error ? (
        <Failure error={series.error} onRetry={() => series.refetch()} />
      ) : holders.length === 0 ? (
        <p className="p-3 text-ink-3">{TEXT.noneHas(metric)}</p>
      ) : series.isPending ? (
        <Loading lines={4} />
      ) : drawn.length <= FEW ? (
        <Few
          {...{ drawn, x, log, smoothing, ignoreOutliers, label, height: tall, range, onRange: setRange }}
        />
      ) : (
        <Many
          {...{
            drawn,
            x,
            log,
            smoothing,
            ignoreOutliers,
            label,
            height: tall,
            range,
            onRange: setRange,
            field: panel.fields[0] ?? '',
          }}
        />
      )}
    </>
  );
}

interface DrawnProps {
  drawn: readonly { run: Run; series: Line['series'] }[];
  x: XAxis;
  log: boolean;
  smoothing: number;
  ignoreOutliers: boolean;
  label: string;
  height: number;
  range: Range | null;
  onRange: (range: Range | null) => void;
}

function Few({ drawn, ...rest }: DrawnProps) {
  const lines = useMemo(
    () =>
      drawn.map(({ run, series }): Line => {
        const mark = runMark(run.id);
        return { id: run.id, label: run.name, color: mark.color, dash: markDash(mark), series };
      }),
    [drawn],
  );
  return <LineChart lines={lines} {...rest} />;
}

function Many({ drawn, x, log, smoothing, field, ...rest }: DrawnProps & { field: string }) {
  const open = useOpenRun();
  const columns = useColumns(
    [field],
    useMemo(() => drawn.map(({ run }) => run), [drawn]),
  );
  const strands = useMemo(
    () =>
      drawn.map(({ run, series: { xs, ys } }): Strand<Run> => {
        const mark = runMark(run.id);
        const even = smooth(ys, smoothing);
        const points = xs.flatMap((at, index): [number, number][] => {
          const y = even[index] ?? null;
          return y === null || (log && y <= 0) ? [] : [[at, y]];
        });
        return { points, color: (theme) => theme.run(mark.color), item: run };
      }),
    [drawn, smoothing, log],
  );
  return (
    <BundleChart
      {...rest}
      xKind={x}
      yLog={log}
      strands={strands}
      card={(run) => <RunCard run={run} columns={columns} />}
      onOpen={open}
    />
  );
}
