// What is registered and who answers, as the portal shows it.

import { expect, inject, test } from 'vitest';
import { openPortal } from '../../support/portal-page.ts';

test('the page names the supergraph that answers, what is in force, and who registered it', async () => {
  const page = await openPortal('analyst', '/deployments');
  const { headers } = await fetch(`${inject('gatewayUrl')}/graphql?query={__typename}`, {
    headers: { 'apollo-require-preflight': 'true' },
  });
  const inForce = page.getByRole('region', { name: 'In force' });

  expect(await inForce.locator('dl').innerText()).toContain(headers.get('gordian-generation'));
  expect(await inForce.locator('dl').innerText()).toContain('in force');
  const subgraphs = inForce.getByRole('table', { name: 'Subgraphs in force' });
  expect(await subgraphs.getByRole('rowheader').allInnerTexts()).toEqual([
    'catalog',
    'customers',
    'metadata',
    'orders',
    'payments',
    'support',
  ]);
  const registrations = page.getByRole('table', { name: 'Registrations' });
  expect(await registrations.innerText()).toMatch(/publish[\s\S]*customers\/customer-360[\s\S]*by registrar/);
});

test('a column is sorted by its header, with the keyboard too', async () => {
  const page = await openPortal('analyst', '/deployments');
  const table = page.getByRole('table', { name: 'Subgraphs in force' });
  await table.getByRole('button', { name: 'Subgraph' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');

  expect(await table.getByRole('columnheader', { name: 'Subgraph' }).getAttribute('aria-sort')).toBe('descending');
  expect(await table.getByRole('rowheader').first().innerText()).toBe('support');
});

test('who has not signed in is told why nothing is shown', async () => {
  const page = await openPortal('anonymous', '/deployments');
  const notes = await page.locator('.denied-note').allInnerTexts();
  expect(notes).toHaveLength(3);
  expect(notes[0]).toMatch(/The registry is not shown to you: Needs an authenticated caller[\s\S]*Sign in first/);
});
