import { useMemo } from 'react';
import { LineChart } from '../../charts/LineChart.tsx';
import type { Line } from '../../charts/lineData.ts';
import { lastLogged, type Run } from '../../data/model.ts';
import { useSeries } from '../../data/series.ts';
import { type Direction, isBetter } from '../../logic/direction.ts';
import { markDash, runMark } from '../../logic/runMark.ts';
import { toSeries } from '../../logic/series.ts';

interface CurvesChartProps {
  runs: readonly Run[];
  metric: string;
  direction: Direction;
  height: number;
}

const MOST = 20;
const POINTS = 300;

/** How the running and the best runs got where they are, at most twenty of them. */
export default function CurvesChart({ runs, metric, direction, height }: CurvesChartProps) {
  const leaders = useMemo(() => {
    const value = (run: Run): number => run.metrics[metric]?.value ?? Number.NaN;
    return runs
      .toSorted((a, b) => {
        const live = Number(b.status === 'RUNNING') - Number(a.status === 'RUNNING');
        if (live !== 0) return live;
        if (isBetter(value(a), value(b), direction)) return -1;
        return isBetter(value(b), value(a), direction) ? 1 : 0;
      })
      .slice(0, MOST);
  }, [runs, metric, direction]);
  const leaderIds = leaders.map(({ id }) => id).join();
  const { histories } = useSeries({
    runIds: useMemo(() => leaderIds.split(',').filter(Boolean), [leaderIds]),
    metric,
    axis: 'step',
    range: null,
    points: POINTS,
    mark: lastLogged(leaders, metric),
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

  return <LineChart label={`${metric} over steps`} lines={lines} x="step" height={height} />;
}
