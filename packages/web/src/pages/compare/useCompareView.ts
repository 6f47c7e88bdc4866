import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { packRunIds, unpackRunIds } from '../../logic/compareLink.ts';
import { decodePanels, encodePanels, type Panel } from '../../logic/comparePanels.ts';

export const COMPARE_TABS = ['charts', 'values', 'artifacts', 'code'] as const;
export type CompareTab = (typeof COMPARE_TABS)[number];

/**
 * How the reader compares. All of it is in the URL: the runs in its fragment (or, as a person would write them, in `runs=`
 * of its query), the rest in its query.
 */
export interface CompareView {
  ids: string[];
  tab: CompareTab;
  /** null: those that show what differs. */
  panels: Panel[] | null;
  /** Runs that charts leave out. */
  hidden: ReadonlySet<string>;
  /** Whether values show what is the same everywhere, too. */
  showSame: boolean;
  /** The artifact that is shown of each run. */
  path: string | null;
  /** Whether it is shown as what differs from the first run. */
  showDifferences: boolean;
  /** The run whose code is compared with that of the first. */
  other: string | null;
  setTab: (tab: CompareTab) => void;
  setPanels: (panels: Panel[] | null) => void;
  setHidden: (hidden: ReadonlySet<string>) => void;
  setShowSame: (show: boolean) => void;
  setPath: (path: string) => void;
  setShowDifferences: (show: boolean) => void;
  setOther: (id: string) => void;
  setIds: (ids: readonly string[]) => void;
}

export function useCompareView(): CompareView {
  const search = useSearch({ from: '/compare' });
  const navigate = useNavigate({ from: '/compare' });
  const fragment = useLocation({ select: (location) => location.hash });
  return useMemo(() => {
    const ids = search.runs ? [...new Set(search.runs.split(','))] : unpackRunIds(fragment);
    const put = (key: keyof typeof search, value: string | undefined): void => {
      void navigate({
        search: ({ [key]: _old, ...rest }) => (value === undefined ? rest : { ...rest, [key]: value }),
        hash: true,
        replace: true,
      });
    };
    return {
      ids,
      tab: COMPARE_TABS.find((tab) => tab === search.tab) ?? 'charts',
      panels: search.panels === undefined ? null : decodePanels(search.panels),
      hidden: new Set(
        (search.hidden ?? '').split('.').flatMap((place) => ids[Number.parseInt(place, 36)] ?? []),
      ),
      showSame: search.show === 'all',
      path: search.path ?? null,
      showDifferences: search.as === 'differences',
      other: ids[Number.parseInt(search.with ?? '', 36)] ?? null,
      setTab: (tab) => put('tab', tab === 'charts' ? undefined : tab),
      setPanels: (panels) => put('panels', panels === null ? undefined : encodePanels(panels) || ';'),
      setHidden: (hidden) =>
        put(
          'hidden',
          ids.flatMap((id, place) => (hidden.has(id) ? place.toString(36) : [])).join('.') || undefined,
        ),
      setShowSame: (show) => put('show', show ? 'all' : undefined),
      setPath: (path) => put('path', path),
      setShowDifferences: (show) => put('as', show ? 'differences' : undefined),
      setOther: (id) => put('with', ids.indexOf(id).toString(36)),
      setIds: (next) =>
        void navigate({
          search: ({ hidden: _hidden, runs: _runs, ...rest }) => rest,
          hash: packRunIds(next),
          replace: true,
        }),
    };
  }, [search, navigate, fragment]);
}
