// What a planned change would break, against the whole system.

import { beforeAll, expect, inject, test, vi } from 'vitest';
import { expectNoSeriousAxe, openPortal, overflowOf, settled } from '../../support/portal-page.ts';

const url = inject('gatewayUrl');

/** The web shop asks for totals of orders; gateways report what is asked every few seconds. */
beforeAll(async () => {
  const shop = await tokenOf('app');
  await ask(shop, 'query Checkout { order(id: "CA-2016-152156") { total { amount } } }');
  const auditor = await tokenOf('security-officer');
  const question = '{ impact(changes: [{ coordinate: "Order.total" }]) { consumers { operations { name } } } }';
  await vi.waitFor(async () => expect(JSON.stringify(await ask(auditor, question))).toContain('Checkout'), {
    timeout: 60_000,
    interval: 500,
  });
});

async function tokenOf(persona: string): Promise<string> {
  const response = await fetch(`${url}/playground/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  return ((await response.json()) as { accessToken: string }).accessToken;
}

async function ask(token: string, query: string) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: the answer is of the shape that was asked for
  const { data, errors } = (await response.json()) as any;
  expect(errors).toBeUndefined();
  return data;
}

test('what breaks if a field goes is one key away from its lineage, and back', async () => {
  const page = await openPortal('security-officer', '/lineage?node=Order.total');
  await page.getByRole('link', { name: 'What breaks if it goes?' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.verdict').waitFor();
  await settled(page);

  const result = page.locator('.change-result');
  expect(await result.locator('.verdict').innerText()).toMatch(/Breaks (one client|\d+ clients)/);
  const rows = await result.getByRole('table', { name: 'Operations that ask for it' }).innerText();
  expect(rows).toMatch(/web-shop\s+Checkout/);
  const told = await result.innerText();
  expect(told).toMatch(/Promised by Orders, served by orders/);
  expect(told).toMatch(
    /gordian contract deprecate subgraphs\/orders\/contract\.yaml Order\.total --sunset 20\d\d-\d\d-\d\d/,
  );
  expect(told).toContain('Not complete');

  await page.getByRole('link', { name: 'Lineage of it' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.is-root', { hasText: 'Order.total' }).waitFor();
});

test('whoever may not see who asks is told how many ask all the same', async () => {
  const page = await openPortal('fraud-analyst', '/impact?change=FIELD_REMOVED:Order.total');
  const told = await page.locator('.change-result').innerText();
  expect(told).toMatch(/Breaks (one client|\d+ clients)/);
  expect(told).toMatch(/(name is|names are) for auditors and for the team that owns it/);
  expect(told).not.toContain('web-shop');
});

test('several changes are planned side by side, and stand in the address', async () => {
  const page = await openPortal('analyst', '/impact', { width: 320, theme: 'dark' });
  await page.getByLabel('What would change').selectOption('CLASSIFICATION_RAISED');
  await page.getByRole('button', { name: 'What breaks?' }).click();
  await page.getByText('Say where, such as Customer.email.').waitFor();
  await page.getByLabel('Where').fill('Customer.lifetimeValue');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'A field is classified more strictly: Customer.lifetimeValue' }).waitFor();
  await page.getByLabel('What would change').selectOption('SLA_RELAXED');
  await page.getByLabel('Where').fill('orders/orders');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'A promise is lowered: orders/orders' }).waitFor();
  await settled(page);

  expect(new URL(page.url()).searchParams.getAll('change')).toEqual([
    'CLASSIFICATION_RAISED:Customer.lifetimeValue',
    'SLA_RELAXED:orders/orders',
  ]);
  const fields = await page.locator('.change-result').first().locator('.coordinates').innerText();
  expect(fields).toContain('Customer360.healthScore');
  expect(await overflowOf(page)).toBe(0);
  await expectNoSeriousAxe(page);
  await page.getByRole('button', { name: 'Forget Customer.lifetimeValue' }).click();
  await page.getByRole('heading', { name: 'A field is classified' }).waitFor({ state: 'detached' });
});

test('a kind of change that there is not is named, with where all of them are', async () => {
  const page = await openPortal('analyst', '/impact?change=FIELD_SHOUTED:Order.total');
  expect(await page.getByRole('alert').innerText()).toMatch(/"FIELD_SHOUTED" is no kind of change/);
});
