// The catalogue as people use it: found by words, narrowed by what it is, and from there to an answer.
import { expect, test } from 'vitest';
import { expectNoSeriousAxe, openPortal, overflowOf, settled } from '../../support/portal-page.ts';

test.each([
  ['analyst', /"profit": \{/, []],
  ['app', /"profit": null/, ['/access?coordinate=Order.profit']],
])('find a product and run its example, as %s', async (persona, result, requests) => {
  const page = await openPortal(persona, '/catalog');
  await page.getByLabel('Search products, fields and terms').fill('orders');
  await page.getByRole('heading', { name: 'Data products' }).waitFor();
  expect(new URL(page.url()).searchParams.get('q')).toBe('orders');
  expect(await page.locator('mark').first().textContent()).toMatch(/^orders$/i);

  await page.getByRole('heading', { name: 'Orders', exact: true }).getByRole('link').click();
  await page.getByRole('tab', { name: 'Examples' }).click();
  await page
    .getByText(/^Costs up to \d+ points$/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Run' }).first().click();
  const answer = page.locator('.example-answer').first();
  await answer.locator('pre').waitFor();
  expect(await answer.locator('pre').textContent()).toMatch(result);
  const links = await answer.getByRole('link', { name: 'Request access' }).all();
  expect(await Promise.all(links.map((link) => link.getAttribute('href')))).toEqual(requests);
  await expectNoSeriousAxe(page);

  const playground = new URL(
    (await page.getByRole('link', { name: 'Open in the playground' }).first().getAttribute('href'))!,
    page.url(),
  );
  expect(playground.pathname).toBe('/');
  expect(playground.searchParams.get('query')).toMatch(/^query NewestOrders \{/);
});

test('each product says how it stands, and why it is trusted as much as it is', async () => {
  const page = await openPortal('steward', '/catalog?domain=customers&sort=trust', { width: 390, theme: 'dark' });
  expect(await page.getByRole('status').first().textContent()).toBe('2 data products');
  const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Customer profile' }) });
  await row.getByText('Trust').click();
  expect(await row.locator('.trust-reasons').textContent()).toMatch(/\d+ \/ 25\d+ of 10 checks of the scorecard pass/);
  // What is scrolled under the header is covered by it.
  await page.evaluate('scrollTo(0, 0)');
  await expectNoSeriousAxe(page);
  expect(await overflowOf(page)).toBe(0);

  await page.getByLabel('Kind').selectOption('CONSUMER_ALIGNED');
  await page.getByText('1 data product', { exact: true }).waitFor();
  await page.getByLabel('Domain').selectOption('payments');
  await page.getByText('No data product is like that.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).first().click();
  await page.getByText('7 data products').waitFor();
  expect(new URL(page.url()).search).toBe('');
});

test('a field is found although it is misspelt, and leads to its place in the contract', async () => {
  const page = await openPortal('analyst', '/catalog?q=customer+emial');
  await page.getByRole('link', { name: 'Customer.email', exact: true }).click();
  await settled(page);
  const row = page.getByRole('row').filter({ hasText: 'Customer.email' }).first();
  expect(await row.textContent()).toMatch(/Confidential.*Denied/);
  expect(await row.getByRole('link', { name: /^Request access/ }).getAttribute('href')).toBe(
    '/access?coordinate=Customer.email',
  );
});

test('a search that is narrowed says what it has looked through, and goes on', async () => {
  const page = await openPortal('analyst', '/catalog?q=customer&domain=payments&kind=BOGUS');
  const told = page.getByRole('status').first();
  expect(await told.textContent()).toMatch(/^\d of the best 30 of \d+ found$/);
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText(/^\d+ of the best 60 of \d+ found$/).waitFor();
});

test('whoever has not logged in sees what is public, and what is not', async () => {
  const page = await openPortal('anonymous', '/catalog');
  expect(await page.getByRole('heading', { level: 3 }).count()).toBe(7);
  expect(await page.locator('.denied-note').first().textContent()).toMatch(/owners.*Needs an authenticated caller/);
  await page.getByLabel('Search products, fields and terms').fill('ticket');
  await page.getByText('The search of fields and terms is not shown to you').waitFor();
  await page.getByRole('heading', { name: 'Support tickets' }).waitFor();
});
