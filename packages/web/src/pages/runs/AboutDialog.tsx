import { useChangeExperiment } from '../../data/experiments.ts';
import type { Experiment } from '../../data/model.ts';
import { Dialog } from '../../design/Dialog.tsx';
import { KeyValues } from '../../design/KeyValues.tsx';
import { NotePanel } from '../../design/NotePanel.tsx';
import { TagsPanel } from '../../design/TagsPanel.tsx';
import { When } from '../../design/When.tsx';
import { TEXT } from './text.ts';

const NOTE = 'mlflow.note.content';

/** An experiment's note, tags and where it keeps its files. */
export default function AboutDialog({
  experiment,
  onClose,
}: {
  experiment: Experiment;
  onClose: () => void;
}) {
  const change = useChangeExperiment();
  const { id, tags } = experiment;
  const write = (key: string, value: string) => change.mutateAsync({ kind: 'tag', id, key, value });
  return (
    <Dialog wide open onOpenChange={(open) => !open && onClose()} title={experiment.name}>
      <div className="mt-3 flex flex-col gap-3">
        <NotePanel text={tags[NOTE] ?? ''} onSave={(text) => write(NOTE, text)} />
        <TagsPanel
          tags={Object.entries(tags).filter(([key]) => !key.startsWith('mlflow.'))}
          none={TEXT.noTags}
          onSet={write}
          onRemove={(key) => change.mutateAsync({ kind: 'untag', id, key })}
        />
        <KeyValues
          rows={[
            { name: 'id', value: id },
            { name: 'created', value: <When time={experiment.created} /> },
            {
              name: 'artifact location',
              value: <span className="figures text-small">{experiment.artifactLocation}</span>,
            },
          ]}
        />
      </div>
    </Dialog>
  );
}
