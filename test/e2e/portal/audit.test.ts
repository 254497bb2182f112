// "Who saw this customer", what was done, and whether the record of it is whole.
import { expect, test } from 'vitest';
import { askAs } from '../../support/portal-graph.ts';
import { expectNoSeriousAxe, goTo, openPortal, overflowOf, settled } from '../../support/portal-page.ts';

const patience = { timeout: 60_000 };

test('an auditor finds who saw a customer, and what they did', patience, async () => {
  await askAs('steward', 'query WhoIsShe { customer(id: "CG-12520") { email phone } }');
  const page = await openPortal('security-officer', '/audit?tab=who-saw');
  await page.getByLabel('Key').fill('CG-12520');
  await page.getByRole('button', { name: 'Who saw it?' }).click();
  const table = page.getByRole('table', { name: 'Who saw Customer CG-12520' });
  // The gateway delivers once a second.
  await expect
    .poll(async () => {
      await page.reload();
      await settled(page);
      return table.getByRole('link', { name: 'user|steward' }).count();
    }, patience)
    .toBe(1);
  await expectNoSeriousAxe(page);

  await table.getByRole('link', { name: 'user|steward' }).click();
  expect(new URL(page.url()).searchParams.get('actor')).toBe('user|steward');
  await page.getByLabel('Operation').fill('WhoIsShe');
  await page.getByRole('row', { name: /WhoIsShe/ }).waitFor();
  await page
    .getByRole('row', { name: /WhoIsShe/ })
    .getByRole('button')
    .click();
  await page.getByRole('heading', { name: 'Shown' }).waitFor();
  await page.getByRole('link', { name: 'Customer.email' }).waitFor();
  await expectNoSeriousAxe(page);
});

test('a field that nobody was shown has no sightings, and filters that fit nothing say so', patience, async () => {
  const page = await openPortal('steward', '/audit?tab=who-saw&of=field&field=Customer.nothing', {
    width: 390,
    theme: 'dark',
  });
  await page.getByText(/^Nobody was shown Customer\.nothing from \d+ \w+ \d{4} to /).waitFor();
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await goTo(page, '/audit?actor=nobody-at-all&action=not.offered');
  await page.getByText('No entry fits.').waitFor();
  expect(await page.getByLabel('Outcome').inputValue()).toBe('not.offered');
  await goTo(page, '/audit');
  await page.getByRole('table', { name: 'Entries of the audit, newest first' }).waitFor();
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await expectNoSeriousAxe(page);
});

test('the chain is checked, and the answer can be read', patience, async () => {
  const page = await openPortal('security-officer', '/audit?tab=verify');
  await page.getByLabel('From entry').fill('1');
  await page.getByLabel('To entry').fill('3');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('All 3 entries from 1 to 3 are what their hashes say').waitFor();
  await expectNoSeriousAxe(page);
  await goTo(page, '/audit?tab=verify&first=1&last=900000');
  await page.getByText('from and to must be places in the chain').waitFor();
});

test('whoever is no auditor is told so', patience, async () => {
  const page = await openPortal('analyst', '/audit');
  await page.getByText('The audit is not shown to you').waitFor();
});
