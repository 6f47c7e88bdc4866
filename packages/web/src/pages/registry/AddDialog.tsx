import { useState } from 'react';
import { type Addition, useAddToCatalog } from '../../data/catalog.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Switch } from '../../design/Switch.tsx';
import { useNotify } from '../../design/Toasts.tsx';

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
          notify.done(`Added ${added}`);
          onClose();
        },
      },
    );
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isDataset ? 'Add a dataset' : 'Add a model'}
      description={
        isDataset
          ? 'A file or a folder on the server’s machine. It is copied into the catalog, with a checksum and the columns of each file.'
          : 'A folder on the server’s machine with a model.yaml, which says how the model starts.'
      }
    >
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (source.trim() !== '' && !add.isPending) submit();
        }}
      >
        <Labelled label="Path">
          <Field
            mono
            value={source}
            onChange={(event) => setSource(event.target.value)}
            placeholder={isDataset ? '/data/wine.csv' : '/models/mlp'}
            invalid={add.isError}
            className="h-9"
          />
        </Labelled>
        <Labelled label="Slug, what manifests call it">
          <Field
            mono
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
            placeholder="from the path"
          />
        </Labelled>
        {isDataset && (
          <Labelled label="Kinds of data">
            <Field
              value={modalities}
              onChange={(event) => setModalities(event.target.value)}
              placeholder="tabular, image, rna …"
            />
          </Labelled>
        )}
        <Switch label="Take the place of what has this slug" checked={replace} onChange={setReplace} />
        {add.isError && <p className="whitespace-pre-wrap text-alarm text-small">{add.error.message}</p>}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button tone="primary" type="submit" disabled={source.trim() === '' || add.isPending}>
            {add.isPending ? 'Adding…' : 'Add'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
