import { useState } from 'react';
import { PERMISSIONS, type Permission, useCreateToken } from '../../data/access.ts';
import type { Experiment } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Select } from '../../design/Select.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { TEXT } from './text.ts';

const DAY_SECONDS = 86_400;
const ALL = '';

/** Asks what a new token is for, makes it, and shows it once. */
export function NewTokenDialog({
  experiments,
  onClose,
}: {
  experiments: readonly Experiment[];
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [experiment, setExperiment] = useState(ALL);
  const [permission, setPermission] = useState<Permission>('EDIT');
  const [days, setDays] = useState('90');
  const [secret, setSecret] = useState<string | null>(null);
  const create = useCreateToken();
  const notify = useNotify();
  if (secret !== null)
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={TEXT.tokenMade}
        description={TEXT.tokenMadeHint}
      >
        <div className="mt-3 flex gap-2">
          <Field
            aria-label={TEXT.token}
            mono
            readOnly
            value={secret}
            className="flex-1"
            onFocus={(event) => event.target.select()}
          />
          <Button
            onClick={() =>
              navigator.clipboard.writeText(secret).then(() => notify.done(TEXT.copied), notify.failed)
            }
          >
            {TEXT.copy}
          </Button>
        </div>
        <div className="mt-3 flex justify-end">
          <Button tone="primary" onClick={onClose}>
            {TEXT.done}
          </Button>
        </div>
      </Dialog>
    );
  return (
    <FormDialog
      title={TEXT.newToken}
      action={TEXT.create}
      ready={name.trim() !== ''}
      stays
      onClose={onClose}
      onSubmit={async () => {
        const { token } = await create({
          name: name.trim(),
          experiments: experiment === ALL ? null : [experiment],
          permission,
          expires_in: days === '' ? null : Number(days) * DAY_SECONDS,
        });
        setSecret(token);
      }}
    >
      <Labelled label={TEXT.name}>
        <Field autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      </Labelled>
      <Labelled label={TEXT.scope}>
        <Select
          value={experiment}
          options={[
            [ALL, TEXT.allExperiments],
            ...experiments.map(({ id, name: title }) => [id, title] as const),
          ]}
          onChange={setExperiment}
        />
      </Labelled>
      <Labelled label={TEXT.permission}>
        <Select
          value={permission}
          options={PERMISSIONS.map((one) => [one, TEXT.permissions[one]] as const)}
          onChange={(one) => setPermission(one as Permission)}
        />
      </Labelled>
      <Labelled label={TEXT.lasts}>
        <Select value={days} options={TEXT.lifetimes} onChange={setDays} />
      </Labelled>
    </FormDialog>
  );
}
