import { useSearch } from '@tanstack/react-router';
import { Bookmark, X } from 'lucide-react';
import { useState } from 'react';
import { useChangeExperiment } from '../../data/experiments.ts';
import type { Experiment } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { NameDialog } from '../../design/NameDialog.tsx';
import { ClosesPopover, Popover } from '../../design/Popover.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { TEXT } from './text.ts';
import type { RunsView } from './useRunsView.ts';

/** Tags of the experiment that hold views by their names. */
export const VIEW_TAG = 'orrery.view.';

/** Views of this experiment that somebody gave a name. They are tags of the experiment: everybody has them. */
export function ViewsMenu({ experiment, view }: { experiment: Experiment; view: RunsView }) {
  const search = useSearch({ from: '/experiments/$experimentId' });
  const change = useChangeExperiment();
  const notify = useNotify();
  const [naming, setNaming] = useState(false);
  const { id } = experiment;
  const views = Object.entries(experiment.tags)
    .filter(([key, value]) => key.startsWith(VIEW_TAG) && value)
    .map(([key, value]) => ({ name: key.slice(VIEW_TAG.length), value }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const write = (name: string, value: string) =>
    change.mutateAsync({ kind: 'tag', id, key: VIEW_TAG + name, value });
  const remove = (name: string, value: string): void => {
    change.mutate(
      { kind: 'untag', id, key: VIEW_TAG + name },
      {
        onError: notify.failed,
        onSuccess: () =>
          notify.done(TEXT.removedView(name), () => void write(name, value).catch(notify.failed)),
      },
    );
  };
  return (
    <>
      <Popover
        label={TEXT.views}
        trigger={
          <Button>
            <Bookmark size={14} aria-hidden="true" /> {TEXT.views}
            {views.length > 0 && <span className="figures text-ink-3 text-micro">{views.length}</span>}
          </Button>
        }
      >
        <div className="flex w-64 flex-col gap-1 p-2">
          {views.length === 0 && <p className="px-1 text-ink-2 text-small">{TEXT.noViews}</p>}
          {views.map(({ name, value }) => (
            <div key={name} className="flex items-center">
              <ClosesPopover>
                <button
                  type="button"
                  className="min-w-0 flex-1 truncate rounded-sm px-1.5 py-0.5 text-left hover:bg-hover"
                  onClick={() => view.open(value)}
                >
                  {name}
                </button>
              </ClosesPopover>
              <button
                type="button"
                aria-label={TEXT.removeView(name)}
                className="flex size-6 items-center justify-center text-ink-3 hover:text-ink"
                onClick={() => remove(name, value)}
              >
                <X size={13} aria-hidden="true" />
              </button>
            </div>
          ))}
          <ClosesPopover>
            <Button tone="quiet" className="justify-start px-1.5" onClick={() => setNaming(true)}>
              {TEXT.saveView}
            </Button>
          </ClosesPopover>
        </div>
      </Popover>
      {naming && (
        <NameDialog
          title={TEXT.viewName}
          action={TEXT.save}
          onClose={() => setNaming(false)}
          onSubmit={async (name) => {
            await write(name, new URLSearchParams(search as Record<string, string>).toString() || 'sort=');
            notify.done(TEXT.saved(name));
          }}
        />
      )}
    </>
  );
}
