import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { ContextMenu } from '../../design/ContextMenu.tsx';
import { DiffView } from '../../design/DiffView.tsx';
import { Field } from '../../design/Field.tsx';
import { ImageDialog } from '../../design/ImageDialog.tsx';
import { ImportanceBars } from '../../design/ImportanceBars.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { NotePanel } from '../../design/NotePanel.tsx';
import { Panel } from '../../design/Panel.tsx';
import { SuggestField } from '../../design/SuggestField.tsx';
import { TagsField } from '../../design/Tags.tsx';
import { TagsPanel } from '../../design/TagsPanel.tsx';
import { useNotify } from '../../design/Toasts.tsx';

const NAMES = ['metrics.val_loss', 'metrics.val_accuracy', 'params.model'];
const PICTURE =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="240" height="160"%3E%3Ccircle cx="120" cy="80" r="60" fill="%230072b2"/%3E%3C/svg%3E';

const BEFORE = 'model = mlp(hidden=32)\nepochs = 30\nlr = 0.01\n';
const AFTER = 'model = mlp(hidden=64)\nepochs = 30\nlr = 0.01\nseed = 7\n';

/** What is written into, and what asks. */
export function Writing() {
  const notify = useNotify();
  const [filter, setFilter] = useState('metrics.val_loss >< 1');
  const [tags, setTags] = useState<string[]>(['baseline']);
  const [note, setNote] = useState('Why this was **tried**.');
  const [pairs, setPairs] = useState<Record<string, string>>({ team: 'vision' });
  const [asking, setAsking] = useState<'confirm' | 'image' | { x: number; y: number } | null>(null);
  const close = () => setAsking(null);
  return (
    <>
      <Panel title="Writing">
        <div className="flex flex-col gap-3 p-3">
          <SuggestField
            label="Filter with completion"
            value={filter}
            errorAt={filter.includes('><') ? filter.indexOf('><') : null}
            invalid={filter.includes('><')}
            suggestions={NAMES.filter((name) => name.includes(filter)).map((name) => ({
              text: name,
              label: name,
            }))}
            onChange={setFilter}
            onCaret={() => {}}
            onPick={({ text }) => setFilter(text)}
            onSend={() => {}}
            onCancel={() => setFilter('')}
          />
          <Labelled label="Epochs" hint="from 1 to 100">
            <Field defaultValue="30" inputMode="numeric" />
          </Labelled>
          <TagsField tags={tags} onChange={setTags} />
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setAsking('confirm')}>Confirm</Button>
            <Button onClick={() => setAsking('image')}>Image</Button>
            <Button onClick={(event) => setAsking({ x: event.clientX, y: event.clientY })}>
              Context menu
            </Button>
          </div>
        </div>
        <ImportanceBars
          importances={[
            { param: 'learning_rate', importance: 0.7 },
            { param: 'dropout', importance: 0.2 },
            { param: 'depth', importance: 0.1 },
          ]}
        />
      </Panel>
      <NotePanel text={note} onSave={async (text) => setNote(text)} />
      <Panel title="Difference">
        <DiffView label="Sample difference" before={BEFORE} after={AFTER} />
      </Panel>
      <TagsPanel
        tags={Object.entries(pairs)}
        none="No tags yet"
        onSet={async (key, value) => setPairs((old) => ({ ...old, [key]: value }))}
        onRemove={async (key) => setPairs(({ [key]: _gone, ...rest }) => rest)}
      />
      {asking === 'confirm' && (
        <ConfirmDialog
          title="Delete the study"
          description="Its 10,000 trials are gone for good."
          action="Delete"
          onClose={close}
          onConfirm={() => Promise.reject(new Error('The server said no.'))}
        />
      )}
      {asking === 'image' && (
        <ImageDialog title="plot.svg" src={PICTURE} onClose={close}>
          What it is of, and where it leads.
        </ImageDialog>
      )}
      {asking !== null && typeof asking === 'object' && (
        <ContextMenu
          label="Sample"
          at={asking}
          items={[{ label: 'Only mlp', onSelect: () => notify.done('Filtered') }]}
          onClose={close}
        />
      )}
    </>
  );
}
