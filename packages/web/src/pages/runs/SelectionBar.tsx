import { X } from 'lucide-react';
import { useState } from 'react';
import { type RunsChange, type RunsChanged, untag, useChangeRuns } from '../../data/changeRuns.ts';
import type { Stage } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { TagDialog } from './TagDialog.tsx';
import { TEXT } from './text.ts';

interface SelectionBarProps {
  selected: ReadonlySet<string>;
  stage: Stage;
  /** How many runs there are to select. */
  matching: number;
  onSelectAll: () => void;
  onClear: () => void;
  onCompare: () => void;
}

/** What can be done with the runs that are selected. All of it can be taken back. */
export function SelectionBar({ selected, stage, matching, ...on }: SelectionBarProps) {
  const change = useChangeRuns();
  const notify = useNotify();
  const [tagging, setTagging] = useState(false);
  const ids = [...selected];

  const back = async (changes: readonly RunsChange[]): Promise<void> => {
    try {
      for (const each of changes) await change.mutateAsync(each);
    } catch (error) {
      notify.failed(error);
    }
  };
  const told = (verb: string, answer: RunsChanged, undo: readonly RunsChange[]): void => {
    if (answer.changed.length > 0)
      notify.done(TEXT.changed(verb, answer.changed.length), () => void back(undo));
    const [first] = answer.failed;
    if (first) notify.failed(TEXT.stayed(answer.failed.length, first.message));
  };
  const move = (kind: 'delete' | 'restore'): void =>
    change.mutate(
      { kind, ids },
      {
        onError: notify.failed,
        onSuccess: (answer) => {
          on.onClear();
          const opposite = kind === 'delete' ? 'restore' : 'delete';
          told(TEXT.verbs[kind], answer, [{ kind: opposite, ids: answer.changed }]);
        },
      },
    );

  return (
    <div role="toolbar" aria-label={TEXT.selectedRuns} className="flex min-h-7 flex-wrap items-center gap-2">
      <b className="font-semibold">{TEXT.selected(selected.size.toLocaleString('en-US'))}</b>
      {selected.size < matching && (
        <Button tone="quiet" onClick={on.onSelectAll}>
          {`${TEXT.selectAll} (${matching.toLocaleString('en-US')})`}
        </Button>
      )}
      <span className="ml-auto" />
      {stage === 'active' ? (
        <>
          <Button disabled={selected.size < 2 || selected.size > 500} onClick={on.onCompare}>
            {TEXT.compare}
          </Button>
          <Button onClick={() => setTagging(true)}>{TEXT.tag}</Button>
          <Button disabled={change.isPending} onClick={() => move('delete')}>
            {TEXT.delete}
          </Button>
        </>
      ) : (
        <Button disabled={change.isPending} onClick={() => move('restore')}>
          {TEXT.restore}
        </Button>
      )}
      <Button tone="quiet" icon aria-label={TEXT.clearSelection} onClick={on.onClear}>
        <X size={15} aria-hidden="true" />
      </Button>
      {tagging && (
        <TagDialog
          onClose={() => setTagging(false)}
          onSubmit={async (key, value) => {
            const answer = await change.mutateAsync({ kind: 'tag', ids, key, value });
            told(value === null ? TEXT.tookFrom(key) : TEXT.setOf(key), answer, untag(key, answer));
          }}
        />
      )}
    </div>
  );
}
