// @fresh against products of known ages: which fields are pruned, fail, or only warn, wherever the directive stands.
import { buildSchema, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { AuthorizedOperation, Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import { demandFreshness } from '../../../../gateway/metadata/demand-freshness.ts';
import type { KnownStanding } from '../../../../gateway/metadata/standing.ts';
import { coerceVariables } from '../../../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { fetchableDocument } from '../../../../gateway/plan/fetchable-document.ts';
import type { Classification } from '../../../../schema/artefact.ts';
import { withFresh } from '../../../../schema/client-directives.ts';
import { now, standingOf } from './standing-of.ts';

const apiSchema = withFresh(
  buildSchema(`
    type Query { customer: Customer orders: [Order!]! version: String }
    type Customer { name: String email: String orders: [Order!] open: Int! }
    type Order { id: ID! total: Int customer: Customer }
  `),
);
const classified = (product: string): Classification => ({ level: 'INTERNAL', tags: [], product, domain: 'd' });
const classifications = {
  'Query.customer': classified('customers'),
  'Query.orders': classified('orders'),
  'Query.version': classified('unmeasured'),
  'Customer.name': classified('customers'),
  'Customer.email': classified('customers'),
  'Customer.open': classified('orders'),
  'Customer.orders': classified('orders'),
  'Order.id': classified('orders'),
  'Order.total': classified('orders'),
  'Order.customer': classified('orders'),
};
const usual = standingOf({ customers: 5, orders: 40, silent: null });

interface Asked {
  readonly variables?: Record<string, unknown>;
  readonly standing?: KnownStanding | null;
  /** Coordinates. */
  readonly denied?: readonly string[];
}

function demand(query: string, { variables = {}, standing = usual, denied = [] }: Asked = {}) {
  const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
  const coerced = coerceVariables(prepared, variables);
  const shape = shapeOperation(prepared, coerced);
  const verdicts = shape.fields.map(({ coordinate }) => (denied.includes(coordinate) ? denial : undefined));
  const operation: AuthorizedOperation = { shape, verdicts, key: denied.join() };
  return demandFreshness({ operation, classifications, standing, variables: coerced, now });
}

const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'r', brief: 'r' };

/** `total ERROR 2400` */
function told(query: string, asked: Asked = {}): string[] {
  return demand(query, asked).stale.map(
    ({ field, onStale, age }) => `${field.responseName} ${onStale} ${age.ageSeconds}`,
  );
}

const fetched = (query: string, asked: Asked = {}): string => {
  const document = fetchableDocument(demand(query, asked).operation);
  return document === null ? '' : print(document).replaceAll(/\s+/g, ' ');
};

describe('on a field', () => {
  test.each([
    ['what is young enough is left alone', '{ customer { name @fresh(within: "PT15M") } }', []],
    ['what is too old fails', '{ orders { total @fresh(within: "PT15M") } }', ['total ERROR 2400']],
    [
      'as the client asks it is null',
      '{ orders { total @fresh(within: "PT15M", onStale: NULL) } }',
      ['total NULL 2400'],
    ],
    ['or warned of', '{ orders { total @fresh(within: "PT15M", onStale: WARN) } }', ['total WARN 2400']],
    ['without an age the promise counts', '{ orders { total @fresh } }', []],
    [
      'a field that is never null fails instead',
      '{ customer { open @fresh(within: "PT1S", onStale: NULL) } }',
      ['open ERROR 2400'],
    ],
    ['two aliases of one field are two', '{ orders { a: total @fresh(within: "PT15M") b: total } }', ['a ERROR 2400']],
    [
      'the graver of two counts, where they merge',
      '{ orders { total @fresh(within: "PT15M", onStale: WARN) } orders { total @fresh(within: "PT20M", onStale: NULL) } }',
      ['total NULL 2400'],
    ],
    [
      'the stricter of two counts, where they merge',
      '{ orders { total @fresh(within: "P1D") } ...F } fragment F on Query { orders { total @fresh(within: "PT1M") } }',
      ['total ERROR 2400'],
    ],
    [
      'it counts in fragments',
      '{ customer { ... on Customer { orders { ...F } } } } fragment F on Order { total @fresh(within: "PT15M") }',
      ['total ERROR 2400'],
    ],
    ['what is skipped is not asked for', '{ orders { id total @skip(if: true) @fresh(within: "PT15M") } }', []],
    [
      'what stands below is not looked at',
      '{ orders @fresh(within: "PT1M") { total @fresh(within: "PT15M") } }',
      ['orders ERROR 2400'],
    ],
  ])('%s', (_, query, expected) => {
    expect(told(query)).toEqual(expected);
  });

  test('what fails or is null is not fetched, and what is only warned of is', () => {
    expect(fetched('{ orders { id total @fresh(within: "PT15M") } }')).toBe('{ orders { id } }');
    expect(fetched('{ orders { id total @fresh(within: "PT15M", onStale: NULL) } }')).toBe('{ orders { id } }');
    expect(fetched('{ orders { id total @fresh(within: "PT15M", onStale: WARN) } }')).toBe('{ orders { id total } }');
    expect(fetched('{ orders { a: total @fresh(within: "PT15M") b: total } }')).toBe('{ orders { total } }');
    expect(fetched('{ orders @fresh(within: "PT1M") { id } }')).toBe('');
  });

  test('no subgraph hears of it, nor of its variables', () => {
    const query = 'query($w: String) { customer { name @fresh(within: $w) } }';
    expect(fetched(query, { variables: { w: 'PT15M' } })).toBe('{ customer { name } }');
  });

  test.each([
    ['PT1H', 'ERROR', []],
    ['PT15M', 'WARN', ['total WARN 2400']],
    [undefined, undefined, []],
    [null, null, []],
  ])('variables %s and %s count like literals', (w, o, expected) => {
    const query = 'query($w: String, $o: OnStale) { orders { total @fresh(within: $w, onStale: $o) } }';
    expect(told(query, { variables: { ...(w !== undefined && { w }), ...(o !== undefined && { o }) } })).toEqual(
      expected,
    );
  });

  test('requests to which the same is too old share the operation, and with it plan and projector', () => {
    const query = '{ orders { id total @fresh(within: "PT15M") } }';
    const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
    const shape = shapeOperation(prepared, {});
    const operation: AuthorizedOperation = { shape, verdicts: [], key: '' };
    const at = (standing: KnownStanding) =>
      demandFreshness({ operation, classifications, standing, variables: {}, now }).operation;
    expect(at(standingOf({ orders: 50 }))).toBe(at(usual));
    expect(at(standingOf({ orders: 1 }))).toBe(operation);
    expect(at(usual).key).not.toBe(operation.key);
  });

  test('nothing is said of what is denied, nor of what lies below it', () => {
    const query = '{ orders { total @fresh(within: "PT15M") customer { open @fresh(within: "PT1M") } } }';
    expect(told(query, { denied: ['Order.total', 'Order.customer'] })).toEqual([]);
  });
});

describe('an age that nobody knows', () => {
  test.each([
    ['because nobody has reported', standingOf({ orders: null })],
    ['because nothing is known yet', null],
  ])('is too old: %s', (_, standing) => {
    expect(told('{ orders { total @fresh(within: "P1D") } }', { standing })).toEqual(['total ERROR null']);
  });

  test.each([
    ['of a product that tells nothing', '{ version @fresh(within: "P1D") }'],
    ['of an operation of which no product tells anything', 'query @fresh(within: "P1D") { version }'],
  ])('%s cannot be asked for', (_, query) => {
    expect(() => demand(query)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining('Nobody tells how old') }),
    );
  });
});

describe('on an operation', () => {
  test('it is about every field whose product tells its age', () => {
    expect(told('query @fresh(within: "PT15M", onStale: WARN) { version customer { name open } }')).toEqual([
      'open WARN 2400',
    ]);
  });

  test('a field has its own in its place', () => {
    const query = 'query @fresh(within: "PT15M") { customer { name open @fresh(within: "P1D") } }';
    expect(told(query)).toEqual([]);
  });

  test('the outermost field of what is too old fails, and nothing below it', () => {
    const query = 'query @fresh(within: "PT15M") { customer { name orders { id total } } }';
    expect(told(query)).toEqual(['orders ERROR 2400']);
    expect(fetched(query)).toBe('{ customer { name } }');
  });
});

test.each([
  ['a literal that is no duration', '{ orders { total @fresh(within: "soon") } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['one that is longer than a year', '{ orders { total @fresh(within: "P2Y") } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['an age of nothing', '{ orders { total @fresh(within: "PT0S") } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a variable that is no duration',
    'query($w: String) { orders { total @fresh(within: $w) } }',
    { w: 'soon' },
    'BAD_USER_INPUT',
  ],
  ['something else to do', '{ orders { total @fresh(onStale: PANIC) } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['a field of the introspection', '{ __typename @fresh }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['a fragment', '{ ... @fresh { version } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['a field twice', '{ orders { total @fresh @fresh } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
])('%s is refused', (_, query, variables, code) => {
  expect(() => demand(query, { variables })).toThrow(expect.objectContaining({ code }));
});

test('a graph with a type called OnStale of its own goes without', () => {
  const own = buildSchema('type Query { a: OnStale } enum OnStale { A }');
  expect(withFresh(own)).toBe(own);
});
