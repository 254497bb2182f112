// One thing has one URN, whether a contract or a pipeline names it.
import { describe, expect, test } from 'vitest';
import {
  datasetOf,
  identityOfUrn,
  kindOfIdentity,
  urnOfIdentity,
} from '../../../subgraphs/metadata/lineage/identity.ts';
import { nodeIdOf, readNodeId } from '../../../subgraphs/metadata/lineage/marquez/node-id.ts';

const namespace = 'postgres://127.0.0.1:4008';
const servers = ['orders', 'order'].map((server) => ({ server, namespace, database: 'gordian', schema: server }));

describe('a URN and its name in OpenLineage', () => {
  test.each([
    ['postgres://orders#orders.line.amount', { namespace, name: 'gordian.orders.line', field: 'amount' }, 'COLUMN'],
    ['postgres://orders#orders.line', { namespace, name: 'gordian.orders.line', field: null }, 'TABLE'],
    ['postgres://order#order.line', { namespace, name: 'gordian.order.line', field: null }, 'TABLE'],
    [
      'graphql://gordian#Order.total',
      { namespace: 'graphql://gordian', name: 'Order', field: 'total' },
      'GRAPHQL_FIELD',
    ],
    ['graphql://gordian#Order', { namespace: 'graphql://gordian', name: 'Order', field: null }, 'GRAPHQL_TYPE'],
  ])('%s goes both ways', (urn, identity, kind) => {
    expect(identityOfUrn(urn, servers)).toEqual(identity);
    expect(urnOfIdentity(identity, servers)).toBe(urn);
    expect(kindOfIdentity(identity)).toBe(kind);
  });

  test.each([
    [{ namespace, name: 'other.orders.line', field: null }, `${namespace}#other.orders.line`, 'TABLE'],
    [{ namespace: 's3://lake', name: 'a b/c#d', field: 'e.f' }, 's3://lake#a%20b/c%23d#e.f', 'COLUMN'],
    [{ namespace: 'kafka://broker:9092', name: 'sales', field: null }, 'kafka://broker:9092#sales', 'TOPIC'],
  ])('%j, which no contract describes, keeps its name', (identity, urn, kind) => {
    expect(urnOfIdentity(identity, servers)).toBe(urn);
    expect(kindOfIdentity(identity)).toBe(kind);
  });

  test('products have none', () => {
    expect(identityOfUrn('gordian:product:orders/orders', servers)).toBeNull();
  });

  test.each([
    ['postgres://orders#orders.line.amount', 'postgres://orders#orders.line'],
    ['graphql://gordian#Order.total', 'graphql://gordian#Order'],
    ['s3://lake#a.b.c#d', 's3://lake#a.b.c'],
    ['gordian:product:orders/orders', 'gordian:product:orders/orders'],
  ])('the dataset of %s is %s', (urn, dataset) => {
    expect(datasetOf(urn)).toBe(dataset);
  });
});

test('the name of a node in Marquez may end its namespace at any colon', () => {
  const id = nodeIdOf({ kind: 'COLUMN', namespace, name: 'gordian.orders.line', field: 'amount' })!;
  expect(id).toBe('datasetField:postgres://127.0.0.1:4008:gordian.orders.line:amount');
  const { what, identities } = readNodeId(id);
  expect(what).toBe('DATASET');
  expect(identities[0]).toEqual({ namespace, name: 'gordian.orders.line', field: 'amount' });
  expect(readNodeId('job:a:b:c').identities).toEqual([
    { namespace: 'a:b', name: 'c', field: null },
    { namespace: 'a', name: 'b:c', field: null },
  ]);
});
