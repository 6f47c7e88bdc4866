import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Experiment } from '../../data/model.ts';
import { Segmented } from '../../design/Segmented.tsx';
import { Tip } from '../../design/Tip.tsx';
import { ColumnPicker } from './ColumnPicker.tsx';
import { csvUrl } from './csvUrl.ts';
import { FilterField } from './FilterField.tsx';
import { GroupMenu } from './GroupMenu.tsx';
import { TEXT } from './text.ts';
import type { RunsView } from './useRunsView.ts';
import { ViewsMenu } from './ViewsMenu.tsx';

interface RunsToolbarProps {
  experimentId: string;
  experiment: Experiment | undefined;
  view: RunsView;
  shown: readonly string[];
  error: Error | null;
  /** In place of the rest, while runs are selected. */
  selection: ReactNode;
}

/** Filter, stage, groups, columns and views; while runs are selected, what can be done with them. */
export function RunsToolbar({ experimentId, experiment, view, shown, error, selection }: RunsToolbarProps) {
  return (
    <div className="shrink-0 px-4 py-2 md:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-56 flex-1 basis-full md:basis-0">
          <FilterField
            experimentId={experimentId}
            filter={view.filter}
            error={error}
            onFilter={view.setFilter}
          />
        </div>
        <Segmented
          label={TEXT.whichRuns}
          value={view.stage}
          options={[
            ['active', TEXT.active],
            ['deleted', TEXT.deleted],
          ]}
          onChange={view.setStage}
        />
        <GroupMenu experimentId={experimentId} view={view} />
        <ColumnPicker
          experimentId={experimentId}
          shown={shown}
          usual={view.columns === null}
          onChange={view.setColumns}
        />
        {experiment && <ViewsMenu experiment={experiment} view={view} />}
        <Tip text={TEXT.exportCsv}>
          <a
            href={csvUrl(experimentId, view, shown)}
            download
            aria-label={TEXT.exportCsv}
            className="flex size-7 items-center justify-center rounded-md border border-line-strong bg-panel hover:bg-hover"
          >
            <Download size={14} aria-hidden="true" />
          </a>
        </Tip>
      </div>
      {selection && <div className="pt-2">{selection}</div>}
      {error && (
        <p role="alert" className="mt-1 text-alarm text-small [overflow-wrap:anywhere]">
          {error.message}
        </p>
      )}
    </div>
  );
}
