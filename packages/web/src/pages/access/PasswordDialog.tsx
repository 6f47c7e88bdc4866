import { useState } from 'react';
import { Field } from '../../design/Field.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { TEXT } from './text.ts';

interface PasswordDialogProps {
  title: string;
  action: string;
  /** Asked for where it is not given. */
  username?: string;
  onClose: () => void;
  onSubmit: (username: string, password: string) => Promise<unknown>;
}

/** A name and a password. */
export function PasswordDialog({ title, action, username, onClose, onSubmit }: PasswordDialogProps) {
  const [name, setName] = useState(username ?? '');
  const [password, setPassword] = useState('');
  return (
    <FormDialog
      title={title}
      action={action}
      ready={name.trim() !== '' && password !== ''}
      onClose={onClose}
      onSubmit={() => onSubmit(name.trim(), password)}
    >
      {username === undefined && (
        <Labelled label={TEXT.user}>
          <Field autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </Labelled>
      )}
      <Labelled label={TEXT.newPassword} hint={TEXT.passwordHint}>
        <Field
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Labelled>
    </FormDialog>
  );
}
