import { ParallelChart } from '../../charts/ParallelChart.tsx';
import { RampKey } from '../../charts/RampKey.tsx';
import type { Trial } from '../../data/studyModel.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { plural } from '../../logic/format.ts';
import type { Brushes, Upright } from '../../logic/parallel.ts';
import { TEXT } from './text.ts';

interface ParallelPanelProps {
  trials: readonly Trial[];
  shares: readonly number[];
  axes: readonly Upright[];
  brushes: Brushes;
  onBrush: (brushes: Brushes) => void;
  /** How many trials the brushes let through. */
  chosen: number;
}

/** Every complete trial across all params, and how many are brushed. */
export function ParallelPanel({ chosen, trials, ...chart }: ParallelPanelProps) {
  const { brushes, onBrush } = chart;
  const isBrushed = Object.keys(brushes).length > 0;
  return (
    <Panel
      title={TEXT.parallelCoordinates}
      aside={
        <>
          <span className="text-ink-2 text-small" role="status">
            {isBrushed
              ? TEXT.of2(chosen.toLocaleString('en-US'), plural(trials.length, 'trial'))
              : TEXT.dragAlongAxisChoose}
          </span>
          <Button tone="quiet" className={isBrushed ? '' : 'invisible'} onClick={() => onBrush({})}>
            {TEXT.showAll}
          </Button>
          <RampKey />
        </>
      }
    >
      <ParallelChart label={TEXT.paramsEachTrialWhat} items={trials} {...chart} />
    </Panel>
  );
}
