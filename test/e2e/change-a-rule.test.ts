// The guide on changing a rule, run from top to bottom on the whole system: its commands, their answers, its edits.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { personaToken, sendOperation } from '../support/graphql-client.ts';
import { openPlayground } from '../support/playground-page.ts';

const root = join(import.meta.dirname, '../..');
const url = inject('gatewayUrl');
const policyDirectory = inject('policyDirectory');
const patience = { timeout: 20_000, interval: 100 };

const catalog = join(policyDirectory, 'domains/catalog.ts');
const original = readFileSync(catalog, 'utf8');

async function restore(): Promise<void> {
  writeFileSync(catalog, original);
  await expect.poll(policyFiles, patience).toBe('served');
}

async function policyFiles(): Promise<string> {
  const ready = (await (await fetch(`${url}/ready`)).json()) as { policy: { files: string } };
  return ready.policy.files;
}

afterEach(restore);

describe('the guide', () => {
  const guide = readFileSync(join(root, 'docs/guides/change-a-rule.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```/gm)].map(([, kind, file, text]) => ({
    kind,
    file,
    text: text!,
  }));

  test('does what it says', { timeout: 90_000 }, async () => {
    expect(blocks.map(({ kind }) => kind).filter((kind) => kind === 'json')).toHaveLength(3);
    let command = '';
    let token = '';
    for (const { kind, file, text } of blocks) {
      if (kind === 'ts') writeFileSync(join(policyDirectory, file!.replace('policies/', '')), text);
      if (kind === 'sh') {
        token ||= await run(`${/^TOKEN=.*$/m.exec(text)![0].replace(')', ` --url ${url})`)}\necho "$TOKEN"`);
        command = text.replace(/^TOKEN=.*$/m, '').replaceAll('$TOKEN', token);
      }
      // The platform follows its files; nobody who reads on is as fast as this test.
      if (kind === 'json') await expect.poll(() => run(command), patience).toMatch(asPattern(text));
    }
  });
});

test('what a changed rule opens, the subgraph behind the gateway opens as well', async () => {
  const token = await personaToken(url, 'app');
  const cost = async () =>
    (await sendOperation(url, '{ products(first: 1) { nodes { cost { amount } } } }', { token })).body.data.products
      .nodes[0].cost;
  expect(await cost()).toBeNull();
  writeFileSync(
    catalog,
    `import { isAuthenticated } from '../vocabulary.ts';
    export const catalog = { subgraph: 'catalog', domain: 'catalog', rules: { Product: { cost: isAuthenticated } }, masks: {} };`,
  );
  await expect.poll(cost, patience).toMatchObject({ amount: expect.any(String) });
});

async function run(command: string): Promise<string> {
  const script = command.replaceAll('http://127.0.0.1:4000', url);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: root });
  return stdout.trim();
}

/** What differs from time to time is written as three dots. */
function asPattern(answer: string): RegExp {
  const literal = answer.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('…', '.*')}$`);
}

describe('in the playground', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test('a line says that a change of the rules does not count, and what is wrong to who may know it', async () => {
    const playground = await openPlayground(browser, url);
    const banner = playground.page.getByText('A change of the access rules has not taken effect');
    expect(await banner.isVisible()).toBe(false);
    writeFileSync(catalog, '{');
    await banner.waitFor({ state: 'visible' });
    const details = playground.page.getByText('What is wrong with the files');
    expect(await details.count()).toBe(0);
    await playground.become('steward');
    await details.click();
    await playground.page.getByText(/catalog\.ts:1/).waitFor();
    await restore();
    await banner.waitFor({ state: 'hidden' });
    await playground.close();
  });
});
