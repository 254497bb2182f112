// An incident as it opens, is looked at and ends: the checks of the orders fail and pass again while somebody watches.

import { afterAll, expect, inject, test } from 'vitest';
import { become, expectNoSeriousAxe, openPortal, settled } from '../../support/portal-page.ts';

const url = inject('gatewayUrl');
const check = 'orders/orders#orders-exist';
const title = /orders-exist is not kept/;

afterAll(() => reportCheck('PASS'));

test('an incident is seen as it opens, names whom it concerns, and is acknowledged by its team only', async () => {
  const page = await openPortal('analyst', '/incidents');
  await page.getByText('Updates by itself').waitFor();

  await reportCheck('FAIL');
  await page.getByRole('link', { name: title }).first().click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await settled(page);

  await page.getByRole('listitem').filter({ hasText: 'opened' }).waitFor();
  const concerned = page.getByRole('region', { name: 'Whom it concerns' });
  expect(await concerned.innerText()).toMatch(/made from it:[\s\S]*Customer 360/);
  expect(await concerned.innerText()).toMatch(/operations is not shown to you/);
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByRole('alert').getByText('Only members of').waitFor();

  // By its address it is the same for others, and for security there is more to see.
  await become(page, 'security-officer');
  await concerned.getByText(/made from it/).waitFor();
  expect(await concerned.innerText()).not.toContain('not shown to you');
  await expectNoSeriousAxe(page);

  await become(page, 'duty-manager');
  await page.getByLabel('Note').fill('The import of the night failed.');
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByRole('listitem').filter({ hasText: 'acknowledged' }).getByText('The import of the night').waitFor();
  expect(await page.getByRole('main').innerText()).toMatch(/Seen to by[\s\S]*user\|duty-manager/);
  expect(await page.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);

  await reportCheck('PASS');
  await page.getByRole('listitem').filter({ hasText: 'resolved' }).waitFor();
});

test('the conditions stand in the address, and nothing that meets them says so', async () => {
  const page = await openPortal('analyst', '/incidents');
  await page.getByLabel('Severity').selectOption('Critical');
  await page.getByLabel('State').selectOption('Acknowledged');
  await page.getByText('No incident meets these conditions.').waitFor();

  expect(page.url()).toMatch(/\?severity=CRITICAL&state=ACKNOWLEDGED$/);
  await page.getByRole('link', { name: 'Show all' }).click();
  await page.getByLabel('State').locator('option:checked', { hasText: 'All' }).waitFor({ state: 'attached' });
});

test('an incident that there is not says so', async () => {
  const page = await openPortal('analyst', '/incidents?id=00000000-0000-4000-8000-000000000000');
  await page.getByText('There is no such incident.').waitFor();
});

/** As the pipeline of the orders reports it. */
async function reportCheck(outcome: 'PASS' | 'FAIL'): Promise<void> {
  const { accessToken } = (await postJson('/playground/token', { persona: 'pipeline' })) as { accessToken: string };
  const query = `mutation Report($results: [QualityResultInput!]!) {
    reportQuality(input: { product: "gordian:product:orders/orders", results: $results }) { __typename }
  }`;
  const variables = { results: [{ checkId: check, outcome, observed: outcome === 'PASS' ? 5_009 : 0 }] };
  const answer = await postJson('/graphql', { query, variables }, { authorization: `Bearer ${accessToken}` });
  expect(answer).toEqual({ data: { reportQuality: { __typename: 'QualitySummary' } } });
}

async function postJson(path: string, body: object, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return response.json();
}
