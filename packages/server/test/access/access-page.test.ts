import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings, type OpenPage, openPage, overflowOf } from '../../../../e2e/browser.ts';
import { until } from '../../../../scripts/until.ts';
import { removeFolder, startOrrery, type TestServer } from '../servers.ts';
import { ADMIN_PASSWORD, basic, guardedPlace } from './guarded.ts';

const PASSWORD = 'a password of ada';
const NEW_PASSWORD = 'another one of ada';
const MLFLOW = '/api/2.0/mlflow';

describe('the page of access', () => {
  let server: TestServer;
  let open: OpenPage;
  let page: Page;
  const status = async (path: string, headers: Record<string, string>) =>
    (await fetch(server.url + path, { headers })).status;
  const signIn = async (name: string, password: string) => {
    await page.goto(`${server.url}/access`);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Access' }).waitFor();
  };
  const signOut = async (name: string) => {
    await page.getByRole('button', { name: `Sign out ${name}` }).click();
    await page.getByRole('heading', { name: 'Sign in to Orrery' }).waitFor();
  };
  const row = (name: string | RegExp) => page.getByRole('row', { name });
  const tab = (name: string) => page.getByRole('tab', { name }).click();

  before(async () => {
    server = await startOrrery(guardedPlace('NO_PERMISSIONS'));
    open = await openPage();
    page = open.page;
    await signIn('admin', ADMIN_PASSWORD);
  });
  after(async () => {
    await open.browser.close();
    await server.stop();
    removeFolder(server.folder);
  });

  it('makes users, gives them rights and takes them away', async () => {
    await tab('Users');
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('User').fill('ada');
    await dialog.getByLabel('New password').fill('short');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('Password must be at least 12 characters.').waitFor();
    await dialog.getByLabel('New password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByText('ada can sign in.', { exact: true }).waitFor();
    const ada = basic('ada', PASSWORD);
    const experiment = `${MLFLOW}/experiments/get?experiment_id=0`;
    assert.equal(await status(experiment, ada), 403);

    await row(/^ada/).getByRole('button', { name: 'Show the rights of ada' }).click();
    await page.getByText('Has what everybody has.').waitFor();
    await page.getByLabel('Which').fill('*');
    await page.getByRole('combobox', { name: 'Permission' }).selectOption('edit');
    await page.getByRole('button', { name: 'Grant' }).click();
    const right = page.getByRole('listitem').filter({ hasText: 'Experiment: all' });
    await right.getByText('edit').waitFor();
    assert.equal(await status(experiment, ada), 200);
    await page.getByRole('button', { name: 'Take away: Experiment: all' }).click();
    await page.getByText('Has what everybody has.').waitFor();
    assert.equal(await status(experiment, ada), 403);

    await row(/^ada/).getByRole('switch').click();
    await page.getByText('ada is an admin.', { exact: true }).waitFor();
    assert.equal(await status(experiment, ada), 200);
    await row(/^ada/).getByRole('switch').click();
    await page.getByText('ada is no admin any more.', { exact: true }).waitFor();
    assert.ok(
      await row(/^admin/)
        .getByRole('button', { name: 'Delete admin' })
        .isDisabled(),
    );
  });

  it('shows what was done, with no password', async () => {
    await tab('Audit log');
    await row(/POST .*users\/create.*done/)
      .first()
      .waitFor();
    await row(/permissions\/revoke/)
      .first()
      .waitFor();
    const text = await page.getByRole('table', { name: 'Audit log' }).textContent();
    assert.ok(!text?.includes(PASSWORD) && !text?.includes(ADMIN_PASSWORD));
  });

  it('is well on a narrow window, light and dark, by axe', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const name of ['Tokens', 'Password', 'Users', 'Audit log']) {
        await page.setViewportSize({ width: 1280, height: 860 });
        await tab(name);
        assert.deepEqual(await axeFindings(page), [], `${name} ${colorScheme}`);
        await page.setViewportSize({ width: 390, height: 844 });
        assert.ok((await overflowOf(page)) <= 0, `${name} is too wide`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  it('makes tokens, shows them once, and revokes them', async () => {
    await signOut('admin');
    await signIn('ada', PASSWORD);
    assert.equal(await page.getByRole('tab', { name: 'Users' }).count(), 0);
    await page.getByText('No tokens').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('for ci');
    await dialog.getByLabel('Permission').selectOption('read');
    await dialog.getByLabel('Lasts').selectOption('7 days');
    await dialog.getByRole('button', { name: 'Create' }).click();
    const token = await dialog.getByLabel('Token').inputValue();
    assert.match(token, /^orrery_/);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await row(/^for ci all that you may use read .* never/).waitFor();
    const bearer = { authorization: `Bearer ${token}` };
    assert.equal(await status(`${MLFLOW}/users/current`, bearer), 200);
    await page.getByRole('button', { name: 'Revoke the token for ci' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The token for ci is revoked.', { exact: true }).waitFor();
    assert.equal(await status(`${MLFLOW}/users/current`, bearer), 401);
  });

  it("changes one's own password, by the one before", async () => {
    await tab('Password');
    await page.getByLabel('Current password').fill('not the password');
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Current password does not match.').waitFor();
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed.', { exact: true }).waitFor();
    await until(async () => (await status(`${MLFLOW}/users/current`, basic('ada', NEW_PASSWORD))) === 200);
    assert.equal(await status(`${MLFLOW}/users/current`, basic('ada', PASSWORD)), 401);
  });
});
