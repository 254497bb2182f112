// Of what rules guard, a type is known by its fields: nobody learns of one that is all secrets.
import { expect, test } from 'vitest';
import { nowhere } from '../../../policies/decide/evaluate.ts';
import { knownTo } from '../../../subgraphs/metadata/access/known-coordinates.ts';
import { guardedKnownBy } from '../../../subgraphs/metadata/policy/known-guarded.ts';
import { callerWith, compileSmall, smallClassifications, smallSchema } from '../../support/small-policy.ts';

const note = smallClassifications.get('Customer.secretNote')!;
const secret = { ...note, tags: [...note.tags, 'secret'] };
const classifications = new Map([
  ...smallClassifications,
  ['Customer.secretNote', secret],
  ['Country.code', secret],
  ['Country.capital', secret],
  ['CardPayment.amount', secret],
  ['Refund.amount', secret],
]);
const policy = compileSmall([], { classifications });
const stranger = callerWith();
const reader = callerWith({ scopes: ['customers:restricted:read', 'customers:pii:read'] });

test.each([
  ['a type that is all secrets', stranger, 'Country', false],
  ['such a type, for whoever may read them', reader, 'Country', true],
  ['a field that leads to such a type', stranger, 'Query.country', false],
  ['such a field, for whoever may read them', reader, 'Query.country', true],
  ['what is a secret of every type of an interface', stranger, 'Transaction.amount', false],
  ['the same, for whoever may read it', reader, 'Transaction.amount', true],
  ['a type with a secret among its fields', stranger, 'Customer', true],
  ['a secret', stranger, 'Customer.secretNote', false],
  ['a field that is none', stranger, 'Customer.name', true],
  ['an input', stranger, 'CustomerFilter.email', true],
] as const)('%s', (_what, caller, coordinate, expected) => {
  const isKnown = guardedKnownBy(knownTo({ policy, classifications }, caller, nowhere), smallSchema);
  expect(isKnown(coordinate)).toBe(expected);
});
