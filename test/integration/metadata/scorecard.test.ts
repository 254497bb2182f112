// The scorecards of the repository's own products, computed by hand from their contracts.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { checksOfDomain } from '../../../schema/quality/domain-checks.ts';
import { readSubgraphFolders } from '../../../schema/subgraph-folders.ts';
import { type MetadataUnderTest, startMetadata } from './metadata-under-test.ts';

let metadata: MetadataUnderTest;
beforeAll(async () => {
  metadata = await startMetadata();
  expect((await metadata.register(readSubgraphFolders(packageFile('subgraphs')))).status).toBe(200);
});
afterAll(() => metadata.close());

interface Shown {
  readonly percent: number;
  readonly checks: readonly { readonly id: string; readonly passed: boolean; readonly detail: string | null }[];
}

const lacks = ({ checks }: Shown) => checks.filter(({ passed }) => !passed).map(({ id }) => id);

async function scorecards(): Promise<Record<string, [percent: number, lacks: string[]]>> {
  const scorecard = 'scorecard { percent checks { id passed detail } }';
  const { data } = await metadata.query(`{ domains { slug ${scorecard} products { nodes { urn ${scorecard} } } } }`);
  const shown: [string, Shown][] = data.domains.flatMap(
    (domain: { slug: string; scorecard: Shown; products: { nodes: { urn: string; scorecard: Shown }[] } }) => [
      [domain.slug, domain.scorecard],
      ...domain.products.nodes.map(({ urn, scorecard: own }) => [urn.replace('gordian:product:', ''), own]),
    ],
  );
  return Object.fromEntries(shown.map(([name, own]) => [name, [own.percent, lacks(own)]]));
}

test('before anything is reported, what was promised is there, and what is known is not', async () => {
  const nothingKnown = ['sla-measured', 'quality-known'];
  // Its values are computed for each question: there is no table that a rule could be about.
  expect(await scorecards()).toEqual({
    catalog: [80, nothingKnown],
    'catalog/product-catalog': [80, nothingKnown],
    customers: [80, nothingKnown],
    'customers/customer-360': [80, nothingKnown],
    'customers/customer-profile': [80, nothingKnown],
    orders: [80, nothingKnown],
    'orders/orders': [80, nothingKnown],
    payments: [80, nothingKnown],
    'payments/payments': [80, nothingKnown],
    platform: [70, ['fields-described', ...nothingKnown]],
    'platform/metadata': [70, ['fields-described', ...nothingKnown]],
    support: [80, nothingKnown],
    'support/support-tickets': [80, nothingKnown],
  });
});

test('results of its checks raise a product and its domain; a failing one is known too', async () => {
  const { checks } = checksOfDomain('orders');
  const token = await metadata.token('gordian:quality:write', { domains: ['orders'] });
  const results = checks.map(({ id }, index) => ({ check: id, outcome: index === 0 ? 'FAIL' : 'PASS' }));
  const report = (some: readonly object[]) =>
    metadata.send('POST', '/api/v1/quality/results', { token, body: { results: some } });
  await report(results.slice(1));
  expect((await scorecards()).orders).toEqual([80, ['sla-measured', 'quality-known']]);
  await report(results.slice(0, 1));
  expect(await scorecards()).toMatchObject({
    orders: [90, ['sla-measured']],
    'orders/orders': [90, ['sla-measured']],
    catalog: [80, ['sla-measured', 'quality-known']],
  });
});
