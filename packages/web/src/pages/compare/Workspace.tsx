import { Plus, RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Run } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { Empty } from '../../design/States.tsx';
import { defaultPanels, make, movePanel, type Panel, resized } from '../../logic/comparePanels.ts';
import { PanelDialog } from './PanelDialog.tsx';
import { PANEL_ROWS, PanelFrame } from './PanelFrame.tsx';
import { TEXT } from './text.ts';
import type { CompareView } from './useCompareView.ts';

interface WorkspaceProps {
  all: readonly Run[];
  /** Those that are not hidden. */
  runs: readonly Run[];
  /** The metric that counts. */
  primary: string | null;
  view: CompareView;
}

/** Panels of charts that people arrange: by dragging, or by the keyboard at each panel's handle. */
export default function Workspace({ all, runs, primary, view }: WorkspaceProps) {
  const defaults = useMemo(() => defaultPanels(all, primary), [all, primary]);
  const panels = view.panels ?? defaults;
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const [said, setSaid] = useState('');
  const replace = (index: number, panel: Panel): void => view.setPanels(panels.with(index, panel));
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= panels.length || from === to) return;
    view.setPanels(movePanel(panels, from, to));
    setSaid(TEXT.moved(to + 1, panels.length));
  };

  return (
    <div className="flex flex-col gap-2 px-4 py-2 md:px-6 lg:px-4">
      <div className="flex min-h-7 flex-wrap items-center gap-2">
        <span className="text-ink-3">{TEXT.panels(panels.length)}</span>
        <span className="ml-auto" />
        <Button
          tone="quiet"
          className={view.panels === null ? 'invisible' : ''}
          onClick={() => view.setPanels(null)}
        >
          <RotateCcw size={13} aria-hidden="true" /> {TEXT.asAtFirst}
        </Button>
        <Button onClick={() => setEdited('new')}>
          <Plus size={14} aria-hidden="true" /> {TEXT.addPanel}
        </Button>
      </div>
      <span className="sr-only" role="status">
        {said}
      </span>
      {panels.length === 0 && (
        <Empty title={TEXT.noPanels}>
          {all.some((run) => Object.keys(run.metrics).length > 0) ? TEXT.noPanelsHint : TEXT.noMetrics}
        </Empty>
      )}
      <div className={cx('grid grid-cols-1 gap-3 pb-4 md:grid-cols-3', PANEL_ROWS)}>
        {panels.map((panel, index) => (
          <PanelFrame
            // A panel is what it shows; of two alike, its place.
            key={`${panel.kind} ${panel.fields.join()} ${panels.slice(0, index).filter((other) => other.kind === panel.kind && other.fields.join() === panel.fields.join()).length}`}
            panel={panel}
            index={index}
            runs={runs}
            onMove={(to) => move(index, to)}
            onResize={(width, height) => {
              replace(index, resized(panel, width, height));
              setSaid(TEXT.resized(width, height));
            }}
            onEdit={() => setEdited(index)}
            onRemove={() => view.setPanels(panels.toSpliced(index, 1))}
            onChange={(next) => replace(index, next)}
          />
        ))}
      </div>
      {edited !== null && (
        <PanelDialog
          runs={all}
          panel={edited === 'new' ? make('line', []) : (panels[edited] ?? make('line', []))}
          isNew={edited === 'new'}
          onClose={() => setEdited(null)}
          onSave={(panel) => {
            if (edited === 'new') view.setPanels([...panels, panel]);
            else replace(edited, panel);
            setEdited(null);
          }}
        />
      )}
    </div>
  );
}
