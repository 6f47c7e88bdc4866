import { Fragment, useState } from 'react';
import {
  isOwnRole,
  type User,
  useCreateUser,
  useDeleteUser,
  useSetAdmin,
  useSetPassword,
  useUsers,
} from '../../data/access.ts';
import { Button } from '../../design/Button.tsx';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Failure, Loading } from '../../design/States.tsx';
import { Switch } from '../../design/Switch.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { Rights } from './Rights.tsx';
import { Table } from './Table.tsx';
import { TEXT } from './text.ts';

type Doing = { what: 'make' } | { what: 'password' | 'delete'; user: User };

/** Everybody who can sign in, and what they may do. */
export function Users({ self }: { self: string }) {
  const { data, error, isPending, refetch } = useUsers();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [create, remove, setPassword] = [useCreateUser(), useDeleteUser(), useSetPassword()];
  const notify = useNotify();
  const close = () => setDoing(null);
  return (
    <>
      <Panel
        title={TEXT.sections.users}
        aside={<Button onClick={() => setDoing({ what: 'make' })}>{TEXT.newUser}</Button>}
      >
        {isPending && <Loading />}
        {error && <Failure error={error} onRetry={() => refetch()} />}
        {data && (
          <Table
            label={TEXT.sections.users}
            heads={[TEXT.user, TEXT.admin, TEXT.roles, '']}
            rows={data.map((user) => ({
              id: user.id,
              cells: [
                user.username,
                <AdminSwitch key="admin" user={user} isSelf={user.username === self} />,
                namedRoles(user),
                <Fragment key="actions">
                  <Button
                    tone="quiet"
                    aria-pressed={chosen === user.username}
                    aria-label={TEXT.showRights(user.username)}
                    onClick={() => setChosen(chosen === user.username ? null : user.username)}
                  >
                    {TEXT.rights}
                  </Button>
                  <Button
                    tone="quiet"
                    aria-label={TEXT.setPasswordOf(user.username)}
                    onClick={() => setDoing({ what: 'password', user })}
                    disabled={user.username === self}
                  >
                    {TEXT.setPassword}
                  </Button>
                  <Button
                    tone="quiet"
                    aria-label={TEXT.deleteUserOf(user.username)}
                    onClick={() => setDoing({ what: 'delete', user })}
                    disabled={user.username === self}
                  >
                    {TEXT.deleteUser}
                  </Button>
                </Fragment>,
              ],
            }))}
          />
        )}
      </Panel>
      {chosen && <Rights key={chosen} username={chosen} />}
      {doing?.what === 'make' && (
        <PasswordDialog
          title={TEXT.newUser}
          action={TEXT.create}
          onClose={close}
          onSubmit={(username, password) =>
            create({ username, password }).then(() => notify.done(TEXT.userMade(username)))
          }
        />
      )}
      {doing?.what === 'password' && (
        <PasswordDialog
          title={TEXT.setPasswordOf(doing.user.username)}
          action={TEXT.setPassword}
          username={doing.user.username}
          onClose={close}
          onSubmit={(username, password) =>
            setPassword({ username, password }).then(() => notify.done(TEXT.passwordChanged))
          }
        />
      )}
      {doing?.what === 'delete' && (
        <ConfirmDialog
          title={TEXT.deleteUserOf(doing.user.username)}
          description={TEXT.deleteHint}
          action={TEXT.deleteUser}
          onClose={close}
          onConfirm={() =>
            remove(doing.user.username).then(() => notify.done(TEXT.userDeleted(doing.user.username)))
          }
        />
      )}
    </>
  );
}

function AdminSwitch({ user: { username, is_admin }, isSelf }: { user: User; isSelf: boolean }) {
  const setAdmin = useSetAdmin();
  const notify = useNotify();
  if (isSelf) return <span className="text-ink-2">{is_admin ? TEXT.admin : ''}</span>;
  return (
    <Switch
      label={TEXT.admin}
      checked={is_admin}
      onChange={(next) =>
        void setAdmin({ username, is_admin: next }).then(
          () => notify.done(TEXT.adminNow(username, next)),
          notify.failed,
        )
      }
    />
  );
}

/** But the one that each user's own rights are in. */
function namedRoles({ roles }: User): string {
  return roles
    .filter(({ name }) => !isOwnRole(name))
    .map(({ name }) => name)
    .join(', ');
}
