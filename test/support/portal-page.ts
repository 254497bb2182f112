// Pages of the portal as a person uses them, in a real browser against the system of the end-to-end tests. One browser for each test
// file. A test fails when the console complained or anything was asked outside the gateway meanwhile, whatever else it looks at.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { launchBrowser } from './browser.ts';
import { isShown } from './in-page.ts';

export type Theme = 'light' | 'dark';

export interface PortalOptions {
  readonly width?: number;
  readonly theme?: Theme;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const opened: { readonly page: Page; readonly complaints: string[] }[] = [];
let browser: Promise<Browser> | null = null;

afterEach(async () => {
  const complaints = opened.flatMap((each) => each.complaints);
  await Promise.all(opened.splice(0).map(({ page }) => page.context().close()));
  expect(complaints, 'errors of the console, and requests to others than the gateway').toEqual([]);
});

afterAll(async () => {
  await (await browser)?.close();
});

/** A page of its own, shown and answered. The persona is the one that a viewer of the demo has chosen in this tab. */
export async function openPortal(
  persona: string,
  path: string,
  { width = 1280, theme = 'light' }: PortalOptions = {},
): Promise<Page> {
  browser ??= launchBrowser();
  const context = await (await browser).newContext({ viewport: { width, height: 860 }, colorScheme: theme });
  // By key and value, so that a choice made later in the test outlives a reload.
  await context.addInitScript(`sessionStorage['gordian:persona'] ??= ${JSON.stringify(persona)}`);
  const page = await context.newPage();
  opened.push({ page, complaints: recordComplaints(page) });
  await page.goto(new URL(path, inject('gatewayUrl')).href);
  await settled(page);
  return page;
}

/** Goes to another page of the portal without loading it anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  await settled(page);
}

/** Becomes another persona of the demo. */
export async function become(page: Page, persona: string): Promise<void> {
  await page.locator(`label:has(input[value=${persona}])`).click();
  await isShown(page, `.persona-switch[aria-busy=false]:has(input[value=${persona}]:checked)`);
  await settled(page);
}

/** Waits until the page shows what it asked for. */
export function settled(page: Page): Promise<void> {
  return isShown(page, 'main:has(h1):not(:has(.skeleton, [aria-busy=true]))');
}

/** No finding of WCAG 2.2 A and AA that is serious or critical. Injected through the debugger, which no page policy stops. */
export async function expectNoSeriousAxe(page: Page): Promise<void> {
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(axe);
  const findings = () =>
    page.evaluate(`
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })
      .then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' at ' + target + ': ' + failureSummary)))`);
  // A page may still be on its way from one look to the next.
  await expect.poll(findings, { message: page.url(), timeout: 5_000 }).toEqual([]);
}

/** How many pixels of the page lie beyond its right edge. */
export async function overflowOf(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
}

function recordComplaints(page: Page): string[] {
  const complaints: string[] = [];
  const origin = new URL(inject('gatewayUrl')).origin;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) complaints.push(`asked ${url.href}`);
  });
  return complaints;
}
