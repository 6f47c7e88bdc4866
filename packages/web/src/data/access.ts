import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deleteJson, getJson, mlflowGet, mlflowPost, patchJson, postJson } from './api.ts';

export const PERMISSIONS = ['READ', 'USE', 'EDIT', 'MANAGE'] as const;
export type Permission = (typeof PERMISSIONS)[number] | 'DENY' | 'NO_PERMISSIONS';

/** What rights are on; `*` stands for all of a kind. */
export const RESOURCE_TYPES = ['experiment', 'registered_model', 'study', 'workbench'] as const;

export interface Token {
  id: string;
  username: string;
  name: string;
  /** null for all that the user may use. */
  experiments: string[] | null;
  permission: Permission;
  run_id: string | null;
  /** Unix milliseconds; null for none, and for never. */
  created: number;
  expires: number | null;
  last_used: number | null;
}

export interface NewToken {
  name: string;
  experiments: string[] | null;
  permission: Permission;
  /** Seconds; null until it is revoked. */
  expires_in: number | null;
}

export interface User {
  id: number;
  username: string;
  is_admin: boolean;
  roles: { id: number; name: string; workspace: string }[];
}

export interface Right {
  role_name: string;
  resource_type: string;
  resource_pattern: string;
  permission: Permission;
}

export interface AuditEvent {
  id: number;
  /** Unix milliseconds. */
  time: number;
  username: string | null;
  action: string;
  subject: string;
  address: string;
  outcome: 'done' | 'refused' | 'failed';
}

const EVENTS = 100;
const RIGHTS = '/api/3.0/mlflow/users/permissions';
const USERS = '/api/2.0/mlflow/users';
/** The role that a user's own rights are in. */
const OWN_ROLE = /^__user_\d+__$/;

/** Whether a role is the one that the rights of a user itself are in. */
export function isOwnRole(name: string): boolean {
  return OWN_ROLE.test(name);
}

/** The tokens of whoever is signed in, but those of runs. */
export function useTokens() {
  return useQuery({
    queryKey: ['access', 'tokens'],
    queryFn: async ({ signal }) => {
      const { tokens } = await getJson<{ tokens: Token[] }>('/api/access/tokens', {}, signal);
      return tokens.filter(({ run_id }) => run_id === null).sort((a, b) => b.created - a.created);
    },
  });
}

export function useUsers() {
  return useQuery({
    queryKey: ['access', 'users'],
    queryFn: async ({ signal }) => (await mlflowGet<{ users: User[] }>('users/list', {}, signal)).users,
  });
}

export function useRights(username: string) {
  return useQuery({
    queryKey: ['access', 'rights', username],
    queryFn: async ({ signal }) =>
      (await getJson<{ permissions: Right[] }>(`${RIGHTS}/list`, { username }, signal)).permissions,
  });
}

/** What was done by whom, the newest first, a page at a time. */
export function useAudit() {
  return useInfiniteQuery({
    queryKey: ['access', 'audit'],
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam: before, signal }) =>
      (await getJson<{ events: AuditEvent[] }>('/api/access/audit', { limit: EVENTS, before }, signal))
        .events,
    getNextPageParam: (page) => (page.length === EVENTS ? page.at(-1)?.id : undefined),
  });
}

/** A change of what these pages show; they are asked for anew after it. */
function useChange<T, R>(change: (what: T) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['access'] }),
  }).mutateAsync;
}

/** Resolves to the secret, which is told this once. */
export const useCreateToken = () =>
  useChange((token: NewToken) => postJson<{ token: string }>('/api/access/tokens', token));

export const useRevokeToken = () =>
  useChange(({ id }: Token) => deleteJson(`/api/access/tokens/${encodeURIComponent(id)}`));

export const useCreateUser = () =>
  useChange((user: { username: string; password: string }) => mlflowPost('users/create', user));

export const useDeleteUser = () =>
  useChange((username: string) => deleteJson(`${USERS}/delete`, { username }));

export const useSetAdmin = () =>
  useChange((user: { username: string; is_admin: boolean }) => patchJson(`${USERS}/update-admin`, user));

export const useSetPassword = () =>
  useChange((user: { username: string; password: string; current_password?: string }) =>
    patchJson(`${USERS}/update-password`, user),
  );

type OwnRight = Omit<Right, 'role_name'> & { username: string };

export const useGrant = () =>
  useChange(({ resource_pattern: resource_id, ...right }: OwnRight) =>
    postJson(`${RIGHTS}/grant`, { ...right, resource_id }),
  );

export const useRevoke = () =>
  useChange(({ username, resource_type, resource_pattern: resource_id }: Omit<OwnRight, 'permission'>) =>
    postJson(`${RIGHTS}/revoke`, { username, resource_type, resource_id }),
  );
