// Who may see what and why: for those who may know the rules, and for everybody about themselves.
import { expect, test } from 'vitest';
import { expectNoSeriousAxe, goTo, openPortal, overflowOf } from '../../support/portal-page.ts';

const patience = { timeout: 60_000 };
const customers = 'gordian:product:customers/customer-profile';

test('a cell of the matrix leads to the rules that decide, and what would change them', patience, async () => {
  const page = await openPortal('security-officer', `/policy?product=${customers}&q=customer.email`);
  await page.getByRole('link', { name: 'Analyst: denied. Why?' }).first().click();
  await page.getByText('Analyst does not see Customer.email.').waitFor();
  expect(new URL(page.url()).search).toBe('?persona=analyst&coordinate=Customer.email');
  await page.getByText('It would be allowed with scope customers:pii:read.').waitFor();
  const rules = page.getByRole('table', { name: 'Rules that were asked' });
  await rules.getByText('or(hasScope(customers:pii:read), hasScope(customers:pii:masked))').waitFor();
  await expectNoSeriousAxe(page);
  await page.goBack();
  await page.getByText('1 of ').waitFor();
});

test('the matrix is narrowed by what the address says, and by hand', patience, async () => {
  const page = await openPortal('steward', `/policy?product=${customers}&persona=analyst&verdict=DENY&class=pii`, {
    theme: 'dark',
  });
  const matrix = page.getByRole('table', { name: 'Who may see what' });
  await matrix.getByRole('rowheader', { name: 'Customer.email' }).waitFor();
  expect(await matrix.getByRole('rowheader', { name: 'Customer.segment' }).count()).toBe(0);
  await expectNoSeriousAxe(page);
  await page.getByLabel('Words').fill('no such thing');
  await page.getByText('No coordinate fits.').waitFor();
  await page.getByLabel('Words').fill('phone');
  await matrix.getByRole('rowheader', { name: 'Customer.phone' }).waitFor();
  expect(new URL(page.url()).searchParams.get('q')).toBe('phone');
  await goTo(page, '/policy?product=all&persona=analyst');
  await page.getByRole('button', { name: /^Show all 1\d{3}$/ }).waitFor();
  expect(await matrix.getByRole('row').count()).toBe(301);
});

test('a product beyond those that the select holds is found by words', patience, async () => {
  const page = await openPortal('steward', '/policy/explain');
  // As it is where there are more than a page of them.
  await page.route('**/graphql', async (route) => {
    const { operationName, variables } = route.request().postDataJSON() ?? {};
    if (operationName !== 'Products' || variables.text) return route.fallback();
    const response = await route.fetch();
    const json = await response.json();
    json.data.dataProducts.nodes.length = 1;
    return route.fulfill({ response, json });
  });
  await goTo(page, '/policy');
  const products = page.getByLabel('Data product', { exact: true });
  expect(await products.getByRole('option').allTextContents()).toEqual(['Product catalog', 'All products']);
  await page.getByLabel(/^Find one \(1 of \d+ listed\)$/).fill('support-tickets');
  await products.getByRole('option', { name: 'Support tickets' }).waitFor({ state: 'attached' });
  await products.selectOption({ label: 'Support tickets' });
  await page.getByRole('rowheader', { name: 'Ticket.subject' }).waitFor();
  await goTo(page, '/policy?product=gordian:product:no/such');
  await page.getByText('Nothing in the graph is of this product.').waitFor();
  expect(await products.inputValue()).toBe('gordian:product:no/such');
});

test('whoever may not know the rules is told so, and asks about own decisions', patience, async () => {
  const page = await openPortal('app', '/policy', { width: 390 });
  await page.getByText('The policy of others is not shown to you').waitFor();
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await page.getByLabel('Coordinate').fill('Customer.email');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByText('You see Customer.email with a mask in the place of the value.').waitFor();
  await page.getByText('The rules themselves are for those with the scope').waitFor();
  await expectNoSeriousAxe(page);
  await goTo(page, '/policy/explain?coordinate=Customer.nothing');
  await page.getByText('There is no Customer.nothing.').waitFor();
});
