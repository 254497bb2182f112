// What two policies decide differently about an operation, as a dry run counts it.
import { describe, expect, test } from 'vitest';
import { authorize } from '../../../../gateway/authorize/authorize.ts';
import { compareAuthorizations } from '../../../../gateway/dry-run/compare-authorizations.ts';
import { countDifferences } from '../../../../gateway/dry-run/differences.ts';
import { defaultOperationLimits } from '../../../../gateway/operation/operation-limits.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import type { CompiledPolicy } from '../../../../policies/compiler/compiled-policy.ts';
import { email } from '../../../../policies/masks/email.ts';
import { allow, deny, rule } from '../../../../policies/shield.ts';
import { withDefer } from '../../../../schema/client-directives.ts';
import { callerWith, compileSmall, domainPolicy, smallSchema } from '../../../support/small-policy.ts';

const apiSchema = withDefer(smallSchema);
const inTheEast = rule('test.inTheEast', { cache: 'no_cache', fragment: 'fragment Region on Customer { region }' })(
  ({ region }) => region === 'EAST',
);

const policies = {
  open: compileSmall([domainPolicy({ Customer: { email: allow } })]),
  masked: compileSmall([
    domainPolicy({ Customer: { email: allow } }, { Customer: { email: { unless: deny, with: email } } }),
  ]),
  closed: compileSmall([domainPolicy({ Customer: { email: deny } })]),
  byRow: compileSmall([domainPolicy({ Customer: { email: inTheEast } })]),
  friendless: compileSmall([domainPolicy({ Customer: { email: deny, friends: deny } })]),
  rows: compileSmall([{ ...domainPolicy({ Customer: { email: allow } }), rows: { Customer: inTheEast } }]),
};

async function differences(query: string, before: CompiledPolicy, after: CompiledPolicy): Promise<string[]> {
  const prepared = prepareOperation({ apiSchema }, { query, operationName: null }, defaultOperationLimits);
  const shape = shapeOperation(prepared, {}, defaultOperationLimits, true);
  const caller = callerWith({ scopes: ['customers:pii:read'] });
  const judge = async (policy: CompiledPolicy) => (await authorize({ shape, policy, caller, variables: {} })).operation;
  return compareAuthorizations(await judge(before), await judge(after)).map(
    ({ coordinate, before: was, after: is }) => `${coordinate} ${was} -> ${is}`,
  );
}

describe('two policies', () => {
  test.each<[string, string, keyof typeof policies, keyof typeof policies, string[]]>([
    ['that are one', '{ customer(id: 1) { email } }', 'closed', 'closed', []],
    ['differ by a denial', '{ customer(id: 1) { email } }', 'open', 'closed', ['Customer.email allow -> deny']],
    ['differ by a permission', '{ customer(id: 1) { email } }', 'closed', 'open', ['Customer.email deny -> allow']],
    ['differ by a mask', '{ customer(id: 1) { email } }', 'open', 'masked', ['Customer.email allow -> mask']],
    ['differ by a look at the row', '{ customer(id: 1) { email } }', 'open', 'byRow', ['Customer.email allow -> row']],
    ['differ by the rows of a type', '{ customer(id: 1) { id } }', 'open', 'rows', ['Customer allow -> row']],
    ['where nothing is asked of what differs', '{ customer(id: 1) { id } }', 'open', 'closed', []],
    [
      'at two places of an operation once',
      '{ customer(id: 1) { a: email friends { email } } }',
      'open',
      'closed',
      ['Customer.email allow -> deny'],
    ],
    [
      'not below what one of them denies',
      '{ customer(id: 1) { friends { email } } }',
      'open',
      'friendless',
      ['Customer.friends allow -> deny'],
    ],
    [
      'in a part that comes later',
      '{ customer(id: 1) { id ... @defer { email } } }',
      'open',
      'closed',
      ['Customer.email allow -> deny'],
    ],
  ])('%s', async (_, query, before, after, expected) => {
    expect(await differences(query, policies[before], policies[after])).toEqual(expected);
  });
});

test('beyond as many as are told apart, differences are only counted', () => {
  const counted = countDifferences(2);
  const otherwise = (coordinate: string) => [{ coordinate, before: 'allow', after: 'deny' } as const];
  for (const coordinate of ['A.a', 'A.b', 'A.b', 'A.c', 'A.a', 'A.b']) counted.add(otherwise(coordinate), 'shop');
  expect(counted.list().map(({ coordinate, operations }) => `${coordinate} ${operations}`)).toEqual(['A.b 3', 'A.a 2']);
  expect(counted.leftOut()).toBe(1);
});
