import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { Orrery } from './orrery.ts';

const PREFIX = '/team/ml';

for (const strips of [false, true]) {
  describe(`the web app behind a proxy that ${strips ? 'takes its prefix away and says so' : 'forwards its prefix'}`, () => {
    let orrery: Orrery;
    let server: ChildProcess;
    let proxy: http.Server;
    let browser: Browser;
    const turnedAway: string[] = [];

    before(async () => {
      orrery = await Orrery.make();
      server = orrery.spawn('server', ...(strips ? [] : ['--static-prefix', PREFIX]));
      while (!(await fetch(`${orrery.url}/health`).catch(() => null))) await sleep(100);
      proxy = http.createServer((request, response) => {
        const path = request.url ?? '/';
        if (!path.startsWith(`${PREFIX}/`)) {
          turnedAway.push(path);
          response.writeHead(404).end();
          return;
        }
        const headers = strips ? { ...request.headers, 'x-forwarded-prefix': PREFIX } : request.headers;
        const onward = http.request(
          {
            port: orrery.ports[0],
            method: request.method,
            path: strips ? path.slice(PREFIX.length) : path,
            headers,
          },
          (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
        );
        onward.on('error', () => response.destroy());
        response.on('close', () => onward.destroy());
        request.pipe(onward);
      });
      await new Promise<void>((resolve) => proxy.listen(0, resolve));
      browser = await chromium.launch({
        executablePath: process.env.ORRERY_CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      });
    });
    after(async () => {
      await browser?.close();
      proxy?.closeAllConnections();
      proxy?.close();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
      await orrery.remove();
    });

    it('opens pages, follows links, asks and writes, all below the prefix', async () => {
      const page = await browser.newPage();
      const root = `http://localhost:${(proxy.address() as AddressInfo).port}${PREFIX}`;
      await page.goto(`${root}/`);
      await page.getByRole('link', { name: 'Default' }).click();
      await page.getByText('No runs yet').waitFor();
      assert.equal(new URL(page.url()).pathname, `${PREFIX}/experiments/0`);
      const live = page.waitForResponse((response) => response.url() === `${root}/api/live`);
      await page.reload();
      assert.equal((await live).status(), 200);
      await page.goto(`${root}/workbench`);
      await page.getByText('No manifest has run yet').waitFor();
      await page.goto(`${root}/#/experiments/0`);
      await page.getByRole('heading', { name: 'Default' }).waitFor();
      await page.goto(`${root}/experiments`);
      await page.getByRole('button', { name: 'New experiment' }).click();
      await page.getByLabel('Name', { exact: true }).fill('behind');
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('link', { name: 'behind' }).waitFor();
      assert.deepEqual(turnedAway, []);
    });
  });
}
