import { type FormEvent, useState } from 'react';
import { useSetPassword } from '../../data/access.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Panel } from '../../design/Panel.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { TEXT } from './text.ts';

/** One's own password. */
export function Password({ username }: { username: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const change = useSetPassword();
  const notify = useNotify();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const [current_password, password] = [String(data.get('current')), String(data.get('new'))];
    setFailure(null);
    change({ username, password, current_password }).then(
      () => {
        form.reset();
        notify.done(TEXT.passwordChanged);
      },
      (error: Error) => setFailure(error.message),
    );
  };
  return (
    <Panel title={TEXT.changePassword} className="max-w-96">
      <form onSubmit={submit} className="flex flex-col gap-3 p-3">
        <input type="hidden" name="username" autoComplete="username" value={username} />
        <Labelled label={TEXT.currentPassword}>
          <Field name="current" type="password" autoComplete="current-password" required />
        </Labelled>
        <Labelled label={TEXT.newPassword} hint={TEXT.passwordHint}>
          <Field name="new" type="password" autoComplete="new-password" required />
        </Labelled>
        {failure && (
          <p role="alert" className="text-alarm text-small">
            {failure}
          </p>
        )}
        <Button tone="primary" type="submit" className="self-start">
          {TEXT.changePassword}
        </Button>
      </form>
    </Panel>
  );
}
