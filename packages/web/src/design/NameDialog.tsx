import { useState } from 'react';
import { Field } from './Field.tsx';
import { FormDialog } from './FormDialog.tsx';
import { TEXT } from './text.ts';

interface NameDialogProps {
  title: string;
  /** The button's word: what will happen. */
  action: string;
  initial?: string;
  onClose: () => void;
  /** Rejects with what the server said; the dialog shows it and stays. */
  onSubmit: (name: string) => Promise<unknown>;
}

/** Asks for one name. */
export function NameDialog({ title, action, initial = '', onClose, onSubmit }: NameDialogProps) {
  const [name, setName] = useState(initial);
  return (
    <FormDialog
      title={title}
      action={action}
      ready={name.trim() !== '' && name.trim() !== initial}
      onClose={onClose}
      onSubmit={() => onSubmit(name.trim())}
    >
      {(isRefused) => (
        <Field
          aria-label={TEXT.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          invalid={isRefused}
          className="h-9"
        />
      )}
    </FormDialog>
  );
}
