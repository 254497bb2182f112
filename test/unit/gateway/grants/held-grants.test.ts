// What a caller holds of all that is granted: its own, and of a broken glass only that of the ticket it names.
import { describe, expect, test } from 'vitest';
import type { HeldGrant } from '../../../../gateway/grants/grants-source.ts';
import { heldGrants } from '../../../../gateway/grants/held-grants.ts';
import { callerWith } from '../../../support/small-policy.ts';

const given = (id: string, more: Partial<HeldGrant> = {}): HeldGrant => ({
  id,
  issuer: 'https://one.test',
  subject: 'ann',
  targets: ['Customer.email'],
  outcome: 'ALLOW',
  purpose: 'support',
  validUntil: 1_000,
  ticket: null,
  ...more,
});
const ann = callerWith({ issuer: 'https://one.test', subject: 'ann' });

const held = heldGrants({
  version: '1',
  grants: [
    given('first'),
    given('second', { purpose: null }),
    given('elsewhere', { issuer: 'https://two.test' }),
    given('of bob', { subject: 'bob' }),
    given('glass', { ticket: 'INC-1' }),
    given('glass of bob', { subject: 'bob', ticket: 'INC-2' }),
  ],
});

describe('a caller holds', () => {
  test.each([
    ['what its subject was granted at its issuer', ann, ['first', 'second']],
    ['nothing of its namesake', { ...ann, issuer: 'https://three.test' }, []],
    ['nothing without a name', callerWith({ subject: null }), []],
  ])('%s', (_, caller, ids) => {
    expect(held.of(caller).map(({ id }) => id)).toEqual(ids);
  });

  test.each([
    ['its own broken glass', ann, 'INC-1', 'glass'],
    ['no glass of another ticket', ann, 'INC-3', undefined],
    ['no glass of somebody else', ann, 'INC-2', undefined],
  ])('%s', (_, caller, ticket, id) => {
    expect(held.brokenGlass(caller, ticket)?.id).toBe(id);
  });
});

test('a grant is for its purpose, and for any where none was named', () => {
  expect(held.of(ann)).toEqual([
    { id: 'first', targets: ['Customer.email'], outcome: 'ALLOW', purpose: 'support', validUntil: 1_000 },
    { id: 'second', targets: ['Customer.email'], outcome: 'ALLOW', validUntil: 1_000 },
  ]);
});

test('all that is live has a name', () => {
  expect([...held.ids]).toEqual(['first', 'second', 'elsewhere', 'of bob', 'glass', 'glass of bob']);
});
