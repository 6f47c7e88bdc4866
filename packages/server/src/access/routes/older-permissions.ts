import { WORKSPACE } from '@orrery/access';
import type { Asked } from '../asked.ts';
import type { AccountRoute } from './route.ts';

/** One kind of resource in the API of MLflow before 3.10, which its clients of then still call. */
interface Older {
  type: 'experiment' | 'registered_model';
  path: string;
  /** What names one. */
  key: 'experiment_id' | 'name';
  /** How messages speak of a permission on one. */
  described(id: string, username: string): string;
}

const OLDER: Older[] = [
  {
    type: 'experiment',
    path: '/experiments/permissions',
    key: 'experiment_id',
    described: (id, username) => `Experiment permission with experiment_id=${id} and username=${username}`,
  },
  {
    type: 'registered_model',
    path: '/registered-models/permissions',
    key: 'name',
    described: (name, username) =>
      `Registered model permission with workspace=${WORKSPACE}, name=${name} and username=${username}`,
  },
];

/** Permissions of single users on experiments and on registered models. */
export const OLDER_PERMISSION_ROUTES: AccountRoute[] = OLDER.flatMap(({ type, path, key, described }) => {
  const read = (asked: Asked) => {
    const [id, username] = [asked.name(key), asked.name('username')];
    return { id, username, text: described(id, username) };
  };
  const answer = (id: string, userId: number, permission: string) => ({
    [`${type}_permission`]: { [key]: id, user_id: userId, permission },
  });
  const route = (
    method: AccountRoute['method'],
    step: string,
    handle: AccountRoute['handle'],
  ): AccountRoute => ({ method, path: `${path}/${step}`, handle });
  return [
    route('POST', 'create', async ({ asked }, access) => {
      const { id, username, text } = read(asked);
      const permission = String(asked.value('permission'));
      const user = await access.grants.add(username, type, id, permission, `${text} already exists.`);
      return answer(id, user.id, permission);
    }),
    route('GET', 'get', async ({ asked }, access) => {
      const { id, username, text } = read(asked);
      const { user, permission } = await access.grants.get(username, type, id, `${text} not found`);
      return answer(id, user.id, permission);
    }),
    route('PATCH', 'update', async ({ asked }, access) => {
      const { id, username, text } = read(asked);
      await access.grants.change(username, type, id, String(asked.value('permission')), `${text} not found`);
      return {};
    }),
    route('DELETE', 'delete', async ({ asked }, access) => {
      const { id, username, text } = read(asked);
      await access.grants.remove(username, type, id, `${text} not found`);
      return {};
    }),
  ];
});
