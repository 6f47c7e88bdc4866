import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Stage } from '../../data/model.ts';
import type { Sort } from '../../design/table/Grid.tsx';
import { decodeColumns, encodeColumns } from '../../logic/columnId.ts';
import { formatSort, parseSort } from '../../logic/sorting.ts';

export type ChartKind = 'finals' | 'curves' | 'none';

/** How the reader looks at an experiment's runs. All of it is in the URL. */
export interface RunsView {
  filter: string;
  stage: Stage;
  sorting: Sort[];
  /** null: what varies. */
  columns: string[] | null;
  chart: ChartKind | null;
  /** Of the chart; null: the one that counts. */
  metric: string | null;
  group: string[];
  /** Whether children stand below their parents. */
  nested: boolean;
  pinned: string[];
  setFilter: (filter: string) => void;
  setStage: (stage: Stage) => void;
  setSorting: (sorting: Sort[]) => void;
  setColumns: (columns: string[] | null) => void;
  setChart: (chart: ChartKind) => void;
  setMetric: (metric: string | null) => void;
  setGroup: (group: string[]) => void;
  setNested: (nested: boolean) => void;
  setPinned: (pinned: string[]) => void;
  /** Puts another view in place of this one, as `location.search` writes it. */
  open: (search: string) => void;
}

export function useRunsView(): RunsView {
  const search = useSearch({ from: '/experiments/$experimentId' });
  const navigate = useNavigate({ from: '/experiments/$experimentId' });
  return useMemo(() => {
    const put = (key: keyof typeof search, value: string | undefined): void => {
      void navigate({
        search: (old) => {
          const { [key]: _old, ...rest } = old;
          return value ? { ...rest, [key]: value } : rest;
        },
        replace: key !== 'filter' && key !== 'group',
      });
    };
    return {
      filter: search.filter ?? '',
      stage: search.show === 'deleted' ? 'deleted' : 'active',
      sorting: parseSort(search.sort),
      columns: search.columns === undefined ? null : decodeColumns(search.columns),
      chart: isChart(search.chart) ? search.chart : null,
      metric: search.metric ?? null,
      group: decodeColumns(search.group ?? ''),
      nested: search.nested !== 'no',
      pinned: decodeColumns(search.pinned ?? ''),
      setFilter: (filter) => put('filter', filter),
      setStage: (stage) => put('show', stage === 'deleted' ? stage : undefined),
      setSorting: (sorting) => put('sort', formatSort(sorting)),
      setColumns: (columns) => put('columns', columns === null ? undefined : encodeColumns(columns) || ','),
      setChart: (chart) => put('chart', chart),
      setMetric: (metric) => put('metric', metric ?? undefined),
      setGroup: (group) => put('group', encodeColumns(group)),
      setNested: (nested) => put('nested', nested ? undefined : 'no'),
      setPinned: (pinned) => put('pinned', encodeColumns(pinned)),
      open: (text) => void navigate({ search: () => Object.fromEntries(new URLSearchParams(text)) }),
    };
  }, [search, navigate]);
}

function isChart(text: string | undefined): text is ChartKind {
  return text === 'finals' || text === 'curves' || text === 'none';
}
