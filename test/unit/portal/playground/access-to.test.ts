import { expect, test } from 'vitest';
import { accessTo } from '../../../../portal/source/playground/field/access-to.ts';

const field = (lists: object | null) =>
  ({
    coordinate: 'Customer.email',
    product: { myAccess: lists && { outcome: 'MASK', deniedFields: [], maskedFields: [], fieldsByRow: [], ...lists } },
  }) as unknown as Parameters<typeof accessTo>[0];

const explained = (access: object) =>
  ({ access: { fields: [{ coordinate: 'Customer.email', ...access }] } }) as unknown as Parameters<typeof accessTo>[1];

test.each([
  ['in no list is allowed', {}, 'allowed', false],
  ['denied', { deniedFields: ['Customer.email'] }, 'denied', true],
  ['masked', { maskedFields: ['Customer.email'] }, 'masked', true],
  ['by record', { fieldsByRow: ['Customer.email'] }, 'of some records', false],
  ['while no rules serve', null, 'not known', false],
])('what the catalogue says of the product: %s', (_, lists, word, requestable) => {
  expect(accessTo(field(lists), null)).toMatchObject({ word, requestable, reason: '' });
});

test('what the gateway says of this very operation counts before it, and has the reason', () => {
  const explanation = explained({ access: 'DENIED', reason: 'Needs scope customers:pii:read.', requestable: true });
  expect(accessTo(field({}), explanation)).toMatchObject({
    word: 'denied',
    reason: 'Needs scope customers:pii:read.',
    requestable: true,
  });
});
