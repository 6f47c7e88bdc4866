import { useMemo } from 'react';
import type { Command } from '../../app/palette/commands.ts';
import { csvUrl } from './csvUrl.ts';
import { TEXT } from './text.ts';
import type { RunsView } from './useRunsView.ts';

/** What the page of an experiment can do by the palette. */
export function useRunsCommands(
  experimentId: string,
  view: RunsView,
  shown: readonly string[],
): readonly Command[] {
  return useMemo(() => {
    const act = (label: string, run: () => void): Command => ({ label, kind: TEXT.thisPage, run });
    const { filter, stage, group, nested } = view;
    return [
      act(TEXT.exportCsv, () => location.assign(csvUrl(experimentId, view, shown))),
      act(stage === 'active' ? TEXT.showDeleted : TEXT.showActive, () =>
        view.setStage(stage === 'active' ? 'deleted' : 'active'),
      ),
      act(nested ? TEXT.flat : TEXT.nested, () => view.setNested(!nested)),
      act(TEXT.resetColumns, () => view.setColumns(null)),
      ...(filter ? [act(TEXT.clearFilter, () => view.setFilter(''))] : []),
      ...(group.length > 0 ? [act(TEXT.noGroups, () => view.setGroup([]))] : []),
    ];
  }, [experimentId, view, shown]);
}
