// The panels of the playground against the whole system: what an operation would take, the field under the cursor, what stands behind
// an answer and what it can become, saved queries and links.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { become, expectNoSeriousAxe, goTo, openPortal, overflowOf } from '../../support/portal-page.ts';

const patience = { timeout: 60_000 };

async function openPlayground(
  persona: string,
  path = '/',
  options: Parameters<typeof openPortal>[2] = {},
): Promise<Page> {
  const page = await openPortal(persona, path, options);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  return page;
}

const panel = (page: Page) => page.getByRole('region', { name: 'About this operation' });
const show = (page: Page, name: string) => panel(page).getByRole('button', { name, exact: true }).click();

async function run(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: /execute query/i }).click();
  await page.locator('.facts', { hasText: `as ${label}` }).waitFor();
}

/** The operations of this name that were sent to be run. */
function runsOf(page: Page, name: string): string[] {
  const runs: string[] = [];
  page.on('request', (request) => {
    const body = request.url().endsWith('/graphql') ? (request.postData() ?? '') : '';
    if (body.includes(name) && !body.includes('"explain"')) runs.push(body);
  });
  return runs;
}

test(
  'before it runs, an operation says what it takes and what would be withheld; who may not see plans is told how to',
  patience,
  async () => {
    const page = await openPlayground('analyst');
    const runs = runsOf(page, 'CustomerProfile');

    await show(page, 'Before Run');
    const plan = panel(page).getByRole('region', { name: 'Plan' });
    await plan.getByText('At the same time').first().waitFor();

    expect(await panel(page).getByRole('region', { name: 'Cost' }).innerText()).toMatch(
      /may cost \d+[\s\S]*orders[\s\S]*\d+/,
    );
    expect(await panel(page).getByRole('region', { name: 'What you would get' }).innerText()).toMatch(
      /Customer\.email\s+denied\s+Needs scope customers:pii:read/,
    );
    await plan.locator('summary', { hasText: 'catalog' }).first().click();
    await plan.getByText('Product.name', { exact: true }).waitFor();

    await become(page, 'account-manager');
    await plan.getByText('gordian:plan:read').waitFor();
    expect(await plan.innerText()).not.toContain('catalog');
    // The viewer has run nothing here, so there is nothing that another persona could run again.
    expect(runs).toEqual([]);
  },
);

test(
  'the field under the cursor shows its product, promises, sources and the way to ask for it',
  patience,
  async () => {
    const page = await openPlayground('analyst');
    await show(page, 'Field');

    await page.locator('.graphiql-query-editor .view-line', { hasText: /^\s*email\s*$/ }).click();
    const coordinate = panel(page).locator('header .coordinate');
    await coordinate.filter({ hasText: 'Customer.email' }).waitFor();
    await panel(page).getByText('Needs scope customers:pii:read').waitFor();
    const words = await panel(page).locator('.field-known').innerText();
    expect(words).toMatch(/owned by \S+/);
    expect(words).toMatch(/freshness[\s\S]* against /);
    expect(words).toContain('pii.email');
    expect(await panel(page).getByRole('link', { name: 'Request access' }).getAttribute('href')).toBe(
      '/access?coordinate=Customer.email',
    );
    expect(await panel(page).getByRole('link', { name: 'Lineage', exact: true }).getAttribute('href')).toBe(
      '/lineage?node=Customer.email',
    );

    await page.keyboard.press('ArrowUp');
    await coordinate.filter({ hasText: 'Customer.region' }).waitFor();
  },
);

test('an answer shows what stands behind it, when it was fetched, and what it can become', patience, async () => {
  const page = await openPlayground('analyst');
  await run(page, 'Analyst');

  await expect
    .poll(() => page.getByRole('region', { name: 'Behind this answer' }).innerText())
    .toMatch(/orders\s*v\d+\.\d+\.\d+/);
  expect(await page.locator('.result-window .view-lines').innerText()).not.toContain('extensions');
  await show(page, 'Timing');
  const bars = panel(page).locator('.waterfall tbody tr');
  expect(await bars.count()).toBeGreaterThan(4);
  expect(await bars.first().innerText()).toMatch(/^1\s+customers/);

  await show(page, 'Result as');
  await panel(page).getByRole('columnheader', { name: 'total.amount' }).waitFor();
  const text = panel(page).locator('.result-text');
  const as = (form: string) => panel(page).getByRole('combobox', { name: 'As' }).selectOption(form);
  await as('CSV');
  expect(await text.innerText()).toMatch(/^id,placedAt,status/);
  await as('curl');
  expect(await text.innerText()).toContain('Bearer $TOKEN');
  expect(await text.innerText()).not.toContain('eyJ');
  await as('TypeScript');
  expect(await text.innerText()).toContain('export type CustomerProfileData = {');
  await as('Link');
  expect(await text.innerText()).toMatch(/^http\S+\/\?query=/);
});

describe('a query from elsewhere', () => {
  test(
    'a link opens a tab and runs nothing, whoever the viewer becomes; what would change data is marked',
    patience,
    async () => {
      const mutation = 'mutation FromALink { changePrice(input: { productId: "X" }) { __typename } }';
      const page = await openPlayground('steward', `/?query=${encodeURIComponent(mutation)}&variables=%7B%7D`);
      const runs = runsOf(page, 'FromALink');

      await page.getByRole('button', { name: 'FromALink', exact: true }).waitFor();
      const notice = page.getByRole('status').filter({ hasText: 'came with a link' });
      expect(await notice.innerText()).toContain('changes data');
      expect(new URL(page.url()).search).toBe('');

      await goTo(page, `/?query=${encodeURIComponent('query ReadsFromALink { __typename }')}`);
      await page.getByRole('button', { name: 'ReadsFromALink', exact: true }).waitFor();
      await become(page, 'analyst');
      // GraphiQL remembers tabs half a second later.
      const remembered = () => page.evaluate("JSON.stringify(localStorage).includes('ReadsFromALink')");
      await expect.poll(remembered).toBe(true);
      await page.reload();
      await page.locator('.graphiql-query-editor .view-line', { hasText: 'ReadsFromALink' }).waitFor();
      await become(page, 'anonymous');
      expect(runs).toEqual([]);

      await run(page, 'Anonymous');
      await become(page, 'analyst');
      await page.locator('.facts', { hasText: 'as Analyst' }).waitFor();
      expect(runs).toHaveLength(2);
    },
  );

  test('a saved query is listed with its owner, opened in a tab, and kept as a file', patience, async () => {
    const page = await openPlayground('analyst');
    await page.getByRole('button', { name: 'Show Saved queries' }).click();
    const list = page.getByRole('region', { name: 'Saved queries' });

    expect(await list.innerText()).toMatch(/catalog-search\.graphql\s+kept by\s+catalog\/product-catalog/);
    await list.getByRole('button', { name: 'A list as every domain offers it' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'CatalogSearch', exact: true }).count()).toBe(2);

    await list.getByLabel('Title').fill('Chairs!');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      list.getByRole('button', { name: 'Download chairs.graphql' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('chairs.graphql');
  });
});

test.each(['light', 'dark'] as const)(
  'on a telephone, %s, every panel fits and can be read',
  patience,
  async (theme) => {
    const page = await openPlayground('analyst', '/', { width: 390, theme });
    await run(page, 'Analyst');

    for (const name of ['Before Run', 'Field', 'Timing', 'Result as']) {
      await show(page, name);
      await panel(page).locator('.answer-findings:not(:has(.skeleton, [aria-busy=true]))').waitFor();
      await expectNoSeriousAxe(page);
    }
    expect(await overflowOf(page)).toBe(0);

    const beyondTheEdge = await panel(page)
      .locator('.answer-sections')
      .evaluate((bar) => bar.scrollWidth - bar.clientWidth);
    expect(beyondTheEdge).toBe(0);
    await page.getByRole('button', { name: 'Close CustomerProfile' }).press('Enter');
    await page.getByRole('button', { name: 'DataProducts', exact: true }).and(page.locator(':focus')).waitFor();
  },
);
