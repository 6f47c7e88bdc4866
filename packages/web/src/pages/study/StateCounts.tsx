import type { TrialState } from '../../data/studyModel.ts';
import { StatusMark } from '../../design/StatusMark.tsx';

const ORDER: readonly TrialState[] = ['COMPLETE', 'RUNNING', 'PRUNED', 'FAIL', 'WAITING'];

/** How many trials are in each state. */
export function StateCounts({ counts }: { counts: Readonly<Record<TrialState, number>> }) {
  return (
    <dl className="grid grid-cols-3 gap-y-2 px-3 py-2 sm:grid-cols-5">
      {ORDER.map((state) => (
        <div key={state} className="flex flex-col">
          <dd className="figures text-lead">{counts[state].toLocaleString('en-US')}</dd>
          <dt className="text-small">
            <StatusMark status={state} />
          </dt>
        </div>
      ))}
    </dl>
  );
}
