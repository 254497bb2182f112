// Scorecards, examples and trust of the repository's own products, computed by hand from their contracts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const examplesOfOrders = ['newest-orders', 'orders-of-a-customer'].map((name) => `orders/orders#example-${name}`);

async function report(results: readonly object[]): Promise<void> {
  const token = await metadata.token('gordian:quality:write', { domains: ['orders'] });
  const { status } = await metadata.send('POST', '/api/v1/quality/results', { token, body: { results } });
  expect(status).toBe(200);
}

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
  const checks = [...checksOfDomain('orders').checks.map(({ id }) => id), ...examplesOfOrders];
  const results = checks.map((check, index) => ({ check, outcome: index === 0 ? 'FAIL' : 'PASS' }));
  await report(results.slice(1));
  expect((await scorecards()).orders).toEqual([80, ['sla-measured', 'quality-known']]);
  await report(results.slice(0, 1));
  expect(await scorecards()).toMatchObject({
    orders: [90, ['sla-measured']],
    'orders/orders': [90, ['sla-measured']],
    catalog: [80, ['sla-measured', 'quality-known']],
  });
});

describe('an example', () => {
  const examples = async () => {
    const { data } = await metadata.query(
      `{ dataProduct(urn: "gordian:product:orders/orders") {
        examples { id name document variables verified verifiedAt outcome reason } trust { score reasons { id points } }
        incidents { title } } }`,
    );
    return data.dataProduct;
  };
  const [newest = '', ofCustomer = ''] = examplesOfOrders;
  const runAt = async (outcome: string, detail?: string) => {
    const at = metadata.clock.now().toISOString();
    await report([{ check: newest, outcome, at, ...(detail && { detail }) }]);
    return at;
  };

  test('is a query with its variables, as the contract has it', async () => {
    const { examples: shown } = await examples();
    expect(shown.map(({ id }: { id: string }) => id)).toEqual([newest, ofCustomer]);
    expect(shown[1]).toMatchObject({ name: 'What a customer bought', variables: '{"id":"CG-12520"}' });
    expect(shown[1].document).toMatch(/^query OrdersOfACustomer\(\$id: ID!\) \{/);
  });

  test('is verified when it worked; once broken it is not, says why, and the product is trusted less', async () => {
    metadata.clock.advance(60_000);
    const workedAt = await runAt('PASS');
    const before = await examples();
    expect(before.examples[0]).toMatchObject({ verified: true, verifiedAt: workedAt, outcome: 'PASS', reason: null });
    expect(before.trust.reasons).toContainEqual({ id: 'examples', points: 15 });

    metadata.clock.advance(60_000);
    await runAt('FAIL', 'It is answered with GRAPHQL_VALIDATION_FAILED.');
    const after = await examples();
    expect(after.examples[0]).toMatchObject({
      verified: false,
      verifiedAt: workedAt,
      outcome: 'FAIL',
      reason: 'It is answered with GRAPHQL_VALIDATION_FAILED.',
    });
    expect(after.trust.reasons).toContainEqual({ id: 'examples', points: 8 });
    expect(after.trust.score).toBeLessThan(before.trust.score);

    const often = Array.from({ length: 101 }, () => {
      metadata.clock.advance(1_000);
      return { check: newest, outcome: 'FAIL', at: metadata.clock.now().toISOString() };
    });
    for (const result of often) await report([result]);
    expect((await examples()).examples[0]).toMatchObject({ verified: false, verifiedAt: workedAt });
    expect(after.incidents).toContainEqual({
      title: 'Quality of orders/orders: The newest orders is not kept, the example must work.',
    });
  });

  test('that nobody has run for two days is not verified', async () => {
    metadata.clock.advance(60_000);
    await runAt('PASS');
    metadata.clock.advance(2 * 86_400_000 + 6 * 60_000);
    const { examples: shown } = await examples();
    expect(shown[0]).toMatchObject({
      verified: false,
      outcome: 'PASS',
      reason: expect.stringMatching(/is stale since/),
    });
  });
});
