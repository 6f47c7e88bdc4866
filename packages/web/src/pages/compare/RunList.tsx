import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight, Eye, EyeOff, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Run } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { RunDot } from '../../design/RunDot.tsx';
import { plural } from '../../logic/format.ts';
import { TEXT } from './text.ts';
import type { CompareView } from './useCompareView.ts';

const ROW = 28;

/** The runs that are compared: to open, to hide, to leave out. On a narrow screen it is folded at first. */
export function RunList({ runs, view }: { runs: readonly Run[]; view: CompareView }) {
  const [open, setOpen] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    initialRect: { width: 240, height: 600 },
  });
  const toggle = (id: string): void => {
    const hidden = new Set(view.hidden);
    if (!hidden.delete(id)) hidden.add(id);
    view.setHidden(hidden);
  };
  const isAnyHidden = view.hidden.size > 0;

  return (
    <section
      aria-label={TEXT.comparedRuns}
      className="flex shrink-0 flex-col border-line border-b lg:w-60 lg:border-r lg:border-b-0"
    >
      <div className="flex h-9 items-center gap-1 px-2 md:pl-6 lg:pl-3">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex items-center gap-1 font-semibold lg:hidden"
        >
          <ChevronRight size={14} className={open ? 'rotate-90' : ''} aria-hidden="true" />
          {plural(runs.length, 'run')}
        </button>
        <h2 className="hidden font-semibold lg:block">{plural(runs.length, 'run')}</h2>
        <Button
          tone="quiet"
          className="ml-auto text-small"
          onClick={() => view.setHidden(isAnyHidden ? new Set() : new Set(runs.map(({ id }) => id)))}
        >
          {isAnyHidden ? TEXT.showAll : TEXT.hideAll}
        </Button>
      </div>
      <div
        ref={scroller}
        className={cx('max-h-64 min-h-0 overflow-y-auto lg:block lg:max-h-none lg:flex-1', !open && 'hidden')}
      >
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const run = runs[index];
            if (!run) return null;
            const isHidden = view.hidden.has(run.id);
            return (
              <li
                key={run.id}
                className="group absolute inset-x-0 flex items-center gap-1 px-1.5 hover:bg-hover"
                style={{ top: start, height: ROW }}
              >
                <Button
                  tone="quiet"
                  icon
                  className="size-6!"
                  aria-label={isHidden ? TEXT.show(run.name) : TEXT.hide(run.name)}
                  aria-pressed={isHidden}
                  onClick={() => toggle(run.id)}
                >
                  {isHidden ? <EyeOff size={13} /> : <Eye size={13} />}
                </Button>
                <Link
                  to="/experiments/$experimentId/runs/$runId"
                  params={{ experimentId: run.experimentId, runId: run.id }}
                  className={cx(
                    'flex min-w-0 flex-1 items-center gap-1.5 hover:underline hover:underline-offset-2',
                    isHidden && 'text-ink-3',
                  )}
                  title={run.name}
                >
                  <RunDot runId={run.id} />
                  <span className="truncate">{run.name}</span>
                </Link>
                <Button
                  tone="quiet"
                  icon
                  className="size-6! md:opacity-0 md:focus-visible:opacity-100 md:group-hover:opacity-100"
                  aria-label={TEXT.leaveOut(run.name)}
                  onClick={() => view.setIds(view.ids.filter((id) => id !== run.id))}
                >
                  <X size={13} />
                </Button>
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
