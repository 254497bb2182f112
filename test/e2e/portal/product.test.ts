// The page of a data product: every tab on every screen, and what changes while it is open.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { expectNoSeriousAxe, goTo, openPortal, overflowOf, settled } from '../../support/portal-page.ts';
import { runGordian } from '../../support/run-gordian.ts';

const { metadata, identity } = inject('processUrls');
const gateway = inject('gatewayUrl');
const orders = '/products/gordian:product:orders%2Forders';

async function tokenOf(persona: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'persona', persona });
  const { access_token } = (await (await fetch(`${identity}/token`, { method: 'POST', body })).json()) as {
    access_token: string;
  };
  return access_token;
}

let token: string;
beforeAll(async () => {
  token = await tokenOf('pipeline');
});

async function change(path: string, body: object): Promise<number> {
  const answer = await fetch(`${metadata}/registry/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const { registration, problems } = (await answer.json()) as { registration: number; problems?: object[] };
  expect(problems ?? []).toEqual([]);
  return registration;
}

/** The whole graph is composed and planned anew, on two busy cores. */
const registeringMs = 90_000;

/** Registered by a test, and taken back. */
let published: number | null = null;
afterAll(async () => {
  if (published !== null)
    await change('rollback', { to: published - 1, subgraph: 'orders', reason: 'The test is over.' });
}, registeringMs);

/** Axe looks at each of them. */
const allTabsMs = 60_000;

const tabs: readonly [tab: string, content: RegExp][] = [
  ['contract', /Order\.profit.*Confidential/s],
  ['service-levels', /at least 99\.9 %, over 30 days.*Share of seconds as promised/s],
  ['quality', /Every order has a customer/],
  ['consumers', /Clients.*Versions that they rely on/s],
  ['examples', /The newest orders/],
];

test(
  'every tab is there for everybody, on every screen',
  async () => {
    const page = await openPortal('steward', orders);
    expect(await page.locator('main').textContent()).toMatch(
      /What customers ordered.*0\.001 USD per request.*\d+ of 100.*Order management.*on call: orders-oncall/s,
    );
    await page.setViewportSize({ width: 390, height: 860 });
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const [tab, content] of tabs) {
      await goTo(page, `${orders}?tab=${tab}`);
      expect(await page.locator('main').textContent(), tab).toMatch(content);
      expect(await overflowOf(page), tab).toBe(0);
      await expectNoSeriousAxe(page);
    }
  },
  allTabsMs,
);

test('an example is verified once it was run, and not before', async () => {
  const page = await openPortal('analyst', `${orders}?tab=examples`);
  expect(await page.getByText('No result of graphql-example was delivered yet.').count()).toBe(2);
  const run = await runGordian(['product', 'verify-examples', 'orders/orders', '--url', gateway], {
    GORDIAN_TOKEN: token,
  });
  expect(run).toMatchObject({ exitCode: 0, stderr: '2 of 2 work.\n' });
  await page.reload();
  await settled(page);
  expect(await page.getByText('✓ Verified').count()).toBe(2);
});

test(
  'a version that is registered shows while the page is open, and side by side with the former one',
  async () => {
    const page = await openPortal('steward', `${orders}?tab=contract`);
    const file = 'subgraphs/orders/contract.yaml';
    const text = readFileSync(packageFile(file), 'utf8');
    const [, version = ''] = /^version: (\S+)$/m.exec(text)!;
    const next = version.replace(/\.(\d+)\./, (_, minor: string) => `.${Number(minor) + 1}.`);
    const changed = text
      .replace(`version: ${version}`, `version: ${next}`)
      .replace(
        'id: orders-latency, property: latency, value: 300',
        'id: orders-latency, property: latency, value: 250',
      );
    const sdl = readFileSync(packageFile('subgraphs/orders/schema.graphql'), 'utf8');
    published = await change('register', {
      sourceRevision: 'a-test',
      acceptUnknown: true,
      reason: 'A test.',
      subgraphs: [
        { name: 'orders', sdl, sdlFile: 'subgraphs/orders/schema.graphql', contracts: [{ file, text: changed }] },
      ],
    });

    await page.getByText(`version ${next}`, { exact: true }).waitFor();
    await page.getByLabel('Compare with').selectOption(version);
    await page.getByRole('heading', { name: `What ${next} changed against ${version}` }).waitFor();
    expect(new URL(page.url()).searchParams.get('compare')).toBe(version);
    const changes = page.getByRole('table', { name: 'What changed' });
    expect(await changes.textContent()).toMatch(/Guarantee/);
    const lines = page.locator('.diff');
    expect(await lines.locator('.diff-gone').allTextContents()).toContainEqual(expect.stringContaining('value: 300'));
    expect(await lines.locator('.diff-come').allTextContents()).toContainEqual(expect.stringContaining('value: 250'));
    await expectNoSeriousAxe(page);
  },
  registeringMs,
);

test('what there is not, or not for the viewer, is said', async () => {
  const page = await openPortal('anonymous', '/products/gordian:product:no%2Fsuch');
  await page.getByText('There is no data product of this name, or not for you.').waitFor();
  const publicPart = await openPortal('anonymous', orders);
  expect(await publicPart.locator('.denied-note').first().textContent()).toMatch(
    /is not shown to you: Needs an authenticated caller/,
  );
});
