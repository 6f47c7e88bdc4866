import type { Caller, TokenRun } from './caller.ts';
import { Grants } from './grants.ts';
import { SHIPPED_PASSWORD } from './passwords.ts';
import type { Permission } from './permissions.ts';
import { isSame, newSecret } from './secrets.ts';
import type { AccessDatabase } from './sql/access-database.ts';
import { Audit } from './sql/audit.ts';
import { Roles } from './sql/roles.ts';
import { Sessions, type WebSession } from './sql/sessions.ts';
import { type Token, Tokens } from './sql/tokens.ts';
import { UserGrants, WORKSPACE } from './sql/user-grants.ts';
import { findUser, Users } from './sql/users.ts';
import type { User } from './users.ts';
import { VerifiedPasswords } from './verified-passwords.ts';

const USE_NOTED_EVERY_MS = 60_000;
const MOST_REMEMBERED = 10_000;

export interface AccessOptions {
  /** The permission on what nothing is granted on. */
  defaultPermission: Permission;
  /** Resolves to null where the run has ended, and its tokens with it. */
  openRun(runId: string): Promise<TokenRun | null>;
}

/** A user with what it may do. */
interface Account {
  user: User;
  grants: Grants;
}

/** Who may do what: users, roles, grants, tokens, sessions, and what was done with them. */
export class Access {
  readonly users: Users;
  readonly roles: Roles;
  readonly grants: UserGrants;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly defaultPermission: Permission;
  /** With which this process calls itself; it goes with it, and is told to nobody. */
  readonly ownSecret = newSecret();
  readonly #database: AccessDatabase;
  readonly #openRun: AccessOptions['openRun'];
  readonly #passwords = new VerifiedPasswords();
  #stamp = '';
  #accounts = new Map<string, Promise<Account | null>>();
  #tokens = new Map<string, Promise<Token | null>>();
  #sessions = new Map<string, Promise<WebSession | null>>();

  constructor(database: AccessDatabase, { defaultPermission, openRun }: AccessOptions) {
    this.#database = database;
    this.#openRun = openRun;
    this.defaultPermission = defaultPermission;
    this.users = new Users(database);
    this.roles = new Roles(database);
    this.grants = new UserGrants(database);
    this.tokens = new Tokens(database);
    this.sessions = new Sessions(database);
    this.audit = new Audit(database);
  }

  async byPassword(username: string, password: string): Promise<Caller | null> {
    const account = await this.#account(username);
    const isRight = await this.#passwords.verify(username, password, account?.user.passwordHash ?? null);
    if (!isRight || account === null) return null;
    if (account.user.isAdmin && password === SHIPPED_PASSWORD) return null;
    return { ...account, by: 'password' };
  }

  /** By the secret of a token, of a user or of a run that is open. */
  async byToken(secret: string): Promise<Caller | null> {
    if (isSame(secret, this.ownSecret)) return this.#itself;
    this.#forgetIfChanged();
    const token = await remembered(this.#tokens, secret, () => this.tokens.find(secret));
    const now = Date.now();
    if (token === null || (token.expires !== null && token.expires <= now)) return null;
    const account = await this.#account(token.username);
    if (account?.user.id !== token.userId) return null;
    const run = token.runId === null ? undefined : await this.#openRun(token.runId);
    if (run === null) return null;
    if (now - (token.lastUsed ?? 0) > USE_NOTED_EVERY_MS) {
      token.lastUsed = now;
      await this.tokens.noteUse(token.id, now);
    }
    return { ...account, by: 'token', scope: token.scope, ...(run && { run }) };
  }

  /** By the secret of a session's cookie. */
  async bySession(secret: string): Promise<Caller | null> {
    this.#forgetIfChanged();
    const session = await remembered(this.#sessions, secret, () => this.sessions.find(secret));
    if (session === null || session.expires <= Date.now()) return null;
    const account = await this.#account(session.username);
    const isSame = account?.user.id === session.userId && account.user.passwordHash === session.passwordHash;
    return isSame ? { ...account, by: 'session' } : null;
  }

  /** What another user may do; null where there is no such user. */
  async grantsOf(username: string): Promise<Grants | null> {
    return (await this.#account(username))?.grants ?? null;
  }

  get #itself(): Caller {
    const user = { id: 0, username: 'orrery', isAdmin: true };
    return { user, grants: new Grants([], this.defaultPermission), by: 'token' };
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #account(username: string): Promise<Account | null> {
    this.#forgetIfChanged();
    return remembered(this.#accounts, username, () => this.#readAccount(username));
  }

  #readAccount(username: string): Promise<Account | null> {
    return this.#database.read(async (session) => {
      const user = await findUser(session, username);
      if (user === null) return null;
      const rows = await session.all<{ type: string; pattern: string; permission: Permission }>(
        `SELECT p.resource_type AS type, p.resource_pattern AS pattern, p.permission AS permission
         FROM role_permissions p JOIN roles r ON r.id = p.role_id
         JOIN user_role_assignments a ON a.role_id = r.id
         WHERE a.user_id = ? AND r.workspace = ?`,
        [user.id, WORKSPACE],
      );
      return { user, grants: new Grants(rows, this.defaultPermission) };
    });
  }

  #forgetIfChanged(): void {
    const stamp = this.#database.stamp();
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#accounts = new Map();
    this.#tokens = new Map();
    this.#sessions = new Map();
  }
}

/** What was read before, or is read now; a failure is not remembered. */
function remembered<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before) return before;
  if (known.size >= MOST_REMEMBERED) known.clear();
  const found = read();
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}
