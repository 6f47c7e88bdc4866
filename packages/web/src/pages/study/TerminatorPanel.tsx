import { useMemo, useState } from 'react';
import { BundleChart, type Strand } from '../../charts/BundleChart.tsx';
import type { Study } from '../../data/studyModel.ts';
import {
  TERMINATORS,
  type TerminatorName,
  type TerminatorPoint,
  useTerminator,
} from '../../data/terminator.ts';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import { TEXT } from './text.ts';
import { WhenEnough } from './WhenEnough.tsx';

const HEIGHT = 200;

/** Whether more trials are worth their while: not, where what may still come is below the error. */
export function TerminatorPanel({ study }: { study: Study }) {
  const [name, setName] = useState<TerminatorName>('emmr');
  const { data, error } = useTerminator(study.id, name, study.counts.COMPLETE);
  return (
    <Panel
      title={TEXT.whenStop}
      aside={
        <>
          {data && <Verdict points={data} />}
          <Select
            aria-label={TEXT.howItTold}
            value={name}
            options={TERMINATORS}
            onChange={(next) => setName(next as TerminatorName)}
          />
        </>
      }
    >
      <WhenEnough data={data} error={error}>
        {(points) => <Lines points={points} />}
      </WhenEnough>
    </Panel>
  );
}

function Verdict({ points }: { points: readonly TerminatorPoint[] }) {
  const last = points.at(-1);
  if (!last) return null;
  const verdict =
    last.error === null
      ? 'no error to compare with yet'
      : last.improvement < last.error
        ? 'more trials are not worth their while'
        : 'more trials are worth their while';
  return <span className="text-ink-2 text-small">{verdict}</span>;
}

function Lines({ points }: { points: readonly TerminatorPoint[] }) {
  const strands = useMemo<Strand<string>[]>(() => {
    const errors = points.flatMap(({ number, error }): [number, number][] =>
      error === null ? [] : [[number, error]],
    );
    return [
      {
        points: points.map(({ number, improvement }): [number, number] => [number, improvement]),
        color: (theme) => theme.verdigris,
        strong: true,
        item: 'improvement that may still come',
      },
      {
        points: errors,
        color: (theme) => theme.alarm,
        dash: [4, 3],
        item: 'error: below it, stop',
      },
    ];
  }, [points]);
  return (
    <>
      <BundleChart
        label={TEXT.improvementThatMayStill}
        height={HEIGHT}
        strands={strands}
        card={(item) => item}
      />
      <p className="flex gap-4 px-3 pb-2 text-ink-2 text-small">
        <span>
          <span
            aria-hidden="true"
            className="mr-1.5 inline-block w-4 border-(--verdigris) border-t-2 align-middle"
          />
          {TEXT.improvementThatMayStill2}
        </span>
        <span>
          <span
            aria-hidden="true"
            className="mr-1.5 inline-block w-4 border-alarm border-t-2 border-dashed align-middle"
          />
          {TEXT.errorBelowItStop}
        </span>
      </p>
    </>
  );
}
