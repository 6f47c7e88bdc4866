import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { freePort } from '../../../../scripts/free-port.ts';

/** A real provider of OpenID Connect, which signs everybody in as who is next. */
export interface TestProvider {
  issuer: string;
  next: { sub: string; preferred_username: string; groups: string[] };
  stop(): Promise<void>;
}

export async function startProvider(): Promise<TestProvider> {
  const issuer = `http://localhost:${await freePort()}`;
  const state: TestProvider = {
    issuer,
    next: { sub: 'nobody', preferred_username: 'nobody', groups: [] },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'orrery',
        client_secret: 'a secret of the client',
        // Where the server will be is not known yet: any of this machine serves.
        redirect_uris: ['http://127.0.0.1/api/access/oidc/callback'],
        application_type: 'native',
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ ...state.next, sub }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  });
  provider.on('server_error', (_, error) => console.error(error));
  const callback = provider.callback();
  const server = createServer(async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return callback(request, response);
    const accountId = state.next.sub;
    const grant = new provider.Grant({ clientId: 'orrery', accountId });
    grant.addOIDCScope('openid profile email');
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { login: { accountId }, consent });
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(issuer).port), resolve));
  return state;
}
