// What holds for every page of the portal: how it is served, how one moves, and that it can be used by everybody, on every screen.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import {
  become,
  expectNoSeriousAxe,
  goTo,
  openPortal,
  overflowOf,
  settled,
  type Theme,
} from '../../support/portal-page.ts';

const url = inject('gatewayUrl');
const orders = 'gordian:product:orders%2Forders';
const paths = [
  '/catalog',
  `/products/${orders}`,
  '/lineage?node=Customer.email',
  '/impact?change=FIELD_REMOVED:Customer.email',
  '/policy',
  '/policy/explain?persona=analyst&coordinate=Customer.email',
  '/access',
  '/audit',
  '/deployments',
  '/incidents',
] as const;

describe('serving', () => {
  test.each(['/', ...paths])('%s answers the page, asked for anew each time', async (path) => {
    const { status, headers } = await fetch(url + path, { headers: { accept: 'text/html' } });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8']);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'; ");
  });

  test.each(['/catalogue', '/products/', '/index', '/deployments/1'])('%s is unknown', async (path) => {
    const { status, headers } = await fetch(url + path);
    expect([status, headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
  });

  test('an asset is kept for good, and sent compressed', async () => {
    const page = await (await fetch(`${url}/catalog`)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)![1]!;
    const { headers } = await fetch(url + script, { headers: { 'accept-encoding': 'gzip' } });
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-encoding')).toBe('gzip');
  });
});

describe('the JavaScript of a page', () => {
  interface Chunk {
    readonly file: string;
    readonly isEntry?: boolean;
    readonly imports?: readonly string[];
    readonly dynamicImports?: readonly string[];
  }
  const budgetBytes = 250_000;
  const dist = join(import.meta.dirname, '../../../portal/dist');
  const isPage = (key: string) => /-page\.tsx$/.test(key);
  let chunks: Readonly<Record<string, Chunk>>;

  beforeAll(() => {
    chunks = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  });

  /** With what a page loads when it is used, but without the other pages that the shell would load. */
  function filesOf(key: string, files = new Set<string>()): Set<string> {
    const { file, imports = [], dynamicImports = [] } = chunks[key]!;
    if (files.has(file)) return files;
    files.add(file);
    for (const next of [...imports, ...dynamicImports.filter((each) => !isPage(each))]) filesOf(next, files);
    return files;
  }

  test('is within the budget, compressed, for each but the playground', () => {
    const entry = Object.keys(chunks).find((key) => chunks[key]!.isEntry)!;
    const pages = Object.keys(chunks).filter((key) => isPage(key) && !key.includes('playground'));
    const sizes = pages.map((page) => {
      const files = [...filesOf(page, filesOf(entry))].filter((file) => file.endsWith('.js'));
      const bytes = files.map((file) => gzipSync(readFileSync(join(dist, file))).length);
      return { page, bytes: bytes.reduce((sum, each) => sum + each, 0) };
    });
    expect(sizes.length).toBe(paths.length);
    expect(sizes.filter(({ bytes }) => bytes > budgetBytes)).toEqual([]);
  });
});

describe('moving', () => {
  test('a choice in the header shows the page, marks it, names the tab and takes the focus there; going back returns to where one was', async () => {
    const page = await openPortal('analyst', '/catalog');
    await page.setViewportSize({ width: 1280, height: 400 });
    const bottom = await page.evaluate('scrollTo(0, 10_000), scrollY');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Incidents' }).click();
    await settled(page);

    expect(await page.locator('[aria-current=page]').innerText()).toBe('Incidents');
    expect(await page.title()).toBe('Incidents · Gordian');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Incidents');
    await page.goBack();
    await page.getByRole('heading', { name: 'Catalogue', level: 1 }).waitFor();
    await expect.poll(() => page.evaluate('scrollY')).toBe(bottom);
  });

  test('a reload stays on the page and with the persona', async () => {
    const page = await openPortal('analyst', '/incidents?state=OPEN');
    await become(page, 'security-officer');
    await page.reload();
    await settled(page);

    expect(await page.locator('input[name=persona]:checked').inputValue()).toBe('security-officer');
    expect(await page.getByLabel('State').inputValue()).toBe('OPEN');
  });

  test('the first key goes past the header to the page', async () => {
    const page = await openPortal('analyst', '/deployments');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#page:focus').waitFor();
  });

  test('a narrow screen has the pages behind a button, which the keyboard opens and closes', async () => {
    const page = await openPortal('analyst', '/deployments', { width: 390 });
    const pages = page.getByRole('navigation', { name: 'Pages' });
    expect(await pages.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Pages' }).focus();
    await page.keyboard.press('Enter');
    await pages.waitFor();
    await page.keyboard.press('Escape');
    await pages.waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await pages.getByRole('link', { name: 'Incidents' }).click();
    await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor();
    expect(await pages.isVisible()).toBe(false);
  });

  test('an address of nothing says so', async () => {
    const page = await openPortal('analyst', '/deployments');
    await goTo(page, '/nothing');
    await page.getByRole('heading', { name: 'No such page' }).waitFor();
  });

  test('no other page loads the playground', async () => {
    const page = await openPortal('analyst', '/deployments');
    const scripts = await page.evaluate('performance.getEntriesByType("resource").map(({ name }) => name).join()');
    expect(scripts).toContain('deployments-page');
    expect(scripts).not.toMatch(/playground-page|monaco/);
  });
});

describe('every page', () => {
  /** Those on which rights like these show most. */
  const byRights = [`/products/${orders}`, '/impact?change=FIELD_REMOVED:Customer.email', '/access', '/audit'] as const;
  const looks: [persona: string, theme: Theme, width: number, examined: readonly (typeof paths)[number][]][] = [
    ['anonymous', 'dark', 390, paths],
    ['app', 'light', 1280, byRights],
    ['analyst', 'light', 1280, paths],
    ['steward', 'dark', 1280, paths],
    ['fraud-analyst', 'dark', 390, byRights],
    ['account-manager', 'light', 390, byRights],
    ['security-officer', 'light', 390, paths],
    ['pipeline', 'dark', 1280, byRights],
  ];

  // Each visit costs a second or two: what is examined, and as whom, goes round instead of multiplying.
  test.each(looks)(
    'of %s (%s, first at %i px) fits on both screens, and on the first can be used by everybody',
    {
      timeout: 120_000,
    },
    async (persona, theme, width, examined) => {
      const page = await openPortal(persona, '/deployments', { width, theme });
      const beyond: string[] = [];
      for (const path of paths) {
        await goTo(page, path);
        if (examined.includes(path)) await expectNoSeriousAxe(page);
        for (const other of [1280 + 390 - width, width]) {
          if ((await overflowOf(page)) > 0) beyond.push(`${path} at ${page.viewportSize()?.width}`);
          await page.setViewportSize({ width: other, height: 860 });
        }
      }
      expect(beyond).toEqual([]);
    },
  );
});
