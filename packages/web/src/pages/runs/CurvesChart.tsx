import { useMemo } from 'react';
import { LineChart } from '../../charts/LineChart.tsx';
import type { Line } from '../../charts/lineData.ts';
import { useLeaders } from '../../data/leaders.ts';
import { useSeries } from '../../data/series.ts';
import { markDash, runMark } from '../../logic/runMark.ts';
import { toSeries } from '../../logic/series.ts';
import FinalsChart, { type MetricChartProps } from './FinalsChart.tsx';
import { TEXT } from './text.ts';

const MOST = 20;
const POINTS = 300;

/** How the running and the best runs got where they are, at most twenty of them; their ends where no run has steps. */
export default function CurvesChart(props: MetricChartProps) {
  const { experimentId, metric, direction, filter, stage, height } = props;
  const leaders = useLeaders(experimentId, { metric, direction, filter, stage, most: MOST });
  const leaderIds = leaders.map(({ id }) => id).join();
  const { histories } = useSeries({
    runIds: useMemo(() => leaderIds.split(',').filter(Boolean), [leaderIds]),
    metric,
    axis: 'step',
    range: null,
    points: POINTS,
    mark: leaders.map(({ metrics }) => metrics[metric]).join(),
    enabled: leaders.length > 0,
  });

  const lines = useMemo(
    () =>
      leaders.flatMap((run): Line[] => {
        const history = histories?.get(run.id);
        if (!history) return [];
        const mark = runMark(run.id);
        return [
          {
            id: run.id,
            label: run.name,
            color: mark.color,
            dash: markDash(mark),
            series: toSeries(history, 'step', run.startTime),
          },
        ];
      }),
    [leaders, histories],
  );

  if (lines.length > 0 && lines.every(({ series }) => series.xs.length < 2))
    return <FinalsChart {...props} />;
  return <LineChart label={TEXT.overSteps(metric)} lines={lines} x="step" height={height} />;
}
