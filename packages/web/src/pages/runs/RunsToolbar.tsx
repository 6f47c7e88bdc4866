import { ListFilter, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Run } from '../../data/model.ts';
import { Field } from '../../design/Field.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { ColumnPicker } from './ColumnPicker.tsx';
import type { RunsView } from './useRunsView.ts';

interface RunsToolbarProps {
  view: RunsView;
  runs: readonly Run[];
  shown: readonly string[];
  defaults: readonly string[];
  error: Error | null;
}

const HINT = "metrics.val_accuracy > 0.9 and params.model = 'mlp'";

/** Filter, stage and columns. The filter is MLflow's language and is sent on Enter or on leaving the box. */
export function RunsToolbar({ view, runs, shown, defaults, error }: RunsToolbarProps) {
  const [draft, setDraft] = useState(view.filter);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => setDraft(view.filter), [view.filter]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = (event.target as HTMLElement).closest('input, textarea, [contenteditable]');
      if (event.key !== '/' || typing) return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const send = (): void => {
    if (draft.trim() !== view.filter) view.setFilter(draft.trim());
  };

  return (
    <div className="shrink-0 px-4 py-2 md:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <form
          className="min-w-56 flex-1"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Field
            ref={box}
            mono
            aria-label="Filter runs, in MLflow's filter language"
            placeholder={HINT}
            lead={<ListFilter size={14} />}
            invalid={error !== null}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={send}
            onKeyDown={(event) => event.key === 'Escape' && setDraft(view.filter)}
            tail={
              draft && (
                <button
                  type="button"
                  aria-label="Clear the filter"
                  className="text-ink-3 hover:text-ink"
                  onClick={() => {
                    setDraft('');
                    view.setFilter('');
                  }}
                >
                  <X size={14} />
                </button>
              )
            }
          />
        </form>
        <Segmented
          label="Which runs"
          value={view.stage}
          options={[
            ['active', 'Active'],
            ['deleted', 'Deleted'],
          ]}
          onChange={view.setStage}
        />
        <ColumnPicker runs={runs} shown={shown} defaults={defaults} onChange={view.setColumns} />
      </div>
      {error && (
        <p role="alert" className="mt-1 text-alarm text-small [overflow-wrap:anywhere]">
          {error.message}
        </p>
      )}
    </div>
  );
}
