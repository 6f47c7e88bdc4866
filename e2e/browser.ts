import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Debian's chromium, with one page open. */
export interface OpenPage {
  browser: Browser;
  page: Page;
  /** What went wrong on the page: errors thrown, and errors on the console. */
  problems: string[];
}

/** Starts chromium without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.ORRERY_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/**
 * Starts chromium and opens a page, which waits up to half a minute for what it is asked for.
 *
 * @param bypassCSP whether texts of tests may be evaluated in the page, which its content policy forbids
 */
export async function openPage(viewport = { width: 1280, height: 860 }, bypassCSP = true): Promise<OpenPage> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport, bypassCSP });
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  return { browser, page, problems };
}

/** Waits until nothing on the page is loading. */
export async function loaded(page: Page): Promise<void> {
  await page.waitForFunction(`!document.querySelector('[role=status][aria-label=Loading]')`);
}

/** By how many px the page is wider than its window; 0 or less where it fits. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}

/** What axe (WCAG 2.1 A and AA, best practices) finds wrong with the page as it stands, one line a finding. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ': ' + help + ': ' + target.join(' ') + ': ' + failureSummary)))`);
}
