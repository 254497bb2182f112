// What an answer says of what stands behind it: from what is read and how the products stand, within its bounds.
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { AuthorizedOperation, Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import { readContractPins } from '../../../../gateway/metadata/contract-pins.ts';
import {
  type MetadataRequest,
  maxMetadataBytes,
  responseMetadata,
} from '../../../../gateway/metadata/response-metadata.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import type { Classification, Sensitivity } from '../../../../schema/artefact.ts';
import { knownStanding, minutesAgo, now, productWith } from './standing-of.ts';

const apiSchema = buildSchema(`
  type Query { customer: Customer }
  type Customer { name: String email: String nick: String @deprecated(reason: "Use name.") orders: [Order!] spent: Money }
  type Order { id: ID! total: Int profit: Int }
  type Money { amount: Int }
`);
const classified = (product: string, level: Sensitivity = 'INTERNAL'): Classification => ({
  level,
  tags: [],
  product,
  domain: 'd',
});
const classifications = {
  'Query.customer': classified('customers/profile'),
  'Customer.name': classified('customers/profile', 'CONFIDENTIAL'),
  'Customer.email': classified('customers/profile', 'RESTRICTED'),
  'Customer.nick': classified('customers/profile'),
  'Customer.orders': classified('orders/orders'),
  'Order.id': classified('orders/orders'),
  'Order.total': classified('orders/orders'),
  'Order.profit': classified('finance/books', 'RESTRICTED'),
  'Customer.spent': classified('customers/profile'),
  'Money.amount': { ...classified('finance/books'), isShared: true as const },
};
const standing = knownStanding([
  productWith({
    id: 'customers/profile',
    version: '2.3.0',
    latest: '3.0.0-rc.1',
    freshness: [{ element: '', promiseSeconds: 900, newest: minutesAgo(20) }],
    health: 'BREACHED',
    openIncidents: 2,
    deprecations: [
      { coordinate: 'Customer.nick', reason: 'Use name.', replacement: 'Customer.name', sunsetAt: '2027-01-01' },
      { coordinate: 'Customer.name', reason: 'Use it not.', replacement: 'Customer.secretName', sunsetAt: null },
    ],
    pins: [{ consumer: 'shop', range: '^2' }],
  }),
  productWith({ id: 'orders/orders' }),
  productWith({ id: 'finance/books' }),
]);
const usual = '{ customer { name email nick orders { id total profit } } }';

function metadata(
  query = usual,
  verdicts: Readonly<Record<string, Verdict>> = {},
  more: Partial<MetadataRequest> = {},
) {
  const shape = shapeOperation(prepareOperation({ apiSchema }, { query, operationName: null }), {});
  const operation: AuthorizedOperation = {
    shape,
    verdicts: shape.fields.map(({ coordinate }) => verdicts[coordinate]),
    key: Object.keys(verdicts).join(),
  };
  const request = { wanted: 'summary', operation, classifications, standing, pins: [], client: null, now } as const;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it looks at.
  return responseMetadata({ ...request, ...more }) as any;
}

const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'r', brief: 'r' };
const mask: Verdict = { kind: 'mask', rule: 'r', mask: 'redact', apply: () => null };

describe('the summary', () => {
  test('says of each product that is read which contract holds, how fresh it is, and what is wrong with it', () => {
    expect(metadata().products[0]).toBeDefined();
    expect(metadata('{ customer { email } }').products).toEqual([
      {
        product: 'customers/profile',
        contract: { version: '2.3.0', status: 'ACTIVE', latest: '3.0.0-rc.1' },
        freshness: { status: 'BREACHED', ageSeconds: 1_200, promiseSeconds: 900 },
        health: 'BREACHED',
        openIncidents: 2,
      },
    ]);
  });

  test('names no product for values that several have alike: they are of the field that leads to them', () => {
    const { products, fields } = metadata('{ customer { spent { amount } } }', {}, { wanted: 'fields' });
    expect(products.map(({ product }: { product: string }) => product)).toEqual(['customers/profile']);
    expect(fields.at(-1)).toEqual({ path: 'customer.spent.amount', coordinate: 'Money.amount', level: 'INTERNAL' });
  });

  test('names what is denied and masked, and no product of which everything is denied', () => {
    const { products, denied, masked } = metadata(usual, { 'Order.profit': denial, 'Customer.email': mask });
    expect(products.map(({ product }: { product: string }) => product)).toEqual(['customers/profile', 'orders/orders']);
    expect({ denied, masked }).toEqual({ denied: ['Order.profit'], masked: ['Customer.email'] });
  });

  test.each([
    ['everything', {}, 'RESTRICTED'],
    ['what is not denied', { 'Order.profit': denial, 'Customer.email': denial }, 'CONFIDENTIAL'],
    ['what is not masked', { 'Order.profit': mask, 'Customer.email': mask }, 'CONFIDENTIAL'],
  ])('is as sensitive as %s', (_, verdicts, level) => {
    expect(metadata(usual, verdicts).maxSensitivity).toBe(level);
  });

  test('tells what is deprecated, and by what it is replaced unless the caller may not know of that', () => {
    expect(metadata('{ customer { name nick } }').deprecated).toEqual([
      { coordinate: 'Customer.name', reason: 'Use it not.' },
      { coordinate: 'Customer.nick', reason: 'Use name.', replacement: 'Customer.name', sunsetAt: '2027-01-01' },
    ]);
    expect(metadata('{ customer { nick } }', {}, { standing: null }).deprecated).toEqual([
      { coordinate: 'Customer.nick', reason: 'Use name.' },
    ]);
    expect(metadata('{ customer { nick email } }', { 'Customer.nick': denial }).deprecated).toBeUndefined();
  });

  test.each([
    ['that the request has', { pins: readContractPins('profile@~2.3') }, '~2.3'],
    ['that its consumer has stored', { client: 'shop' }, '^2'],
    ['that the request has, before a stored one', { client: 'shop', pins: readContractPins('profile@*') }, '*'],
    ['of nobody else', { client: 'other' }, undefined],
  ])('shows the pin %s', (_, more, pinned) => {
    expect(metadata('{ customer { email } }', {}, more).products[0].contract.pinned).toBe(pinned);
  });

  test('says since when what it knows is known, or that it knows nothing', () => {
    expect(metadata().asOf).toBe(now.toISOString());
    expect(metadata('{ customer { email } }', {}, { standing: null })).toMatchObject({
      asOf: null,
      products: [{ product: 'customers/profile' }],
    });
  });
});

test('asked for fields, it says of each where it comes from and what became of it', () => {
  const query = '{ c: customer { n: name email orders { profit } } }';
  const { fields } = metadata(query, { 'Order.profit': denial, 'Customer.email': mask }, { wanted: 'fields' });
  expect(fields).toEqual([
    { path: 'c', coordinate: 'Query.customer', product: 'customers/profile', level: 'INTERNAL' },
    { path: 'c.n', coordinate: 'Customer.name', product: 'customers/profile', level: 'CONFIDENTIAL' },
    {
      path: 'c.email',
      coordinate: 'Customer.email',
      product: 'customers/profile',
      level: 'RESTRICTED',
      access: 'MASKED',
    },
    { path: 'c.orders', coordinate: 'Customer.orders', product: 'orders/orders', level: 'INTERNAL' },
    { path: 'c.orders.profit', coordinate: 'Order.profit', access: 'DENIED' },
  ]);
});

describe('when there is more to say than there is room for', () => {
  const wide = `{ customer { ${Array.from({ length: 150 }, (_, index) => `alias${index}: email`).join(' ')} nick } }`;

  test('what stands last is left out, and the answer says that it is not complete', () => {
    const { complete, fields, ...told } = metadata(wide, {}, { wanted: 'fields' });
    expect(complete).toBe(false);
    expect(fields.length).toBeGreaterThan(10);
    expect(fields[0].path).toBe('customer');
    expect(told.products).toHaveLength(1);
    expect(told.deprecated).toHaveLength(1);
  });

  test.each(['summary', 'fields'] as const)('a %s keeps its bound', (wanted) => {
    expect(Buffer.byteLength(JSON.stringify(metadata(wide, {}, { wanted })))).toBeLessThanOrEqual(maxMetadataBytes);
  });

  test('products alone keep it as well', () => {
    const names = Array.from({ length: 45 }, (_, index) => `f${index}`);
    const many = buildSchema(`type Query { ${names.map((name) => `${name}: Int`).join(' ')} }`);
    const shape = shapeOperation(
      prepareOperation({ apiSchema: many }, { query: `{ ${names.join(' ')} }`, operationName: null }),
      {},
    );
    const ofMany = Object.fromEntries(names.map((name) => [`Query.${name}`, classified(`products/${name}`)]));
    const known = knownStanding(names.map((name) => productWith({ id: `products/${name}` })));
    const told = responseMetadata({
      wanted: 'fields',
      operation: { shape, verdicts: [], key: '' },
      classifications: ofMany,
      standing: known,
      pins: [],
      client: null,
      now,
    });
    expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThanOrEqual(maxMetadataBytes);
    expect(told.complete).toBe(false);
    expect(told).not.toHaveProperty('fields');
  });

  test('what fits is complete', () => {
    expect(metadata(usual, {}, { wanted: 'fields' }).complete).toBe(true);
  });
});
