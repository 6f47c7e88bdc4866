import { useMemo } from 'react';
import type { Study, Trial } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { DataTable } from '../../design/table/DataTable.tsx';
import { formatSort, parseSort } from '../../logic/sorting.ts';
import { paramNames } from '../../logic/trials.ts';
import { trialColumns } from './trialColumns.tsx';

interface TrialTableProps {
  study: Study;
  trials: readonly Trial[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

/** Every trial with its values and params. */
export function TrialTable({ study, trials, sort, onSort }: TrialTableProps) {
  const names = paramNames(trials).join('\n');
  const best = study.best?.number;
  const objectives = study.directions.length;
  const columns = useMemo(
    () => trialColumns(objectives, names.split('\n').filter(Boolean), best),
    [names, best, objectives],
  );
  return (
    <Panel title="Trials" className="overflow-hidden">
      <DataTable
        label="Trials"
        className="max-h-[70vh]"
        items={trials}
        columns={columns}
        rowId={(trial) => String(trial.id)}
        sorting={parseSort(sort)}
        onSorting={(sorting) => onSort(formatSort(sorting))}
      />
    </Panel>
  );
}
