// The playground as a person uses it, in a real browser, with a record of everything that must not happen meanwhile.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { becomesTrue, isShown } from './in-page.ts';

export interface PlaygroundPage {
  readonly page: Page;
  /** Warnings and errors of the console, where violations of the content security policy appear too, and uncaught exceptions. */
  readonly complaints: readonly string[];
  /** URLs of requests that left the origin of the gateway. */
  readonly outsideRequests: readonly string[];
  run(): Promise<void>;
  /** Chooses a persona by its id. */
  become(persona: string): Promise<void>;
  /** Waits until the answer shown was given to the persona of that label. */
  answerTo(label: string): Promise<void>;
  /** The visible part of the result. */
  result(): Promise<string>;
  /** The text of the panel under the result. */
  findings(): Promise<string>;
  close(): Promise<void>;
}

export async function openPlayground(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<PlaygroundPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints = recordComplaints(page);
  const outsideRequests = recordOutsideRequests(page, new URL(url).origin);
  await page.goto(url);
  await editorIsShown(page);

  return {
    page,
    complaints,
    outsideRequests,
    run: () => page.getByRole('button', { name: /execute query/i }).click(),
    become: (persona) => page.locator(`label:has(input[value=${persona}])`).click(),
    answerTo: (label) =>
      becomesTrue(page, `document.querySelector('.facts')?.innerText.includes(${JSON.stringify(`as ${label}`)})`),
    result: async () => plain(await page.locator('.result-window .view-lines').innerText()),
    findings: () => page.locator('.answer-findings').innerText(),
    close: () => context.close(),
  };
}

/** Waits until the editor has loaded: it has a line. */
export function editorIsShown(page: Page): Promise<void> {
  return isShown(page, '.graphiql-query-editor .view-line');
}

function recordComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  return complaints;
}

function recordOutsideRequests(page: Page, origin: string): string[] {
  const urls: string[] = [];
  page.on('request', (request) => {
    const { protocol } = new URL(request.url());
    if (protocol !== 'data:' && new URL(request.url()).origin !== origin) urls.push(request.url());
  });
  return urls;
}

/** The editor writes spaces that do not break. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
