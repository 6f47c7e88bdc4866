import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import {
  isOwnRole,
  PERMISSIONS,
  type Permission,
  RESOURCE_TYPES,
  type Right,
  useGrant,
  useRevoke,
  useRights,
} from '../../data/access.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import { Failure, Loading } from '../../design/States.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { TEXT } from './text.ts';

/** What a user may do, its own rights and those that its roles bring; own ones are granted and taken away here. */
export function Rights({ username }: { username: string }) {
  const { data, error, isPending, refetch } = useRights(username);
  const [kind, setKind] = useState<string>(RESOURCE_TYPES[0]);
  const [which, setWhich] = useState('');
  const [permission, setPermission] = useState<Permission>('READ');
  const [grant, revoke] = [useGrant(), useRevoke()];
  const notify = useNotify();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (which.trim() === '') return;
    grant({ username, resource_type: kind, resource_pattern: which.trim(), permission }).then(
      () => setWhich(''),
      notify.failed,
    );
  };
  return (
    <Panel title={TEXT.rightsOf(username)}>
      {isPending && <Loading />}
      {error && <Failure error={error} onRetry={() => refetch()} />}
      {data?.length === 0 && <p className="px-3 py-2 text-ink-2">{TEXT.noRights}</p>}
      <ul className="divide-y divide-line">
        {data?.map((right) => (
          <li
            key={`${right.role_name} ${right.resource_type} ${right.resource_pattern}`}
            className="flex min-h-8 items-center gap-3 px-3"
          >
            <span className="w-16 shrink-0 font-medium">{TEXT.permissions[right.permission]}</span>
            <span className="min-w-0 truncate">{shown(right)}</span>
            {isOwnRole(right.role_name) ? (
              <Button
                icon
                tone="quiet"
                className="ml-auto"
                aria-label={TEXT.takeAway(shown(right))}
                onClick={() => void revoke({ ...right, username }).catch(notify.failed)}
              >
                <X size={14} aria-hidden="true" />
              </Button>
            ) : (
              <span className="ml-auto text-ink-3 text-small">{TEXT.byRole(right.role_name)}</span>
            )}
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex flex-wrap items-center gap-2 border-line border-t p-3">
        <Select
          aria-label={TEXT.kindOfRight}
          value={kind}
          options={RESOURCE_TYPES.map((type) => [type, TEXT.kinds[type] ?? type] as const)}
          onChange={setKind}
        />
        <Field
          aria-label={TEXT.which}
          placeholder={TEXT.whichHint}
          value={which}
          onChange={(event) => setWhich(event.target.value)}
          className="w-56"
        />
        <Select
          aria-label={TEXT.permission}
          value={permission}
          options={[...PERMISSIONS, 'DENY' as const].map((one) => [one, TEXT.permissions[one]] as const)}
          onChange={(one) => setPermission(one as Permission)}
        />
        <Button type="submit" disabled={which.trim() === ''}>
          {TEXT.grant}
        </Button>
      </form>
    </Panel>
  );
}

function shown({ resource_type, resource_pattern }: Right): string {
  return TEXT.ofAll(TEXT.kinds[resource_type] ?? resource_type, resource_pattern);
}
