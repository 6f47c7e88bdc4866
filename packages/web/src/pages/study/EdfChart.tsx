import { memo, useMemo } from 'react';
import { BundleChart, type Strand } from '../../charts/BundleChart.tsx';
import type { Trial } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { edf } from '../../logic/edf.ts';
import { completeTrials } from '../../logic/trials.ts';
import { TEXT } from './text.ts';

interface EdfChartProps {
  trials: readonly Trial[];
  objective: number;
  name: string;
}

/** Which share of the trials reached a value or a lower one. */
export const EdfChart = memo(function EdfChart({ trials, objective, name }: EdfChartProps) {
  const strands = useMemo<Strand<string>[]>(() => {
    const points = edf(completeTrials(trials, objective).map((trial) => trial.values?.[objective] ?? 0));
    return points.length === 0
      ? []
      : [{ points, color: (theme) => theme.verdigris, strong: true, item: name }];
  }, [trials, objective, name]);
  return (
    <Panel
      title={TEXT.distribution}
      aside={
        <span className="text-ink-2 text-small">
          {TEXT.shareTrialsAt} {name} {TEXT.orLess}
        </span>
      }
    >
      <BundleChart
        label={TEXT.empiricalDistribution(name)}
        height={200}
        xKind="value"
        strands={strands}
        card={(item) => item}
      />
    </Panel>
  );
});
