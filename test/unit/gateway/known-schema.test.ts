// Secrets: what a caller may not even know of is missing for it, in documents and in introspection, and there for others.
import { buildSchema, type GraphQLObjectType, printSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { knownSchema } from '../../../gateway/known-schema.ts';
import { declareHiddenMembers, hasHiddenMembers } from '../../../gateway/operation/hidden-members.ts';
import {
  declareInterfaceObjectFields,
  isInterfaceObjectField,
} from '../../../gateway/operation/interface-object-fields.ts';
import { prepareOperation } from '../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../gateway/operation/shape-operation.ts';
import { withoutCoordinates } from '../../../gateway/operation/without-coordinates.ts';
import type { Planner } from '../../../gateway/plan/planner.ts';
import type { Caller } from '../../../kit/caller.ts';
import type { GordianError } from '../../../kit/errors.ts';
import { nowhere } from '../../../policies/decide/evaluate.ts';
import { rule } from '../../../policies/shield.ts';
import {
  callerWith,
  compileSmall,
  domainPolicy,
  smallClassifications,
  smallSchema,
} from '../../support/small-policy.ts';

const secret = (coordinate: string) => {
  const known = smallClassifications.get(coordinate)!;
  return [coordinate, { ...known, tags: [...known.tags, 'secret'] }] as const;
};
const classifications = new Map([
  ...smallClassifications,
  ...['Customer.secretNote', 'CustomerFilter.email', 'CardPayment.card', 'Customer.cardNumber'].map(secret),
]);
const generation = {
  planner: { apiSchema: smallSchema } as Planner,
  policy: compileSmall([], { classifications }),
};
const stranger = callerWith();
const reader = callerWith({
  scopes: [
    'payments:restricted:read',
    'customers:restricted:read',
    'customers:pii:read',
    'customers:confidential:read',
  ],
});

function messages(query: string, caller: Caller): string[] {
  const apiSchema = knownSchema(generation, caller, nowhere);
  try {
    prepareOperation({ apiSchema }, { query, operationName: null });
    return [];
  } catch (error) {
    return ((error as GordianError).details.errors as { message: string }[]).map(({ message }) => message);
  }
}

describe('whoever may not read a secret', () => {
  test.each([
    [
      'a field',
      '{ customer(id: 1) { secretNote } }',
      '{ customer(id: 1) { nothingAtAll } }',
      'secretNote',
      'nothingAtAll',
    ],
    [
      'under another name',
      '{ customer(id: 1) { id: secretNote } }',
      '{ customer(id: 1) { id: nothingAtAll } }',
      'secretNote',
      'nothingAtAll',
    ],
    [
      'in a type of an interface',
      '{ transactions { ... on CardPayment { card } } }',
      '{ transactions { ... on CardPayment { nope } } }',
      'card',
      'nope',
    ],
    [
      'an input field',
      '{ customers(filter: { email: "a" }) { id } }',
      '{ customers(filter: { zzzzz: "a" }) { id } }',
      'email',
      'zzzzz',
    ],
  ])('reads of %s what it reads of one that is not there', (_what, asked, missing, name, nonsense) => {
    const [told, ...others] = messages(asked, stranger);
    expect(others).toEqual([]);
    expect(told).toBe(messages(missing, stranger)[0]!.replace(nonsense, name));
    expect(messages(asked, reader)).toEqual([]);
  });

  test('finds nothing of it in the schema', () => {
    const text = printSchema(knownSchema(generation, stranger, nowhere));
    expect(text).not.toMatch(/secretNote|cardNumber|card: /);
    expect(text).toContain('revenue');
  });
});

test('whoever may read all secrets has the schema itself, and so has everyone where there are none', () => {
  expect(printSchema(knownSchema(generation, reader, nowhere))).toContain('secretNote');
  expect(knownSchema({ ...generation, policy: compileSmall() }, stranger, nowhere)).toBe(smallSchema);
});

test('a secret whose rule does not answer at once stays hidden', () => {
  const slowly = rule('slowly', { cache: 'contextual' })(async () => true);
  const policy = compileSmall([domainPolicy({ Customer: { secretNote: slowly } })], { classifications });
  expect(printSchema(knownSchema({ ...generation, policy }, reader, nowhere))).not.toContain('secretNote');
});

test('what is known of the schema besides is known of what is left of it', () => {
  declareHiddenMembers(smallSchema, ['Transaction']);
  declareInterfaceObjectFields(smallSchema, ['Transaction.amount']);
  const left = withoutCoordinates(smallSchema, new Set(['Customer.name']));
  expect(hasHiddenMembers(left, left.getType('Transaction')!)).toBe(true);
  expect(isInterfaceObjectField(left, left.getType('Refund') as GraphQLObjectType, 'amount')).toBe(true);
});

test('callers who know the same share a schema, and its documents', () => {
  expect(knownSchema(generation, stranger, nowhere)).toBe(
    knownSchema(generation, callerWith({ subject: 'b' }), nowhere),
  );
});

test('one document has different plans for different schemas', () => {
  const keyFor = (caller: Caller) => {
    const prepared = prepareOperation(
      { apiSchema: knownSchema(generation, caller, nowhere) },
      { query: '{ customer(id: 1) { name } }', operationName: null },
    );
    return shapeOperation(prepared, {}).key;
  };
  expect(keyFor(stranger)).not.toBe(keyFor(reader));
});

describe('without some fields', () => {
  test('a type that has lost all its fields goes, and what leads to it', () => {
    const text = printSchema(withoutCoordinates(smallSchema, new Set(['Country.code', 'Country.capital'])));
    expect(text).not.toContain('Country');
    expect(text).toContain('union Thing = Customer');
  });

  test('where a record comes from goes with all else of it', () => {
    const schema = buildSchema(`type Query { vault: Vault, person: Person } type Provenance { product: String }
      type Vault { id: ID, provenance: Provenance } type Person { id: ID, name: String, provenance: Provenance }`);
    const text = printSchema(withoutCoordinates(schema, new Set(['Vault.id', 'Person.id'])));
    expect(text).not.toContain('ault');
    expect(text).toContain('type Person {\n  name: String\n  provenance: Provenance\n}');
  });

  test('a union goes with the last of its types, and what leads to it', () => {
    const schema = buildSchema('type Query { any: Any, other: ID } union Any = One type One { id: ID }');
    expect(printSchema(withoutCoordinates(schema, new Set(['One.id'])))).toBe('type Query {\n  other: ID\n}');
  });

  test('a field of an interface goes with the last of its types', () => {
    const all = withoutCoordinates(smallSchema, new Set(['CardPayment.amount', 'Refund.amount']));
    expect(printSchema(all)).not.toContain('amount');
    const one = withoutCoordinates(smallSchema, new Set(['CardPayment.amount']));
    expect(printSchema(one)).toBe(printSchema(smallSchema));
  });
});
