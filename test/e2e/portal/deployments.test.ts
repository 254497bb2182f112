// What is registered and who answers, as the portal shows it.

import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { tokenOf } from '../../support/portal-graph.ts';
import { become, expectNoSeriousAxe, goTo, openPortal, overflowOf } from '../../support/portal-page.ts';

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

  await goTo(page, '/deployments?variant=no%20such');
  await inForce.getByText('variant: is a lower-case word such as staging.').waitFor();
  expect(await page.getByLabel('Variant').inputValue()).toBe('no such');
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

test('a change is promoted, and taken back by somebody who stands for what that opens', async () => {
  await closeProductCountIn('staging');
  const page = await openPortal('analyst', '/deployments?variant=staging');
  await page.getByText('gordian subgraph promote --from staging --variant prod').waitFor();
  expect(await page.getByRole('button', { name: 'Promote to prod' }).count()).toBe(0);

  await become(page, 'duty-manager');
  const dialog = page.getByRole('dialog');
  const meaning = dialog.getByRole('list', { name: 'What it would mean' });
  await page.getByRole('button', { name: 'Promote to prod' }).click();
  await dialog.getByText('catalog: working-tree → closed').waitFor();
  await meaning.waitFor();
  await expectNoSeriousAxe(page);
  await dialog.getByLabel('Why').fill('Counts are ours.');
  await dialog.getByRole('checkbox').check();
  await sendUntilAnswered(dialog, 'Promote to prod');

  await goTo(page, '/deployments');
  const newest = page.getByRole('table', { name: 'Registrations' }).locator('tbody tr').first();
  await newest.getByText('promote').waitFor();
  expect(await newest.innerText()).toContain('Counts are ours.');

  // A publisher who may not force is told who may; whoever may stands for it, and says why.
  const goBack = dialog.getByRole('button', { name: 'Go back', exact: true });
  await become(page, 'pipeline');
  await page
    .getByRole('button', { name: /^Go back to registration/ })
    .first()
    .click();
  await dialog.getByText('Only whoever may force a change').waitFor();
  expect(await goBack.isDisabled()).toBe(true);
  // Nor is what was asked about one variant done to another.
  await page.goBack();
  await page.getByText('To bring this to prod:').waitFor();
  expect(await dialog.count()).toBe(0);
  await goTo(page, '/deployments');

  await become(page, 'duty-manager');
  await page.setViewportSize({ width: 390, height: 860 });
  await page
    .getByRole('button', { name: /^Go back to registration/ })
    .first()
    .click();
  await meaning.getByText('Category.productCount was INTERNAL').waitFor();
  await dialog.getByLabel('Why').fill('The shop shows them.');
  expect(await goBack.isDisabled()).toBe(true);
  await dialog.getByRole('checkbox', { name: /your name and your reason are on record/ }).check();
  await expectNoSeriousAxe(page);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await sendUntilAnswered(dialog, 'Go back');
  await newest.getByText('rollback').waitFor();
  expect(await newest.innerText()).toContain('The shop shows them.');
});

/** On a machine that does other things besides, the registry may take longer than the gateway waits: then it is sent again. */
async function sendUntilAnswered(dialog: Locator, action: string): Promise<void> {
  const button = dialog.getByRole('button', { name: action, exact: true });
  await button.click();
  const again = dialog.getByText('Sent again as it is, it is made once.');
  const open = async () => {
    if (await again.isVisible()) await button.click();
    return dialog.count();
  };
  await expect.poll(open, { timeout: 60_000, interval: 200 }).toBe(0);
}

/** A variant with the catalog alone, as its pipeline would bring it. */
async function closeProductCountIn(variant: string): Promise<void> {
  const { catalog, metadata } = inject('processUrls');
  const read = (file: string) => readFileSync(packageFile(`subgraphs/catalog/${file}`), 'utf8');
  const text = read('contract.yaml')
    .replace(/^version: .*$/m, 'version: 9.0.0')
    .replace(/(name: productCount\n[^-]*classification: )public/, '$1internal');
  const response = await fetch(`${metadata}/registry/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf('duty-manager')}` },
    body: JSON.stringify({
      variant,
      sourceRevision: 'closed',
      subgraphs: [
        {
          name: 'catalog',
          url: `${catalog}/graphql`,
          sdl: read('schema.graphql'),
          sdlFile: 'schema.graphql',
          contracts: [{ file: 'contract.yaml', text }],
        },
      ],
    }),
  });
  expect(await response.json()).toMatchObject({ status: 'published' });
}
