import type { Run } from '../../data/model.ts';
import { useChangeRun } from '../../data/run.ts';
import { KeyValues } from '../../design/KeyValues.tsx';
import { TagsPanel as Panel } from '../../design/TagsPanel.tsx';
import { TEXT } from './text.ts';

/** A run's tags; those that MLflow sets itself apart. */
export function TagsPanel({ run }: { run: Run }) {
  const change = useChangeRun();
  const own = Object.entries(run.tags).filter(([key]) => !key.startsWith('mlflow.'));
  const theirs = Object.entries(run.tags).filter(
    ([key]) => key.startsWith('mlflow.') && key !== 'mlflow.note.content',
  );
  return (
    <Panel
      tags={own}
      none={TEXT.noTags}
      onSet={(key, value) => change.mutateAsync({ kind: 'tag', id: run.id, key, value })}
      onRemove={(key) => change.mutateAsync({ kind: 'untag', id: run.id, key })}
    >
      <details className="border-line border-t">
        <summary className="px-3 py-1.5 text-ink-3 hover:text-ink">{TEXT.theirTags(theirs.length)}</summary>
        <KeyValues
          rows={[
            ...theirs.map(([name, value]) => ({ name, value })),
            { name: TEXT.runId, value: <span className="figures text-small">{run.id}</span> },
            {
              name: TEXT.location,
              value: <span className="figures text-small">{run.artifactUri}</span>,
            },
          ]}
        />
      </details>
    </Panel>
  );
}
