import type { Trial } from '../../data/studyModel.ts';
import { StatusMark } from '../../design/StatusMark.tsx';
import { formatNumber } from '../../logic/format.ts';
import { formatValue } from './formatValue.ts';
import { TEXT } from './text.ts';

const MOST = 8;

/** A trial as a hover card: number, state, values, params. */
export function TrialCard({ trial }: { trial: Trial }) {
  return (
    <>
      <p className="flex items-center gap-3 font-medium">
        {TEXT.trial2} {trial.number} <StatusMark status={trial.state} />
        {trial.infeasible && <span className="font-normal text-alarm">{TEXT.infeasible}</span>}
        <span className="figures ml-auto">
          {trial.values?.map((value) => formatNumber(value, 5)).join(', ')}
        </span>
      </p>
      {Object.entries(trial.params)
        .slice(0, MOST)
        .map(([key, value]) => (
          <p key={key} className="flex justify-between gap-4">
            <span className="truncate text-ink-3">{key}</span>
            <span className="figures truncate">{formatValue(value)}</span>
          </p>
        ))}
    </>
  );
}
