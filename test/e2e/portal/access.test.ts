// "Why is this field empty, request it, have it approved, see it": two people, each in a browser of their own.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { askAs } from '../../support/portal-graph.ts';
import { become, expectNoSeriousAxe, goTo, openPortal, overflowOf } from '../../support/portal-page.ts';

const patience = { timeout: 60_000 };
const coordinate = 'Customer.dateOfBirth';
const birth = async () => (await askAs('analyst', '{ customer(id: "CG-12520") { dateOfBirth } }')).customer.dateOfBirth;

/** From now on the gateway answers an operation as it does when the service behind it is out of order. */
async function breakReloads(page: Page, operation: string, roots: readonly string[]): Promise<() => Promise<void>> {
  const errors = roots.map((root) => ({
    message: 'Out of order.',
    path: [root],
    extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
  }));
  const data = Object.fromEntries(roots.map((root) => [root, null]));
  await page.route('**/graphql', (route) =>
    route.request().postDataJSON()?.operationName === operation
      ? route.fulfill({ json: { data, errors } })
      : route.fallback(),
  );
  return () => page.unroute('**/graphql');
}

/** The newest card of a list that says this. */
const cardIn = (page: Page, list: string, words: string) =>
  page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: words }).first();

test(
  'a field that is empty is explained, requested, approved by somebody else, seen, and given back',
  patience,
  async () => {
    const why = 'Which customers are about to leave, by age.';
    expect(await birth()).toBeNull();
    const analyst = await openPortal('analyst', `/policy/explain?coordinate=${coordinate}`);
    await analyst.getByText(`You do not see ${coordinate}.`).waitFor();
    await analyst.getByRole('link', { name: 'Request access' }).click();

    const form = analyst.getByRole('form', { name: 'Request access' });
    expect(await form.getByLabel('Fields or data products').inputValue()).toBe(coordinate);
    await form.getByText('People decide: customer-data.').waitFor();
    await expectNoSeriousAxe(analyst);
    // The contract allows it for nothing else.
    await form.getByLabel('Purpose').selectOption('customer-service');
    await form.getByLabel('Why you need it').fill(why);
    await form.getByRole('button', { name: 'Request access' }).click();
    const asked = cardIn(analyst, 'My requests', why);
    await asked.getByRole('button', { name: 'Take back' }).waitFor();
    expect(await asked.getByRole('button', { name: 'Approve' }).count()).toBe(0);

    const steward = await openPortal('steward', '/access?tab=decide');
    const waiting = cardIn(steward, 'Waiting for a decision', why);
    await waiting.getByRole('button', { name: 'Approve' }).click();
    await expectNoSeriousAxe(steward);
    await steward.getByLabel('Reason').fill('The study is on our list.');
    await steward.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await cardIn(steward, 'Decided', why).getByText('The study is on our list.').first().waitFor();
    expect(await waiting.count()).toBe(0);

    // Nobody has reloaded anything.
    const grant = cardIn(analyst, 'My grants', coordinate);
    await grant.getByText('in force').waitFor();
    await expect.poll(birth, { timeout: 10_000 }).toMatch(/^\d{4}-/);
    await goTo(analyst, `/policy/explain?coordinate=${coordinate}`);
    await analyst.getByText(`You see ${coordinate} in clear.`).waitFor();

    await goTo(analyst, '/access');
    await grant.getByRole('button', { name: 'Give back' }).click();
    await analyst.getByLabel('Reason').fill('The study is done.');
    const mend = await breakReloads(analyst, 'MyAccess', ['accessRequests', 'accessGrants']);
    await analyst.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
    await analyst.getByText('This is as it was before: Out of order.').waitFor();
    await grant.getByText('in force').waitFor();
    await mend();
    await analyst.getByRole('button', { name: 'Try again' }).click();
    await grant.getByText('ended by user|analyst').waitFor();
    await expect.poll(birth, { timeout: 10_000 }).toBeNull();
  },
);

test(
  'what is refused is said at the input that it is about, and what somebody else has done first as well',
  patience,
  async () => {
    const why = 'Parcels come back.';
    const analyst = await openPortal('analyst', '/access?ask=yes');
    const form = analyst.getByRole('form', { name: 'Request access' });
    // Longer than may be asked for what is named below.
    await form.getByLabel('For how long').selectOption('P90D');
    await form.getByLabel('Fields or data products').fill('Customer.nothing');
    await form.getByText('nothing that access can be requested for').waitFor();
    await form.getByLabel('Fields or data products').fill('Customer.address');
    await form.getByText('People decide: customer-data.').waitFor();
    expect(await form.getByLabel('For how long').inputValue()).toBe('P30D');
    await form.getByLabel('Purpose').fill('parcels');
    await form.getByLabel('Why you need it').fill(why);
    await form.getByRole('button', { name: 'Request access' }).click();
    const asked = cardIn(analyst, 'My requests', why);
    await asked.getByText('You asked to see this in clear, for parcels, for 30 days').waitFor();
    await asked.getByRole('button', { name: 'Take back' }).waitFor();

    const steward = await openPortal('steward', '/access?tab=decide', { width: 390, theme: 'dark' });
    await cardIn(steward, 'Waiting for a decision', why).getByRole('button', { name: 'Deny' }).click();
    expect(await overflowOf(steward)).toBeLessThanOrEqual(0);
    await steward.getByLabel('Reason').fill('Ask the carrier.');
    await asked.getByRole('button', { name: 'Take back' }).click();
    await asked.getByText('taken back').first().waitFor();
    // What was typed outlives a reload that fails.
    await breakReloads(steward, 'AccessToDecide', ['waiting', 'all', 'accessGrants']);
    await steward.getByRole('dialog').getByRole('button', { name: 'Deny' }).click();
    await steward.getByRole('dialog').getByText('The request is CANCELLED already.').waitFor();
    await steward.getByText('This is as it was before: Out of order.').waitFor();
    expect(await steward.getByLabel('Reason').inputValue()).toBe('Ask the carrier.');
  },
);

test('glass is broken by whoever may, seen by the owners, and reviewed by one of them', patience, async () => {
  const page = await openPortal('analyst', '/access?tab=emergencies');
  await page.getByText('It is not open to you now.').waitFor();
  expect(await page.getByRole('button', { name: 'Break glass' }).count()).toBe(0);

  await become(page, 'duty-manager');
  await page.getByRole('button', { name: 'Break glass …' }).click();
  const form = page.getByRole('form', { name: 'Break glass' });
  await form.getByLabel('Fields or data products').fill('Customer.phone');
  await form.getByLabel('Ticket').fill('the big one');
  await form.getByLabel('For how long').selectOption('5');
  await form.getByLabel('What happened').fill('Parcels go to wrong houses.');
  await form.getByRole('button', { name: 'Break glass' }).click();
  await form.getByText('input.ticket may hold letters').waitFor();
  await expectNoSeriousAxe(page);
  await form.getByLabel('Ticket').fill('INC-4711');
  await form.getByRole('button', { name: 'Break glass' }).click();
  const own = cardIn(page, 'Mine', 'Parcels go to wrong houses.');
  await own.getByText('x-break-glass: INC-4711').waitFor();
  await own.getByRole('button', { name: 'End it now' }).click();
  await own.getByText('to be reviewed').waitFor();

  await become(page, 'steward');
  const others = cardIn(page, 'Of others', 'Parcels go to wrong houses.');
  await others.getByRole('button', { name: 'It was justified' }).click();
  await page.getByLabel('Note').fill('The carrier confirms it.');
  await page.getByRole('dialog').getByRole('button', { name: 'Justified' }).click();
  await others.getByText('The carrier confirms it.').waitFor();
});

test('whoever is nobody is told what access needs', async () => {
  const page = await openPortal('anonymous', '/access');
  await page.getByText('Nobody is signed in.').waitFor();
});
