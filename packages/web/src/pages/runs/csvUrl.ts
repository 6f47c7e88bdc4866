import { urlOf } from '../../data/base.ts';
import { runsRoute, viewType } from '../../data/rowModel.ts';
import { formatSort } from '../../logic/sorting.ts';
import type { RunsView } from './useRunsView.ts';

/** Where the runs of a view are a file, with the columns that are shown. */
export function csvUrl(experimentId: string, view: RunsView, shown: readonly string[]): string {
  const columns = shown.filter((id) => !id.startsWith('sparks.') && !id.startsWith('attributes.'));
  const query = new URLSearchParams({
    filter: view.filter,
    view: viewType(view.stage),
    order: formatSort(view.sorting) ?? '',
    columns: columns.join('\n'),
  });
  return `${urlOf(runsRoute(experimentId, 'runs.csv'))}?${query}`;
}
