import { useState } from 'react';
import { EVALUATORS, type Evaluator, useImportance } from '../../data/importance.ts';
import type { Study } from '../../data/studyModel.ts';
import { ImportanceBars } from '../../design/ImportanceBars.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import { TEXT } from './text.ts';
import { WhenEnough } from './WhenEnough.tsx';

/** Which params matter to an objective, or to how long a trial takes. */
export function ImportancePanel({ study, objective }: { study: Study; objective: number }) {
  const [evaluator, setEvaluator] = useState<Evaluator>('ped_anova');
  const [target, setTarget] = useState<'objective' | 'duration'>('objective');
  const { data, error } = useImportance(study.id, evaluator, target === 'duration' ? target : objective);
  return (
    <Panel
      title={TEXT.importance}
      aside={
        <>
          <Select
            aria-label={TEXT.ofWhat}
            value={target}
            options={[
              ['objective', study.objectives[objective] ?? ''],
              ['duration', 'duration'],
            ]}
            onChange={(next) => setTarget(next as typeof target)}
          />
          <Select
            aria-label={TEXT.evaluator}
            value={evaluator}
            options={EVALUATORS}
            onChange={(next) => setEvaluator(next as Evaluator)}
          />
        </>
      }
    >
      <WhenEnough data={data} error={error}>
        {(importances) => <ImportanceBars importances={importances} />}
      </WhenEnough>
    </Panel>
  );
}
