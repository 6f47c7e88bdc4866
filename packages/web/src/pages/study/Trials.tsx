import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import type { Study, Trial, TrialState } from '../../data/studyModel.ts';
import { cx } from '../../design/cx.ts';
import { Field } from '../../design/Field.tsx';
import { Empty } from '../../design/States.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { DataTable } from '../../design/table/DataTable.tsx';
import { plural } from '../../logic/format.ts';
import { formatSort, parseSort } from '../../logic/sorting.ts';
import { trialTest } from '../../logic/trialFilter.ts';
import { attributeNames, paramNames } from '../../logic/trials.ts';
import { TEXT } from './text.ts';
import { trialColumns } from './trialColumns.tsx';

const STATES: readonly TrialState[] = ['COMPLETE', 'RUNNING', 'PRUNED', 'FAIL', 'WAITING'];

/** Every trial with its values, params and attributes, filtered by state and words. */
export default function Trials({ study, trials }: { study: Study; trials: readonly Trial[] }) {
  const search = useSearch({ from: '/studies/$studyId' });
  const navigate = useNavigate({ from: '/studies/$studyId' });
  const set = (key: 'filter' | 'states' | 'sort', value: string | undefined): void =>
    void navigate({
      search: ({ [key]: _old, ...rest }) => (value ? { ...rest, [key]: value } : rest),
      replace: true,
      resetScroll: false,
    });

  const states = (search.states ?? '').split(',').filter(Boolean);
  const words = useDeferredValue(search.filter ?? '');
  const wanted = search.states ?? '';
  const found = useMemo(() => {
    const test = trialTest(words);
    const only = wanted.split(',').filter(Boolean);
    return trials.filter((trial) => (only.length === 0 || only.includes(trial.state)) && test(trial));
  }, [trials, words, wanted]);

  const params = paramNames(trials).join('\n');
  const attributes = attributeNames(trials).join('\n');
  const columns = useMemo(
    () => trialColumns(study, params.split('\n').filter(Boolean), attributes.split('\n').filter(Boolean)),
    [study, params, attributes],
  );

  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-2 md:px-6">
        <Field
          type="search"
          aria-label={TEXT.filterTrials}
          placeholder={TEXT.lr001Value}
          title={TEXT.wordsWithinParamOr}
          lead={<Search size={14} />}
          mono
          value={search.filter ?? ''}
          onChange={(event) => set('filter', event.target.value)}
          className="w-72 max-w-full"
        />
        <fieldset className="flex flex-wrap gap-1" aria-label={TEXT.states}>
          {STATES.filter((state) => study.counts[state] > 0 || states.includes(state)).map((state) => {
            const on = states.includes(state);
            return (
              <button
                key={state}
                type="button"
                aria-pressed={on}
                onClick={() =>
                  set('states', (on ? states.filter((s) => s !== state) : [...states, state]).join(','))
                }
                className={cx(
                  'flex h-7 items-center rounded-md border px-2 text-small',
                  on ? 'border-ink bg-hover' : 'border-line-strong bg-panel hover:bg-hover',
                )}
              >
                <StatusMark status={state} />
                <span className="figures ml-1.5 text-ink-3 text-micro">{study.counts[state]}</span>
              </button>
            );
          })}
        </fieldset>
        <span className="ml-auto text-ink-2 text-small" role="status">
          {found.length === trials.length
            ? plural(trials.length, 'trial')
            : TEXT.of2(found.length.toLocaleString('en-US'), plural(trials.length, 'trial'))}
        </span>
      </div>
      {found.length === 0 ? (
        <Empty title={TEXT.noTrialLikeThat} />
      ) : (
        <DataTable
          label={TEXT.trials}
          className="min-h-80 flex-1 border-line border-t"
          items={found}
          columns={columns}
          rowId={(trial) => String(trial.id)}
          sorting={parseSort(search.sort)}
          onSorting={(sorting) => set('sort', formatSort(sorting))}
        />
      )}
    </>
  );
}
