import { useState } from 'react';
import { Field } from '../../design/Field.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { TEXT } from './text.ts';

interface TagDialogProps {
  onClose: () => void;
  /** `null` takes the tag away. Rejects with what the server said; the dialog shows it and stays. */
  onSubmit: (key: string, value: string | null) => Promise<unknown>;
}

/** Asks for a tag and its value. */
export function TagDialog({ onClose, onSubmit }: TagDialogProps) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  return (
    <FormDialog
      title={TEXT.tagRuns}
      action={TEXT.apply}
      ready={key.trim() !== ''}
      onClose={onClose}
      onSubmit={() => onSubmit(key.trim(), value === '' ? null : value)}
    >
      <Labelled label={TEXT.tagKey}>
        <Field value={key} onChange={(event) => setKey(event.target.value)} />
      </Labelled>
      <Labelled label={TEXT.tagValue}>
        <Field value={value} onChange={(event) => setValue(event.target.value)} />
      </Labelled>
    </FormDialog>
  );
}
