import { GripVertical, Pencil, X } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, Suspense, useId, useRef } from 'react';
import type { Run } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { onItsWay } from '../../design/onItsWay.ts';
import { Loading } from '../../design/States.tsx';
import { useSeen } from '../../design/useSeen.ts';
import type { Panel } from '../../logic/comparePanels.ts';
import { panelTitle } from './panelTitle.ts';
import { TEXT } from './text.ts';
import { usePanelDrag } from './usePanelDrag.ts';

const PanelBody = onItsWay(() => import('./PanelBody.tsx'));

interface PanelFrameProps {
  panel: Panel;
  index: number;
  runs: readonly Run[];
  onMove: (to: number) => void;
  onResize: (width: number, height: number) => void;
  onEdit: () => void;
  onRemove: () => void;
  onChange: (panel: Panel) => void;
}

/** In px: the chart of a panel one row high, what is round it, and what lies between two panels. */
const ROW = 232;
const FRAME = 38;
const GAP = 12;

/** The rows of the grid that panels are in, as Tailwind reads it: ROW and FRAME. */
export const PANEL_ROWS = 'md:[grid-auto-rows:270px]';

/** The frame of a panel: its title, a handle to move and resize it, and ways to change it and take it away. */
export function PanelFrame({
  panel,
  index,
  runs,
  onMove,
  onResize,
  onEdit,
  onRemove,
  onChange,
}: PanelFrameProps) {
  const [seenRef, seen] = useSeen<HTMLDivElement>();
  const frame = useRef<HTMLElement>(null);
  const drag = usePanelDrag(frame, { index, panel, onMove, onResize });
  const hint = useId();
  const title = panelTitle(panel);
  const height = ROW * panel.height + (FRAME + GAP) * (panel.height - 1);

  const onKeyDown = (event: KeyboardEvent): void => {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (across === 0 && down === 0) return;
    event.preventDefault();
    if (event.shiftKey) onResize(clamp(panel.width + across), clamp(panel.height + down));
    else onMove(index + across + down);
  };

  return (
    <section
      ref={frame}
      data-panel={index}
      aria-label={title}
      style={{ '--wide': panel.width, '--tall': panel.height } as CSSProperties}
      className="group relative min-w-0 rounded-lg border border-line bg-panel md:[grid-column:span_var(--wide)/span_var(--wide)] md:[grid-row:span_var(--tall)/span_var(--tall)]"
    >
      <header className="flex h-9 items-center gap-1 pr-1 pl-0.5">
        <button
          type="button"
          aria-label={TEXT.movePanel(title)}
          aria-describedby={hint}
          title={TEXT.dragToMove}
          className="flex size-6 cursor-grab touch-none items-center justify-center text-ink-3 hover:text-ink"
          onKeyDown={onKeyDown}
          {...drag.move}
        >
          <GripVertical size={14} />
        </button>
        <span id={hint} className="sr-only">
          {TEXT.keysMove}
        </span>
        <h2 className="min-w-0 truncate font-medium" title={title}>
          {title}
        </h2>
        <span className="ml-auto flex">
          <Button tone="quiet" icon className="size-6!" aria-label={TEXT.changePanel(title)} onClick={onEdit}>
            <Pencil size={12} />
          </Button>
          <Button
            tone="quiet"
            icon
            className="size-6!"
            aria-label={TEXT.removePanel(title)}
            onClick={onRemove}
          >
            <X size={14} />
          </Button>
        </span>
      </header>
      <div ref={seenRef} style={{ height }} className="min-w-0 overflow-hidden px-1 pb-1">
        {seen && (
          <Suspense fallback={<Loading lines={4} />}>
            <PanelBody panel={panel} runs={runs} height={height - 4} onChange={onChange} />
          </Suspense>
        )}
      </div>
      <span
        title={TEXT.dragToResize}
        aria-hidden="true"
        className="absolute right-0 bottom-0 z-10 hidden size-4 cursor-nwse-resize touch-none rounded-br-lg [background:linear-gradient(135deg,transparent_50%,var(--line-strong)_50%_60%,transparent_60%_70%,var(--line-strong)_70%_80%,transparent_80%)] md:block"
        {...drag.resize}
      />
    </section>
  );
}

function clamp(size: number): number {
  return Math.min(3, Math.max(1, size));
}
