// The playground against the whole system, in a real browser.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { editorIsShown, openPlayground, type PlaygroundPage } from '../support/playground-page.ts';

const url = inject('gatewayUrl');
const narrow = { viewport: { width: 390, height: 844 } };

let browser: Browser;
let playground: PlaygroundPage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => playground.close());
afterAll(() => browser?.close());

test('an analyst gets the customer without the e-mail address and is told why; a steward gets it, and takes it along', async () => {
  playground = await openPlayground(browser, url);
  const { page } = playground;

  await playground.run();
  await playground.answerTo('Analyst');
  expect(await playground.result()).toContain('"email": null');
  expect(await playground.findings()).toMatch(/Customer\.email\s*not allowed\s+\S+/);

  await playground.become('steward');
  await playground.answerTo('Data steward');
  expect(await playground.result()).toMatch(/"email": "[^"]+@[^"]+"/);
  expect(await playground.findings()).not.toContain('Customer.email');

  await page.getByRole('button', { name: 'CatalogSearch', exact: true }).click();
  await playground.become('anonymous');
  await page.getByRole('button', { name: 'CustomerProfile', exact: true }).click();
  await expect.poll(() => playground.findings()).toMatch(/^Answers of Data steward are gone/);
  expect(await playground.result()).toMatch(/^\/\/ Answers of Data steward are gone/);
  expect(await playground.result()).not.toContain('@');

  await playground.run();
  await playground.answerTo('Anonymous');
  expect(await playground.findings()).toContain('sign in first');
});

test('nothing leaves the machine, nothing is blocked and nothing is logged as an error', async () => {
  playground = await openPlayground(browser, url);
  const { page } = playground;

  await playground.run();
  await playground.answerTo('Analyst');
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('button', { name: 'Open settings dialog' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /prettify/i }).click();
  await page.getByRole('button', { name: /use the .* theme/i }).click();
  await page.getByRole('button', { name: 'CatalogSearch', exact: true }).click();
  await playground.run();
  await playground.answerTo('Analyst');

  expect(playground.outsideRequests).toEqual([]);
  expect(playground.complaints).toEqual([]);
});

test.each([
  'CustomerProfile',
  'DataProducts',
  'CatalogSearch',
])('the query in the tab %s has no failures', async (tab) => {
  playground = await openPlayground(browser, url);
  const { page } = playground;
  await page.getByRole('button', { name: tab, exact: true }).click();

  await playground.run();
  await playground.answerTo('Analyst');
  await page.getByRole('button', { name: /^Failed/ }).click();

  expect(await playground.findings()).toBe('Nothing failed in this answer.');
});

test('the answer names the data products it came from, with owner and contract', async () => {
  playground = await openPlayground(browser, url);
  await playground.run();
  await playground.answerTo('Analyst');

  await playground.page.getByRole('button', { name: /^Data products/ }).click();

  expect(await playground.findings()).toMatch(/v\d+\.\d+\.\d+[\s\S]*owned by/);
});

test('arrow keys move between the personas, and the query runs again', async () => {
  playground = await openPlayground(browser, url);
  await playground.run();
  await playground.answerTo('Analyst');
  await playground.page.locator('input[name=persona]:checked').focus();

  await playground.page.keyboard.press('ArrowRight');

  await playground.answerTo('Data steward');
});

test('a mutation does not run again because somebody looked at another persona', async () => {
  playground = await openPlayground(browser, url);
  const { page } = playground;
  const operations: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) operations.push(request.postData() ?? '');
  });
  await page.getByRole('button', { name: 'New tab' }).click();
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('mutation Never { openTicket(input: {}) { __typename } }');
  await page.getByRole('button', { name: 'Never', exact: true }).waitFor();

  await playground.become('steward');
  await page.locator('input[value=steward]:checked').waitFor();
  await page.getByRole('button', { name: 'Claims' }).click();
  await page
    .getByRole('region', { name: /claims/i })
    .getByText('Data steward')
    .waitFor();

  expect(operations.filter((body) => body.includes('Never'))).toEqual([]);
});

describe('the token', () => {
  test('is renewed before it ends, so that a page left open goes on working', async () => {
    playground = await openPlayground(browser, url);
    const { page } = playground;
    await page.clock.install();
    const tokens: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/playground/token')) tokens.push(request.postData() ?? '');
    });

    await page.clock.fastForward('24:00:00');
    await playground.run();
    await playground.answerTo('Analyst');

    expect(tokens).toEqual(['{"persona":"analyst"}']);
    expect(await playground.result()).toContain('"name"');
  });

  test('is kept in memory only', async () => {
    playground = await openPlayground(browser, url);
    await playground.run();
    await playground.answerTo('Analyst');

    const stored = await playground.page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    );

    expect(stored).not.toMatch(/eyJ|[Bb]earer/);
  });

  test('is shown as claims, without itself', async () => {
    playground = await openPlayground(browser, url);
    const { page } = playground;

    await page.getByRole('button', { name: 'Claims' }).click();
    const panel = page.getByRole('region', { name: /claims/i });

    expect(await panel.innerText()).toMatch(/orders:confidential:read/);
    expect(await panel.innerText()).not.toContain('eyJ');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
  });
});

describe('without demo personas', () => {
  const withoutDemo = async (): Promise<PlaygroundPage> => {
    const settings = JSON.stringify({ endpoint: '/graphql', title: 'Gordian', demo: false, personas: [] });
    const opened = await openPlayground(browser, url);
    await opened.page.route('**/playground/config.json', (route) =>
      route.fulfill({ contentType: 'application/json', body: settings }),
    );
    await opened.page.reload();
    await editorIsShown(opened.page);
    return opened;
  };

  test('a pasted token is used, and its claims are shown', async () => {
    playground = await withoutDemo();
    const { page } = playground;
    const answer = await page.request.post(new URL('/playground/token', url).href, { data: { persona: 'steward' } });
    const { accessToken } = (await answer.json()) as { accessToken: string };

    await page.getByLabel('Access token').fill(`Bearer ${accessToken}`);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Claims' }).waitFor();
    await playground.run();

    await page.locator('.facts', { hasText: 'HTTP 200' }).waitFor();
    expect(await playground.result()).toMatch(/"email": "[^"]+@/);
  });

  test('a text that is no token is refused with what a token looks like', async () => {
    playground = await withoutDemo();

    await playground.page.getByLabel('Access token').fill('swordfish');
    await playground.page.keyboard.press('Enter');

    await playground.page.getByRole('alert').getByText('three parts joined by dots').waitFor();
  });

  test('a token that the gateway refuses is a failure of the whole answer', async () => {
    playground = await withoutDemo();

    await playground.page.getByLabel('Access token').fill('e30.e30.forged');
    await playground.page.keyboard.press('Enter');
    await playground.page.getByRole('button', { name: 'Claims' }).waitFor();
    await playground.run();
    await playground.page.locator('.facts', { hasText: 'HTTP 401' }).waitFor();

    expect(await playground.findings()).toContain('UNAUTHENTICATED');
  });
});

describe('when the gateway does not answer', () => {
  test('a run says what to do, and the persona stays', async () => {
    playground = await openPlayground(browser, url);
    const { page } = playground;
    await page.context().setOffline(true);

    await playground.run();
    await page.locator('.answer-findings', { hasText: 'npm start' }).waitFor();
    await playground.become('steward');
    await page.getByRole('alert').getByText('Could not become Data steward').waitFor();

    expect(await page.locator('input[value=analyst]').isChecked()).toBe(true);
  });

  test('the page itself offers to try again', async () => {
    playground = await openPlayground(browser, url);
    const { page } = playground;
    await page.route('**/playground/config.json', (route) => route.abort());
    await page.reload();
    await page.getByRole('heading', { name: 'The portal cannot start' }).waitFor();

    await page.unroute('**/playground/config.json');
    await page.getByRole('button', { name: 'Try again' }).click();

    await editorIsShown(page);
  });
});

describe.each(['light', 'dark'] as const)('on a telephone, %s', (colorScheme) => {
  test('nothing is wider than the screen, and every control can be reached', async () => {
    playground = await openPlayground(browser, url, { ...narrow, colorScheme });
    const { page } = playground;

    await playground.run();
    await playground.answerTo('Analyst');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
    await page.getByRole('button', { name: /^Denied/ }).click();

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe(colorScheme);
  });
});
