import { useMemo } from 'react';
import { type Line, LineChart } from '../../charts/LineChart.tsx';
import { useHistories } from '../../data/history.ts';
import type { Run } from '../../data/model.ts';
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
  const { histories } = useHistories(leaders, metric, true);

  const lines = useMemo(
    () =>
      leaders.flatMap((run, index): Line[] => {
        const history = histories[index];
        if (!history) return [];
        const mark = runMark(run.id);
        return [
          {
            id: run.id,
            label: run.name,
            color: mark.color,
            dash: markDash(mark),
            series: toSeries(history, 'step'),
          },
        ];
      }),
    [leaders, histories],
  );

  return <LineChart label={`${metric} over steps`} lines={lines} x="step" height={height} />;
}
