import { Layers } from 'lucide-react';
import { useRunKeys } from '../../data/runFacts.ts';
import { Button } from '../../design/Button.tsx';
import { Popover } from '../../design/Popover.tsx';
import { Switch } from '../../design/Switch.tsx';
import { TEXT } from './text.ts';
import type { RunsView } from './useRunsView.ts';

/** Offered first where an experiment has them. */
const USUAL = [
  'tags.orrery.dataset',
  'tags.orrery.model',
  'params.dataset',
  'params.model',
  'tags.mlflow.parentRunId',
];
const LABELS: Readonly<Record<string, string>> = {
  'tags.orrery.dataset': 'dataset',
  'attributes.dataset': 'logged dataset',
  'tags.orrery.model': 'model',
  'tags.mlflow.parentRunId': 'parent',
};

/** What runs are put together by, and whether children stand below their parents. */
export function GroupMenu({ experimentId, view }: { experimentId: string; view: RunsView }) {
  return (
    <Popover
      label={TEXT.groupBy}
      trigger={
        <Button aria-pressed={view.group.length > 0}>
          <Layers size={14} aria-hidden="true" /> {TEXT.group}
          {view.group.length > 0 && (
            <span className="figures text-ink-3 text-micro">{view.group.length}</span>
          )}
        </Button>
      }
    >
      <Choices experimentId={experimentId} view={view} />
    </Popover>
  );
}

function Choices({ experimentId, view }: { experimentId: string; view: RunsView }) {
  const keys = useRunKeys(experimentId, true);
  const found = (keys.data ?? [])
    .filter(({ kind }) => kind !== 'metrics')
    .map(({ kind, key }) => `${kind}.${key}`);
  const usual = USUAL.filter((id) => found.includes(id));
  const others = found
    .filter((id) => !usual.includes(id) && !id.startsWith('tags.mlflow.'))
    .sort((a, b) => a.localeCompare(b));
  const toggle = (id: string): void =>
    view.setGroup(view.group.includes(id) ? view.group.filter((other) => other !== id) : [...view.group, id]);
  return (
    <div className="flex max-h-[min(26rem,70vh)] w-60 flex-col gap-1 overflow-y-auto p-2">
      <fieldset>
        <legend className="engraved px-1 pb-0.5">{TEXT.groupBy}</legend>
        {[...usual, 'attributes.dataset', 'attributes.status', 'attributes.user', ...others].map((id) => {
          const place = view.group.indexOf(id);
          return (
            <label
              key={id}
              className="flex cursor-pointer items-center gap-2 rounded-sm px-1 py-0.5 hover:bg-hover"
            >
              <input
                type="checkbox"
                checked={place >= 0}
                onChange={() => toggle(id)}
                className="accent-(--brass-line)"
              />
              <span className="truncate">{LABELS[id] ?? id.slice(id.indexOf('.') + 1)}</span>
              {place >= 0 && <span className="figures ml-auto text-ink-3 text-micro">{place + 1}</span>}
            </label>
          );
        })}
      </fieldset>
      <div className="border-line border-t px-1 pt-1">
        <Switch label={TEXT.nested} checked={view.nested} onChange={view.setNested} />
      </div>
    </div>
  );
}
