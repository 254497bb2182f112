// What a caller may know of: a secret is not there for whoever may not read it, nor is what leads to secrets alone.
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../../policies/compiler/compiled-policy.ts';
import { nowhere } from '../../../../policies/decide/evaluate.ts';
import type { Classifications } from '../../../../schema/artefact.ts';
import { type KnowledgeSources, knowledgeOf } from '../../../../subgraphs/metadata/access/known-coordinates.ts';
import {
  callerWith,
  compileSmall,
  smallClassifications,
  smallSchema,
  smallSdl,
} from '../../../support/small-policy.ts';

const note = smallClassifications.get('Customer.secretNote')!;
const secret = { ...note, tags: [...note.tags, 'secret'] };
const tagged = (...coordinates: string[]): Classifications =>
  new Map([...smallClassifications, ...coordinates.map((coordinate) => [coordinate, secret] as const)]);
const stranger = callerWith();
const reader = callerWith({ scopes: ['customers:restricted:read', 'customers:pii:read'] });

const classifications = new Map([
  ...tagged('Customer.secretNote'),
  ['Customer.inaccessible', { ...note, tags: ['secret'] }],
]);
const graph = { schema: smallSchema, policy: compileSmall([], { classifications }), classifications };

function isKnown(
  caller: Caller,
  coordinate: string,
  tags?: readonly string[],
  policy: CompiledPolicy | null = graph.policy,
) {
  return knowledgeOf({ ...graph, policy }, caller, nowhere).isKnown(coordinate, tags);
}

describe('whoever may not read it', () => {
  test.each([
    ['a secret', 'Customer.secretNote', undefined, false],
    ['a secret that only an older contract calls one, and that is gone', 'Customer.former', ['secret'], false],
    [
      'a secret that only an older contract calls one, and that everybody has by now',
      'Customer.name',
      ['secret'],
      true,
    ],
    ['what is closed and no secret', 'Customer.cardNumber', undefined, true],
    ['what no contract speaks of', 'Order.id', undefined, true],
    ['a secret that the older contract had called plain', 'Customer.secretNote', ['pii'], false],
  ] as const)('of %s', (_, coordinate, tags, expected) => {
    expect(isKnown(stranger, coordinate, tags)).toBe(expected);
  });
});

describe('whoever may read it', () => {
  test('knows the secret', () => {
    expect(isKnown(reader, 'Customer.secretNote')).toBe(true);
  });

  test('knows no secret that no client can reach', () => {
    expect(isKnown(reader, 'Customer.inaccessible')).toBe(false);
  });

  test('knows none while no rules serve', () => {
    expect(isKnown(reader, 'Customer.secretNote', undefined, null)).toBe(false);
    expect(isKnown(reader, 'Customer.name', undefined, null)).toBe(true);
  });
});

describe('of what is around secrets', () => {
  const around: KnowledgeSources = withSecrets(
    ...['Customer.secretNote', 'Country.code', 'Country.capital', 'Customer.distance'],
    ...['CardPayment.amount', 'Refund.amount', 'CardPayment.id', 'FriendFilter.region', 'Unseen.code'],
  );

  test.each([
    ['a type that is all secrets', 'Country', false],
    ['a field that leads to such a type', 'Query.country', false],
    ['what such a type had before', 'Country.former', false],
    ['an input that takes nothing but secrets', 'CustomerFilter.friends', false],
    ['a union of whose types one is left', 'Query.anything', true],
    ['what is a secret of every type of an interface', 'Transaction.amount', false],
    ['what is a secret of one of its types, there', 'CardPayment.id', false],
    ['the same, at the interface', 'Transaction.id', true],
    ['an argument of a secret', 'Customer.distance(from:)', false],
    ['an argument of what is none', 'Query.customer(id:)', true],
    ['a type of secrets that no client sees', 'Unseen', false],
    ['a type with a secret among its fields', 'Customer', true],
    ['a field that is none', 'Customer.name', true],
    ['an input', 'CustomerFilter.email', true],
  ] as const)('%s', (_, coordinate, expected) => {
    const { isKnown, unknown } = knowledgeOf(around, stranger, nowhere);
    expect(isKnown(coordinate)).toBe(expected);
    if (expected) expect(unknown).not.toContain(coordinate);
  });

  test.each(['Country', 'Query.country', 'Transaction.amount'])('whoever may read them knows %s', (coordinate) => {
    expect(knowledgeOf(around, reader, nowhere).isKnown(coordinate)).toBe(true);
  });

  test('a union of nothing but such types, and what leads to it, is not there', () => {
    const schema = buildSchema(smallSdl.replace('Customer | Country', 'Country'));
    const { isKnown } = knowledgeOf({ ...around, schema }, stranger, nowhere);
    expect(['Thing', 'Query.anything'].map((coordinate) => isKnown(coordinate))).toEqual([false, false]);
  });

  test('nobody knows it while no rules serve', () => {
    expect(knowledgeOf({ ...around, policy: null }, reader, nowhere).isKnown('Query.country')).toBe(false);
  });

  test('is worked out once for all who know the same', () => {
    const [one, other, third] = [stranger, callerWith({ subject: 'somebody else' }), reader].map((caller) =>
      knowledgeOf(around, caller, nowhere),
    );
    expect(other!.schema).toBe(one!.schema);
    expect(third!.schema).not.toBe(one!.schema);
  });

  function withSecrets(...coordinates: string[]): KnowledgeSources {
    const named = tagged(...coordinates);
    return { schema: smallSchema, policy: compileSmall([], { classifications: named }), classifications: named };
  }
});
