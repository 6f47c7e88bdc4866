import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axeFindings, type OpenPage, openPage } from '../../../../e2e/browser.ts';
import { removeFolder, startOrrery, type TestServer } from '../servers.ts';
import { ADMIN_PASSWORD, basic, guardedPlace } from './guarded.ts';
import { startProvider, type TestProvider } from './provider.ts';

const PASSWORD = 'a password of ada';
const MLFLOW = '/api/2.0/mlflow';
const PAGE = { 'x-csrf-token': '', 'content-type': 'application/json' };

describe('signing in', () => {
  let provider: TestProvider;
  let server: TestServer;
  const admin = basic('admin', ADMIN_PASSWORD);
  const post = (path: string, body: object, headers: object = admin) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const login = (username: string, password: string, headers: object = PAGE) =>
    post('/api/access/login', { username, password }, headers);

  before(async () => {
    provider = await startProvider();
    const place = guardedPlace();
    const env = {
      ...place.env,
      ORRERY_OIDC_ISSUER: provider.issuer,
      ORRERY_OIDC_CLIENT_ID: 'orrery',
      ORRERY_OIDC_CLIENT_SECRET: 'a secret of the client',
      ORRERY_OIDC_NAME: 'the lab',
      ORRERY_OIDC_ROLES: 'researchers=editors',
      ORRERY_OIDC_ADMIN_GROUP: 'operators',
    };
    server = await startOrrery({ ...place, env });
    await post(`${MLFLOW}/users/create`, { username: 'ada', password: PASSWORD });
    const made = await post('/api/3.0/mlflow/roles/create', { name: 'editors', workspace: 'default' });
    const { role } = (await made.json()) as { role: { id: number } };
    await post('/api/3.0/mlflow/roles/permissions/add', {
      role_id: role.id,
      resource_type: 'experiment',
      resource_pattern: '*',
      permission: 'EDIT',
    });
  });
  after(async () => {
    await server.stop();
    await provider.stop();
    removeFolder(server.folder);
  });

  it('gives a cookie that no script reads, and with which changes need a token of the page', async () => {
    const answer = await login('ada', PASSWORD);
    assert.equal(answer.status, 200);
    const set = answer.headers.get('set-cookie') ?? '';
    assert.match(set, /^orrery_session=[\w-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    const cookie = { cookie: set.split(';')[0] as string };
    const { csrf_token } = (await answer.json()) as { csrf_token: string };
    const create = (name: string, headers: object) =>
      post(`${MLFLOW}/experiments/create`, { name }, { ...cookie, ...headers });
    assert.equal((await create('without', {})).status, 403);
    assert.equal((await create('wrong', { 'x-csrf-token': 'x'.repeat(csrf_token.length) })).status, 403);
    assert.equal((await create('with', { 'x-csrf-token': csrf_token })).status, 200);
    assert.equal((await fetch(`${server.url}${MLFLOW}/users/current`, { headers: cookie })).status, 200);
    assert.equal(
      (await post('/api/access/logout', {}, { ...cookie, 'x-csrf-token': csrf_token })).status,
      200,
    );
    assert.equal((await fetch(`${server.url}${MLFLOW}/users/current`, { headers: cookie })).status, 401);
  });

  it('ends with the password that it was done with', async () => {
    await post(`${MLFLOW}/users/create`, { username: 'eve', password: PASSWORD });
    const set = (await login('eve', PASSWORD)).headers.get('set-cookie') ?? '';
    const current = () =>
      fetch(`${server.url}${MLFLOW}/users/current`, { headers: { cookie: set.split(';')[0] as string } });
    assert.equal((await current()).status, 200);
    await fetch(`${server.url}${MLFLOW}/users/update-password`, {
      method: 'PATCH',
      headers: { ...admin, 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'eve', password: 'another password' }),
    });
    assert.equal((await current()).status, 401);
  });

  it('is for pages of its own, and for who knows the password; others have to wait after ten tries', async () => {
    assert.equal((await login('ada', PASSWORD, {})).status, 403);
    await post(`${MLFLOW}/users/create`, { username: 'bob', password: PASSWORD });
    // The same again is no guess.
    for (let times = 0; times < 12; times++) assert.equal((await login('bob', 'guess number 0')).status, 401);
    for (let tries = 0; tries < 10; tries++)
      assert.equal((await login('bob', `guess number ${tries}`)).status, 401);
    const late = await login('bob', PASSWORD);
    assert.equal(late.status, 429);
    assert.ok(Number(late.headers.get('retry-after')) > 0);
    const byHeader = await fetch(`${server.url}${MLFLOW}/users/current`, { headers: basic('bob', PASSWORD) });
    assert.equal(byHeader.status, 429);
    assert.equal((await login('ada', PASSWORD)).status, 200);
  });

  it('is noted, as are grants, tokens and deletions, without what is secret', async () => {
    const named = { authorization: basic('ada', PASSWORD).authorization };
    await post('/api/access/tokens', { name: 'noted' }, named);
    await post(`${MLFLOW}/runs/delete`, { run_id: '0'.repeat(32) }, named);
    const answer = await fetch(`${server.url}/api/access/audit?limit=1000`, { headers: admin });
    const text = await answer.text();
    const { events } = JSON.parse(text) as {
      events: {
        username: string | null;
        action: string;
        subject: string;
        outcome: string;
        address: string;
      }[];
    };
    const has = (action: string, username: string | null, outcome: string) =>
      events.some(
        (event) =>
          event.action === action &&
          event.username === username &&
          event.outcome === outcome &&
          event.address === '127.0.0.1',
      );
    assert.ok(has('login', 'ada', 'done'));
    assert.ok(has('login', null, 'refused'));
    assert.ok(has('logout', 'ada', 'done'));
    assert.ok(has('POST /api/access/tokens', 'ada', 'done'));
    assert.ok(has(`POST ${MLFLOW}/runs/delete`, 'ada', 'refused'));
    assert.ok(has(`POST ${MLFLOW}/users/create`, 'admin', 'done'));
    assert.ok(!text.includes(PASSWORD) && !text.includes('guess number'));
    const asAda = await fetch(`${server.url}/api/access/audit`, { headers: named });
    assert.equal(asAda.status, 403);
  });

  describe('in a browser', () => {
    let open: OpenPage;
    before(async () => {
      open = await openPage(undefined, false);
    });
    after(() => open.browser.close());

    it('asks for a name and a password, shows who is signed in, and signs out', async () => {
      const { page, problems } = open;
      const answer = await page.goto(`${server.url}/experiments`);
      assert.match(answer?.headers()['content-security-policy'] ?? '', /script-src 'self'/);
      await page.getByRole('heading', { name: 'Sign in to Orrery' }).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.getByLabel('Name').fill('ada');
      await page.getByLabel('Password').fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
      problems.length = 0;
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out ada' }).waitFor();
      await page.getByText('Default').first().waitFor();
      assert.deepEqual(problems, [], 'the page is within its content policy');
      await page.getByRole('button', { name: 'Sign out ada' }).click();
      await page.getByRole('heading', { name: 'Sign in to Orrery' }).waitFor();
    });

    it('at a provider of OpenID Connect makes the user, whose groups give roles', async () => {
      const { page } = open;
      provider.next = { sub: 'u-1', preferred_username: 'grace', groups: ['researchers', 'others'] };
      await page.goto(server.url);
      await page.getByRole('link', { name: 'Sign in with the lab' }).click();
      await page.getByRole('button', { name: 'Sign out grace' }).waitFor();
      const roles = await fetch(`${server.url}/api/3.0/mlflow/users/roles/list?username=grace`, {
        headers: admin,
      });
      const names = ((await roles.json()) as { roles: { name: string }[] }).roles.map(({ name }) => name);
      assert.deepEqual(names, ['editors']);
      await page.getByRole('button', { name: 'Sign out grace' }).click();
      await page.getByRole('heading', { name: 'Sign in to Orrery' }).waitFor();

      provider.next = { sub: 'u-1', preferred_username: 'grace', groups: ['operators'] };
      await page.getByRole('link', { name: 'Sign in with the lab' }).click();
      await page.getByRole('button', { name: 'Sign out grace' }).waitFor();
      const user = await fetch(`${server.url}${MLFLOW}/users/get?username=grace`, { headers: admin });
      assert.equal(((await user.json()) as { user: { is_admin: boolean } }).user.is_admin, true);
      await page.getByRole('button', { name: 'Sign out grace' }).click();
      await page.getByRole('heading', { name: 'Sign in to Orrery' }).waitFor();
    });

    it('at a provider takes over no name that has a password here', async () => {
      const { page } = open;
      provider.next = { sub: 'u-2', preferred_username: 'admin', groups: ['operators'] };
      await page.goto(server.url);
      await page.getByRole('link', { name: 'Sign in with the lab' }).click();
      await page.getByText("The name 'admin' belongs to a user with a password").waitFor();
    });
  });

  it('begun elsewhere is not finished here', async () => {
    const answer = await fetch(`${server.url}/api/access/oidc/callback?code=x&state=y`, {
      redirect: 'manual',
    });
    assert.equal(answer.status, 401);
    const forged = Buffer.from(JSON.stringify({ state: 'z', nonce: 'n', verifier: 'v'.repeat(43) }));
    const other = await fetch(`${server.url}/api/access/oidc/callback?code=x&state=y`, {
      redirect: 'manual',
      headers: { cookie: `orrery_sign_in=${forged.toString('base64url')}` },
    });
    assert.equal(other.status, 401);
    assert.equal(other.headers.get('set-cookie'), null);
  });
});

describe('behind a proxy', () => {
  it('cookies are for https where a proxy that is trusted says so', async () => {
    for (const [trusted, expected] of [
      ['', false],
      ['127.0.0.1', true],
    ] as const) {
      const place = guardedPlace();
      const server = await startOrrery({ ...place, env: { ...place.env, ORRERY_TRUSTED_PROXIES: trusted } });
      const answer = await fetch(`${server.url}/api/access/login`, {
        method: 'POST',
        headers: { ...PAGE, 'x-forwarded-proto': 'https' },
        body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
      });
      assert.equal(/; Secure/.test(answer.headers.get('set-cookie') ?? ''), expected);
      await server.stop();
      removeFolder(server.folder);
    }
  });
});
