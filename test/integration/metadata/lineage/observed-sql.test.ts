// What the orders domain reads of its database when it is asked, as the metadata service then knows it: from real statements, behind
// the rules, over HTTP at both ends.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advancingClock } from '../../../../kit/clock.ts';
import { silentLog } from '../../../../kit/log.ts';
import { createMetadataService, type MetadataService } from '../../../../kit/metadata-service.ts';
import { startSqlReporter } from '../../../../kit/observed-sql/report-sql.ts';
import { createSqlObserver } from '../../../../kit/observed-sql/sql-observer.ts';
import { packageFile } from '../../../../kit/package-files.ts';
import { readSubgraphFolders, type SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import { callerWith, type ServedDomain, serveDomain } from '../../../support/served-domain.ts';
import { ordersDomain } from '../../orders/orders-domain.ts';
import { type MetadataUnderTest, start, startMetadata } from '../metadata-under-test.ts';

const clock = advancingClock(start);
const observer = createSqlObserver(clock);
/** Everything that has left the domain's process. */
const sent: string[] = [];
let metadata: MetadataUnderTest;
let orders: ServedDomain;
let report: () => Promise<void>;

beforeAll(async () => {
  [metadata, orders] = await Promise.all([startMetadata(), serveDomain(ordersDomain, observer)]);
  const folders = readSubgraphFolders(packageFile('subgraphs')).map(withoutCurrencyOfTotal);
  expect((await metadata.register(folders)).status).toBeLessThan(300);
  const token = await metadata.token('gordian:lineage:write', { domains: ['orders'] });
  const service = createMetadataService(metadata.url, async () => token);
  let round = () => {};
  const reporter = startSqlReporter({
    domain: 'orders',
    // As a process inside of a network may reach its server. The database of this test has another name than in the contract, too.
    databaseUrl: 'postgres://gordian_orders:secret@database.internal:6432/gordian',
    observer,
    database: orders.database,
    metadata: recording(service),
    log: silentLog,
    schedule: (next) => {
      round = next;
      return () => {};
    },
  });
  report = async () => {
    round();
    // Waits for the round that has just begun.
    await reporter.stop();
  };
  await look();
});
afterAll(() => Promise.all([metadata.close(), orders.stop()]));

/** A declaration that somebody has forgotten. */
function withoutCurrencyOfTotal(folder: SubgraphFolder): SubgraphFolder {
  const contracts = folder.contracts.map(({ file, text }) => ({
    file,
    text: text.replace('[orders.total, orders.currency]', '[orders.total]'),
  }));
  return { ...folder, contracts };
}

function recording(service: MetadataService): MetadataService {
  return {
    post: (path, body) => {
      sent.push(JSON.stringify(body));
      return service.post(path, body);
    },
  };
}

async function look(): Promise<void> {
  const caller = callerWith('orders:confidential:read');
  const lists = `{ orders(first: 30) { totalCount edges { cursor } nodes {
    id placedAt status updatedAt customer { id } total { amount currency } profit { amount } shipping { mode city state }
    lines { id quantity amount { amount } unitPrice { amount } order { id } } } } }`;
  const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on Customer { orderCount lifetimeValue { amount } orders(first: 2) { totalCount } } ... on Product { unitsSold } } }`;
  const of = [
    { __typename: 'Customer', id: 'CG-12520' },
    { __typename: 'Product', id: 'FUR-BO-10001798' },
    { __typename: 'Product', id: 'OFF-LA-10000240' },
  ];
  for (const [query, variables] of [[lists], [entities, { of }]] as const) {
    const { body } = await orders.ask(caller, query, variables);
    expect(body.errors).toBeUndefined();
    clock.advance(1_000);
  }
  await report();
}

const column = (name: string) => `postgres://orders#orders.${name}`;

interface Edge {
  readonly from: string;
  readonly transform: string;
  readonly origins: readonly string[];
}

async function sourcesOf(coordinate: string): Promise<readonly Edge[]> {
  const { data } = await metadata.query(`{ lineage(root: { coordinate: "${coordinate}" }, direction: UPSTREAM, depth: 1,
    position: 1000000000) { edges { from to transform origins job } } }`);
  return data.lineage.edges.filter(({ to }: { to: string }) => to === `graphql://gordian#${coordinate}`);
}

describe('a request shows', () => {
  test.each([
    ['a column that a field is', 'Order.placedAt', ['orders.placed_at DIRECT']],
    ['columns that a resolver puts together', 'Order.profit', ['orders.currency DIRECT', 'orders.profit DIRECT']],
    ['a column that only finds the rows', 'Order.lines', ['orders.id INDIRECT']],
    ['a value under another name in an object that a resolver makes', 'Shipping.mode', ['orders.ship_mode DIRECT']],
    ['one of two that are often alike', 'Shipping.city', ['orders.city DIRECT']],
    ['an aggregate that a loader gives as a number', 'Product.unitsSold', ['order_line.quantity DIRECT']],
    [
      'what joins and counts, and is in no value',
      'Product.unitsSold',
      ['order_line.order_id INDIRECT', 'orders.id INDIRECT'],
    ],
    ['an aggregate', 'Customer.lifetimeValue', ['orders.total DIRECT']],
    ['what an entity of another domain is found by', 'Order.customer', ['orders.customer_id DIRECT']],
  ])('%s', async (_, coordinate, expected) => {
    const seen = (await sourcesOf(coordinate)).filter(({ origins }) => origins.includes('OBSERVED'));
    const shown = seen.map(({ from, transform }) => `${from.replace(column(''), '')} ${transform}`);
    expect(shown).toEqual(expect.arrayContaining(expected));
  });

  test('no value that another field has, and nothing behind a cursor', async () => {
    const observed = async (name: string) => (await sourcesOf(name)).map(({ from }) => from);
    expect(await observed('Order.status')).toEqual([column('orders.status')]);
    expect(await observed('OrderEdge.cursor')).toEqual([]);
    expect(await observed('OrderConnection.edges')).toEqual([]);
  });
});

test('drift tells what is declared and never read, and what is read and not declared', async () => {
  const { data } = await metadata.query(`{ lineageDrift(product: "gordian:product:orders/orders", first: 100) {
    complete items { kind edge { from to } } } }`);
  expect(data.lineageDrift.complete).toBe(true);
  const of = (wanted: string) =>
    data.lineageDrift.items.flatMap(({ kind, edge }: { kind: string; edge: { from: string; to: string } }) =>
      kind === wanted ? [`${edge.from.replace(column(''), '')} > ${edge.to.split('#')[1]}`] : [],
    );
  expect(of('OBSERVED_NOT_DECLARED')).toEqual(['orders.currency > Order.total']);
  const notRead = of('DECLARED_NOT_OBSERVED');
  expect(notRead).toEqual(
    expect.arrayContaining(['price_list.unit_cost > Order.profit', 'price_list.unit_price > OrderLine.unitPrice']),
  );
  expect(notRead).not.toContain('orders.total > Order.total');
  expect(notRead).not.toContain('order_line.position > Order.lines');
});

test('only names have left the process', () => {
  expect(sent).toHaveLength(1);
  for (const secret of ['CG-12520', 'SELECT', 'secret', 'CANCELLED', '261.96']) expect(sent[0]).not.toContain(secret);
});

test('an operation is looked at once in a while, and reported once', async () => {
  await look();
  expect(sent).toHaveLength(1);
});

describe('a report is refused', () => {
  const edge = { schema: 'orders', table: 'orders', column: 'total', field: 'Order.total', transform: 'DIRECT' };
  const body = { domain: 'orders', namespace: 'postgres://127.0.0.1:4008', database: 'gordian', edges: [edge] };
  const post = async (report: object, scope: string, domains: readonly string[]) =>
    metadata.send('POST', '/api/v1/lineage/observed', {
      token: await metadata.token(scope, { domains }),
      body: report,
    });

  test.each([
    ['without the scope', body, 'gordian:sla:write', ['orders'], 403, 'scope'],
    ['for another domain', body, 'gordian:lineage:write', ['payments'], 403, 'does not name the domain orders'],
    [
      'that is none',
      { ...body, edges: [{ ...edge, field: 'total' }] },
      'gordian:lineage:write',
      ['orders'],
      400,
      'edges.0.field',
    ],
    [
      'with credentials in it',
      { ...body, namespace: 'postgres://me:secret@host' },
      'gordian:lineage:write',
      ['orders'],
      400,
      'namespace',
    ],
  ])('%s', async (_, report, scope, domains, status, reason) => {
    const answer = await post(report, scope, domains);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(reason);
  });

  test('as far as it is about fields of others', async () => {
    const strange = { ...edge, column: 'region', field: 'DataProduct.name' };
    expect((await post({ ...body, edges: [strange] }, 'gordian:lineage:write', ['orders'])).status).toBe(204);
    expect((await sourcesOf('DataProduct.name')).map(({ from }) => from)).not.toContain(column('orders.region'));
  });
});
