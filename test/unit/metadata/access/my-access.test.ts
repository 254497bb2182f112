// What a caller may read of a product: all, a part, nothing; and what it may not know of is in no list.
import { expect, test } from 'vitest';
import { nowhere } from '../../../../policies/decide/evaluate.ts';
import { email } from '../../../../policies/masks/email.ts';
import { hasScope, sameRegion } from '../../../../policies/vocabulary.ts';
import { accessTo } from '../../../../subgraphs/metadata/access/my-access.ts';
import { callerWith, compileSmall, domainPolicy } from '../../../support/small-policy.ts';

const policy = compileSmall([
  domainPolicy(
    { Customer: { revenue: sameRegion('Customer') } },
    { Customer: { region: { unless: hasScope('customers:all'), with: email } } },
  ),
]);
const graph = { policy, circumstances: nowhere };
const everything = callerWith({ scopes: ['payments:confidential:read', 'payments:restricted:read'] });
const everyCoordinate = () => true;

const accessOf = (product: string, caller = callerWith(), isKnown: (coordinate: string) => boolean = everyCoordinate) =>
  accessTo(product, graph, caller, isKnown);

test('a part of it: what is denied, masked and told by each record only', async () => {
  const access = await accessOf('customers/small');
  expect(access).toEqual({
    outcome: 'MASK',
    clearFields: expect.arrayContaining(['Customer.name']),
    deniedFields: ['Customer.email', 'Customer.emails', 'Customer.cardNumber', 'Customer.secretNote'],
    maskedFields: ['Customer.region'],
    fieldsByRow: ['Customer.revenue'],
  });
});

test('without what it may not know of', async () => {
  const access = await accessOf('customers/small', callerWith(), (coordinate) => coordinate !== 'Customer.secretNote');
  expect(access?.deniedFields).not.toContain('Customer.secretNote');
});

test('all of it', async () => {
  expect(await accessOf('payments/small', everything)).toEqual({
    outcome: 'ALLOW',
    clearFields: expect.objectContaining({ length: 7 }),
    deniedFields: [],
    maskedFields: [],
    fieldsByRow: [],
  });
});

test('nothing of it', async () => {
  const access = await accessOf('payments/small', callerWith({ subject: null }));
  expect([access?.outcome, access?.deniedFields.length]).toEqual(['DENY', 7]);
});

test('as much as was granted', async () => {
  const grants = [{ id: 'g', targets: ['payments/small'], outcome: 'ALLOW' as const, validUntil: 4_000_000_000 }];
  expect((await accessOf('payments/small', callerWith({ grants })))?.outcome).toBe('ALLOW');
});

test('of a product that has nothing to read there is nothing to say', async () => {
  expect(await accessOf('customers/none')).toBeNull();
});
