import { useState } from 'react';
import { type Addition, useAddToCatalog } from '../../data/catalog.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Switch } from '../../design/Switch.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { TEXT } from './text.ts';

/** Adds a dataset or a model from a path of the server's machine. */
export function AddDialog({ kind, onClose }: { kind: Addition['kind']; onClose: () => void }) {
  const [source, setSource] = useState('');
  const [slug, setSlug] = useState('');
  const [modalities, setModalities] = useState('');
  const [replace, setReplace] = useState(false);
  const add = useAddToCatalog();
  const notify = useNotify();
  const isDataset = kind === 'datasets';

  const submit = (): void => {
    const kinds = modalities.split(/[\s,]+/).filter((one) => one !== '');
    add.mutate(
      {
        kind,
        source: source.trim(),
        replace,
        ...(slug.trim() && { slug: slug.trim() }),
        ...(isDataset && kinds.length > 0 && { modalities: kinds }),
      },
      {
        onSuccess: ({ slug: added }) => {
          notify.done(TEXT.added(added));
          onClose();
        },
      },
    );
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isDataset ? TEXT.addDataset : TEXT.addModel}
      description={isDataset ? TEXT.aFileOrFolder : TEXT.aFolderOnServer}
    >
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (source.trim() !== '' && !add.isPending) submit();
        }}
      >
        <Labelled label={TEXT.path}>
          <Field
            mono
            value={source}
            onChange={(event) => setSource(event.target.value)}
            placeholder={isDataset ? TEXT.dataWineCsv : TEXT.modelsMlp}
            invalid={add.isError}
            className="h-9"
          />
        </Labelled>
        <Labelled label={TEXT.slugWhatManifestsCall}>
          <Field
            mono
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
            placeholder={TEXT.fromPath}
          />
        </Labelled>
        {isDataset && (
          <Labelled label={TEXT.kindsData}>
            <Field
              value={modalities}
              onChange={(event) => setModalities(event.target.value)}
              placeholder={TEXT.tabularImageRna}
            />
          </Labelled>
        )}
        <Switch label={TEXT.takePlaceWhatHas} checked={replace} onChange={setReplace} />
        {add.isError && <p className="whitespace-pre-wrap text-alarm text-small">{add.error.message}</p>}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            {TEXT.cancel}
          </Button>
          <Button tone="primary" type="submit" disabled={source.trim() === '' || add.isPending}>
            {add.isPending ? TEXT.adding : TEXT.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
