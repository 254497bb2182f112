// The lineage explorer against the whole system: where a number comes from, on every screen, by keyboard as well.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectNoSeriousAxe, openPortal, overflowOf, settled } from '../../support/portal-page.ts';

const detailsOf = (page: Page) => page.locator('.node-details');
const focusedNode = (page: Page) => page.evaluate('document.activeElement.dataset.node ?? null');

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 40; pressed++) {
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never gets to ${selector}.`);
}

async function walkTo(page: Page, urn: string, key: string): Promise<void> {
  for (let pressed = 0; pressed < 20 && (await focusedNode(page)) !== urn; pressed++) await page.keyboard.press(key);
  expect(await focusedNode(page)).toBe(urn);
}

test('where a number comes from is found by keyboard alone, down to the column of the database', async () => {
  const page = await openPortal('analyst', '/lineage');
  await tabTo(page, '[role=combobox]');
  await page.keyboard.type('healthScore');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.drawing').waitFor();
  expect(new URL(page.url()).searchParams.get('node')).toBe('Customer360.healthScore');

  await tabTo(page, '[data-node]');
  await page.keyboard.press('ArrowLeft');
  await walkTo(page, 'graphql://gordian#Customer.lifetimeValue', 'ArrowUp');
  expect(await page.locator(':focus').textContent()).toMatch(
    /Customer\.lifetimeValue.*1 step towards the sources; \d+ sources/,
  );
  await page.keyboard.press('Enter');
  const column = 'postgres://orders#orders.orders.total';
  await page.locator(`[data-node="${column}"]`).waitFor();
  await page.keyboard.press('ArrowLeft');
  await walkTo(page, column, 'ArrowDown');

  const about = await detailsOf(page).innerText();
  expect(about).toMatch(/^orders\.orders\.total\n/);
  expect(about).toMatch(/Goes to\s+Customer\.lifetimeValue\s+computed from it\s+declared in a contract/);
  await settled(page);
  await page.reload();
  await page.locator(`[data-node="${column}"]`).waitFor();
});

test('how one node gets to another is highlighted and told step by step', async () => {
  const to = encodeURIComponent('postgres://orders#orders.orders.total');
  const page = await openPortal('analyst', `/lineage?node=Customer360.healthScore&to=${to}`);
  await page.locator('.line-path').first().waitFor();

  expect(await page.locator('.way-steps').innerText()).toMatch(
    /orders\.orders\.total[\s\S]*Customer\.lifetimeValue[\s\S]*Customer360\.healthScore/,
  );
  expect(await page.locator('.is-on-path').count()).toBe(3);
  expect(await page.locator('.line-path').count()).toBe(2);
});

test('what is opened is closed again, and each node can be the centre', async () => {
  const page = await openPortal('analyst', '/lineage?node=Customer.lifetimeValue');
  const before = await page.locator('.node-card').count();
  await page.getByRole('button', { name: /^Show \d+ consumers of orders\.orders\.currency$/ }).click();
  await page.getByRole('button', { name: 'Close the consumers of orders.orders.currency' }).waitFor();
  await settled(page);
  expect(await page.locator('.node-card').count()).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Close the consumers of orders.orders.currency' }).click();
  expect(await page.locator('.node-card').count()).toBe(before);

  await page.locator('[data-node="gordian:product:customers/customer-360"]').dblclick();
  await page.locator('.is-root', { hasText: 'Customer 360' }).waitFor();
});

test('the graph as it was before anything was registered has nothing, and no instant is told as such', async () => {
  const page = await openPortal('analyst', '/lineage?node=Customer.lifetimeValue&at=2001-01-01T00:00:00Z');
  expect(await page.locator('.trust-note').innerText()).toMatch(
    /as it was known .* years ago.*Nothing next to these nodes/,
  );

  const wrong = await openPortal('analyst', '/lineage?node=Customer.lifetimeValue&at=yesterday');
  expect(await wrong.locator('main').innerText()).toMatch(/"yesterday" is no instant/);
});

test('a name that is in no lineage, and a viewer without a name, are told what to do', async () => {
  const page = await openPortal('analyst', '/lineage?node=Customer.nothing');
  await page.getByText('The lineage has no Customer.nothing').waitFor();

  const anonymous = await openPortal('anonymous', '/lineage?node=Customer.email');
  expect(await anonymous.locator('main').innerText()).toMatch(
    /The lineage is not shown to you: Needs an authenticated caller/,
  );
});

test('on a narrow screen the list comes first, and is walked by keyboard', async () => {
  const page = await openPortal('analyst', '/lineage?node=Customer.id', { width: 390, theme: 'dark' });
  const tree = page.getByRole('tree');
  await tabTo(page, '[role=treeitem]');
  await page.keyboard.press('ArrowDown');
  await walkTo(page, 'graphql://gordian#Customer.lifetimeValue', 'ArrowDown');
  await page.keyboard.press('ArrowRight');
  await tree.getByRole('treeitem', { expanded: true, name: /Customer\.lifetimeValue/ }).waitFor();
  await tree.locator('[aria-level="3"]').first().waitFor();
  await page.keyboard.press('ArrowRight');
  expect(await page.locator(':focus').getAttribute('aria-level')).toBe('3');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await tree.getByRole('treeitem', { expanded: false, name: /Customer\.lifetimeValue/ }).waitFor();

  expect(await overflowOf(page)).toBe(0);
  await expectNoSeriousAxe(page);
});

test('the drawing has no serious finding of accessibility, opened far', async () => {
  const open = encodeURIComponent(
    'up:graphql://gordian#Customer.lifetimeValue up:graphql://gordian#Customer.riskScore',
  );
  const page = await openPortal('analyst', `/lineage?node=Customer360.healthScore&open=${open}`);
  await page.locator('summary').click();
  await expectNoSeriousAxe(page);
});

test('where contracts and runs disagree is listed for each product', async () => {
  const page = await openPortal('analyst', '/lineage?view=drift&product=gordian:product:orders/orders');
  const table = page.getByRole('table', { name: 'Edges that are declared or seen, but not both' });
  expect(await table.getByRole('row').count()).toBeGreaterThan(5);
  await table.getByRole('link').first().click();
  await page.locator('.drawing').waitFor();
});

test('where personal data gets to unmasked is for security; everybody else is told how to ask', async () => {
  const page = await openPortal('security-officer', '/lineage?view=unmasked');
  await page.getByText('Nothing that carries pii gets anywhere without a mask.').waitFor();

  const analyst = await openPortal('analyst', '/lineage?view=unmasked');
  await analyst.getByText('Needs scope gordian:security').waitFor();
  expect(await analyst.getByRole('link', { name: 'Request access' }).getAttribute('href')).toContain(
    'Query.unmaskedPaths',
  );
});
