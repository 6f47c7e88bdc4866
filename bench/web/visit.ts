import type { Browser, CDPSession, Page } from 'playwright-core';

/** How a web app shows the runs of an experiment, in the terms of its pages. Texts are expressions for the page. */
export interface WebApp {
  url: string;
  /** Below the URL. */
  runsPath: string;
  experimentsPath: string;
  /** The link that leads from the experiments to the runs. */
  link: string;
  /** The name of the first run; undefined while there is none. */
  firstRun: string;
  /** Asks for another order. */
  sort: string;
  filterBox: string;
  /** What scrolls. */
  scroller: string;
}

/** Milliseconds, but for `scripts` and `bytes`, in bytes as they came over the wire, and `fps`. */
export interface Visit {
  scripts: number;
  bytes: number;
  load: number;
  open: number;
  sort: number;
  filter: number;
  fps: number;
  longestFrame: number;
}

const FILTER = "metrics.val_loss < 0.05 and params.model = 'mlp'";
const TIMEOUT_MS = 180_000;
const SCROLL_MS = 3000;
const PX_A_FRAME = 90;

/** One reader: a first visit with nothing in the cache, then from the experiments to the runs, in another order, filtered. */
export async function visit(browser: Browser, app: WebApp): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  try {
    const traffic = await watchTraffic(await context.newCDPSession(page));
    await page.addInitScript(`(() => {
      const look = () => { if (${app.firstRun}) window.shown_ = performance.now(); else requestAnimationFrame(look); };
      requestAnimationFrame(look);
    })()`);
    await page.goto(app.url + app.runsPath, { waitUntil: 'commit' });
    const load = await shownAt(page);
    await page.waitForTimeout(1000);
    const { scripts, bytes } = traffic;

    await page.goto('about:blank');
    await page.goto(app.url + app.experimentsPath, { waitUntil: 'commit' });
    await page.waitForFunction(app.link);
    await page.waitForTimeout(1000);
    const open = await timed(page, `(${app.link}).click()`, app.firstRun);
    await page.waitForTimeout(1500);
    const { fps, longestFrame } = await scroll(page, app.scroller);
    await page.evaluate(`(${app.scroller}).scrollTop = 0`);
    await page.waitForTimeout(500);
    const sort = await timed(
      page,
      `window.before_ = ${app.firstRun}; ${app.sort}`,
      `${app.firstRun} !== window.before_`,
    );
    await page.locator(app.filterBox).fill(FILTER);
    await page.waitForTimeout(500);
    const enter = `(() => {
      window.before_ = ${app.firstRun};
      document.querySelector(${JSON.stringify(app.filterBox)}).dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true }));
    })()`;
    const filter = await timed(page, enter, `${app.firstRun} && ${app.firstRun} !== window.before_`);
    return { scripts, bytes, load, open, sort, filter, fps, longestFrame };
  } finally {
    await context.close();
  }
}

export async function shownAt(page: Page): Promise<number> {
  await page.waitForFunction('window.shown_ !== undefined');
  return page.evaluate<number>('window.shown_');
}

/** Milliseconds from an act in the page until the frame after something holds. */
export function timed(page: Page, act: string, until: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const started = performance.now();
    ${act};
    while (!(${until})) {
      if (performance.now() - started > ${TIMEOUT_MS}) throw new Error('It never came: ' + ${JSON.stringify(until)});
      await frame();
    }
    await frame();
    return performance.now() - started;
  })()`);
}

/** Scrolls on at each frame for some seconds. */
export function scroll(page: Page, scroller: string): Promise<{ fps: number; longestFrame: number }> {
  return page.evaluate(`(async () => {
    const frames = [];
    let last = await new Promise(requestAnimationFrame);
    const end = last + ${SCROLL_MS};
    while (last < end) {
      (${scroller}).scrollTop += ${PX_A_FRAME};
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - last);
      last = now;
    }
    return { fps: 1000 * frames.length / frames.reduce((sum, ms) => sum + ms, 0), longestFrame: Math.max(...frames) };
  })()`);
}

/** Counts what comes over the wire. */
export async function watchTraffic(session: CDPSession): Promise<{ scripts: number; bytes: number }> {
  const traffic = { scripts: 0, bytes: 0 };
  const types = new Map<string, string>();
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    traffic.bytes += encodedDataLength;
    if (types.get(requestId) === 'Script') traffic.scripts += encodedDataLength;
  });
  return traffic;
}
