import { type FormEvent, useState } from 'react';
import { urlOf } from '../../data/base.ts';
import { provider, signIn } from '../../data/session.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Logo } from '../../design/Logo.tsx';
import { TEXT } from './text.ts';

/** Asks who one is: by name and password, or at the provider that the server knows. */
export function SignInPage() {
  const [failure, setFailure] = useState('');
  const [isWaiting, setWaiting] = useState(false);
  const elsewhere = provider();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setWaiting(true);
    signIn(String(data.get('username')), String(data.get('password'))).then(
      () => location.reload(),
      (error: Error) => {
        setFailure(error.message);
        setWaiting(false);
      },
    );
  };

  return (
    <main className="grid min-h-dvh place-items-center bg-paper p-6">
      <div className="flex w-80 max-w-full flex-col gap-5">
        <h1 className="flex items-center gap-3 font-semibold text-title">
          <Logo size={36} />
          {TEXT.title}
        </h1>
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Labelled label={TEXT.name}>
            <Field name="username" autoComplete="username" autoFocus required />
          </Labelled>
          <Labelled label={TEXT.password}>
            <Field name="password" type="password" autoComplete="current-password" required />
          </Labelled>
          {failure && (
            <p role="alert" className="text-alarm text-small">
              {failure}
            </p>
          )}
          <Button tone="primary" type="submit" disabled={isWaiting}>
            {TEXT.signIn}
          </Button>
        </form>
        {elsewhere && (
          <a
            href={urlOf('/api/access/oidc/login')}
            className="flex h-7 items-center justify-center rounded-md border border-line-strong bg-panel font-medium text-body hover:bg-hover"
          >
            {TEXT.signInWith(elsewhere)}
          </a>
        )}
      </div>
    </main>
  );
}
