// Which coordinates of the catalogue a caller may know of: a secret is not there for whoever may not read it.
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../../policies/compiler/compiled-policy.ts';
import { nowhere } from '../../../../policies/decide/evaluate.ts';
import { knownTo } from '../../../../subgraphs/metadata/access/known-coordinates.ts';
import { callerWith, compileSmall, smallClassifications } from '../../../support/small-policy.ts';

const note = smallClassifications.get('Customer.secretNote')!;
const classifications = new Map([
  ...smallClassifications,
  ['Customer.secretNote', { ...note, tags: [...note.tags, 'secret'] }],
  ['Customer.inaccessible', { ...note, tags: ['secret'] }],
]);
const policy = compileSmall([], { classifications });
const stranger = callerWith();
const reader = callerWith({ scopes: ['customers:restricted:read', 'customers:pii:read'] });

function isKnown(caller: Caller, coordinate: string, tags?: readonly string[], by: CompiledPolicy | null = policy) {
  return knownTo({ policy: by, classifications }, caller, nowhere)(coordinate, tags);
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
