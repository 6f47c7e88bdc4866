import { useState } from 'react';
import { EVALUATORS, type Evaluator, type Importance, useImportance } from '../../data/importance.ts';
import type { Study } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import { Loading } from '../../design/States.tsx';

/** Which params matter to an objective, or to how long a trial takes. */
export function ImportancePanel({ study, objective }: { study: Study; objective: number }) {
  const [evaluator, setEvaluator] = useState<Evaluator>('ped_anova');
  const [target, setTarget] = useState<'objective' | 'duration'>('objective');
  const { data, error } = useImportance(study.id, evaluator, target === 'duration' ? target : objective);
  return (
    <Panel
      title="Importance"
      aside={
        <>
          <Select
            aria-label="Of what"
            value={target}
            options={[
              ['objective', study.objectives[objective] ?? ''],
              ['duration', 'duration'],
            ]}
            onChange={(next) => setTarget(next as typeof target)}
          />
          <Select
            aria-label="Evaluator"
            value={evaluator}
            options={EVALUATORS}
            onChange={(next) => setEvaluator(next as Evaluator)}
          />
        </>
      }
    >
      {error ? (
        <p className="px-3 py-2 text-ink-3">{error.message}</p>
      ) : !data ? (
        <Loading lines={4} />
      ) : data.length === 0 ? (
        <p className="px-3 py-2 text-ink-3">Not enough complete trials to tell.</p>
      ) : (
        <Bars importances={data} />
      )}
    </Panel>
  );
}

function Bars({ importances }: { importances: readonly Importance[] }) {
  const most = Math.max(...importances.map(({ importance }) => importance), 1e-12);
  return (
    <dl className="flex flex-col gap-1 px-3 py-2">
      {importances.map(({ param, importance }) => (
        <div key={param} className="grid grid-cols-[minmax(0,7rem)_1fr_3rem] items-center gap-2">
          <dt className="truncate" title={param}>
            {param}
          </dt>
          <dd className="contents">
            <span aria-hidden="true" className="h-2 bg-muted-wash">
              <span
                className="block h-full bg-(--verdigris)"
                style={{ width: `${(100 * importance) / most}%` }}
              />
            </span>
            <span className="figures text-right text-small">{importance.toFixed(2)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
