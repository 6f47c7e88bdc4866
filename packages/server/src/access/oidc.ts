import type { Access, User } from '@orrery/access';
import { invalid, OrreryError } from '@orrery/core';
import type { OidcConfig } from './oidc-config.ts';

type Client = typeof import('openid-client');

/** What a browser brings back from the provider's page, kept in a cookie of its own meanwhile. */
export interface Pending {
  state: string;
  nonce: string;
  verifier: string;
}

/** Sign-in at a provider of OpenID Connect: authorization code with PKCE (RFC 7636). */
export class Oidc {
  readonly #config: OidcConfig;
  #discovered: Promise<{ client: Client; server: InstanceType<Client['Configuration']> }> | undefined;

  constructor(config: OidcConfig) {
    this.#config = config;
  }

  get name(): string {
    return this.#config.name;
  }

  /** Where to send the browser, and what to ask it for when it is back. */
  async begin(redirectUri: string): Promise<{ url: URL; pending: Pending }> {
    const { client, server } = await this.#discover();
    const pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(server, {
      redirect_uri: redirectUri,
      scope: this.#config.scope,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
    });
    return { url, pending };
  }

  /**
   * Takes the answer of the provider; the user is made at the first time, and its roles follow its groups each time.
   *
   * @throws OrreryError UNAUTHENTICATED where the answer is not the one that was asked for
   */
  async finish(access: Access, url: URL, { state, nonce, verifier }: Pending): Promise<User> {
    const { client, server } = await this.#discover();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    const tokens = await client.authorizationCodeGrant(server, url, checks).catch((error: Error) => {
      throw new OrreryError('UNAUTHENTICATED', `Sign-in failed: ${error.message}.`, { cause: error });
    });
    const claims = (tokens.claims() ?? {}) as Record<string, unknown>;
    const username = this.#config.usernameClaims.map((name) => claims[name]).find(Boolean);
    if (typeof username !== 'string')
      throw invalid(`The provider tells none of ${this.#config.usernameClaims.join(', ')} of the user.`);
    const groups = [claims[this.#config.groupsClaim] ?? []].flat().map(String);
    const user = await userOf(access, username);
    await this.#followGroups(access, user, groups);
    return access.users.get(username);
  }

  async #followGroups(access: Access, user: User, groups: readonly string[]): Promise<void> {
    const { adminGroup, roles } = this.#config;
    if (adminGroup !== null && user.isAdmin !== groups.includes(adminGroup))
      await access.users.setAdmin(user.username, groups.includes(adminGroup));
    const wanted = new Set(groups.flatMap((group) => roles.get(group) ?? []));
    const mapped = new Set([...roles.values()].flat());
    const held = new Set((await access.roles.ofUser(user.id)).map(({ id }) => id));
    for (const role of await access.roles.list(['default'])) {
      if (!mapped.has(role.name) || wanted.has(role.name) === held.has(role.id)) continue;
      if (wanted.has(role.name)) await access.roles.assign(user.id, role.id);
      else await access.roles.unassign(user.id, role.id);
    }
  }

  #discover() {
    this.#discovered ??= this.#ask();
    this.#discovered.catch(() => {
      this.#discovered = undefined;
    });
    return this.#discovered;
  }

  async #ask() {
    const client = await import('openid-client');
    const { issuer, clientId, clientSecret } = this.#config;
    const isLocal = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(`${issuer}/`);
    const options = isLocal ? { execute: [client.allowInsecureRequests] } : undefined;
    const server = await client
      .discovery(new URL(issuer), clientId, clientSecret ?? undefined, undefined, options)
      .catch((error: Error) => {
        const message = `The provider ${issuer} does not answer as one (${error.message}). See ORRERY_OIDC_ISSUER.`;
        throw new OrreryError('TEMPORARILY_UNAVAILABLE', message, { cause: error });
      });
    return { client, server };
  }
}

/** A name that has a password here is somebody else's: no provider signs in with it. */
async function userOf(access: Access, username: string): Promise<User> {
  const known = await access.users.find(username);
  if (known === null) return access.users.create(username, null);
  if (known.passwordHash === '') return known;
  throw new OrreryError('PERMISSION_DENIED', `The name '${username}' belongs to a user with a password.`);
}
