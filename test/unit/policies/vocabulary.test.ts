import { describe, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import { createEvaluator } from '../../../policies/evaluate.ts';
import { requirementOf } from '../../../policies/requirement.ts';
import { and, not, or, type Rule, rule } from '../../../policies/shield.ts';
import {
  fromClient,
  hasAnyScope,
  hasAttribute,
  hasRole,
  hasScope,
  hasScopeOf,
  isAuthenticated,
  purpose,
} from '../../../policies/vocabulary.ts';
import { callerWith } from '../../support/small-policy.ts';

const shopper = callerWith({
  client: 'web-shop',
  scopes: ['orders:write', 'customers:pii:read'],
  roles: ['application'],
  claims: { region: 'EAST', teams: ['red', 'blue'] },
  purpose: 'customer-service',
});

describe('a word of the vocabulary', () => {
  test.each<[string, Rule, Caller, boolean]>([
    ['isAuthenticated', isAuthenticated, shopper, true],
    ['isAuthenticated', isAuthenticated, anonymous, false],
    ['hasScope', hasScope('orders:write'), shopper, true],
    ['hasScope of a longer one', hasScope('orders:writer'), shopper, false],
    ['hasScope of a shorter one', hasScope('orders'), shopper, false],
    ['hasAnyScope', hasAnyScope('x:y', 'orders:write'), shopper, true],
    ['hasAnyScope', hasAnyScope('x:y', 'x:z'), shopper, false],
    ['hasScopeOf', hasScopeOf('customers'), shopper, true],
    ['hasScopeOf a domain that begins alike', hasScopeOf('customer'), shopper, false],
    ['hasRole', hasRole('application'), shopper, true],
    ['hasRole is not a scope', hasRole('orders:write'), shopper, false],
    ['hasAttribute', hasAttribute('region', 'EAST'), shopper, true],
    ['hasAttribute', hasAttribute('region', 'WEST'), shopper, false],
    ['hasAttribute in a list', hasAttribute('teams', 'blue'), shopper, true],
    ['hasAttribute that every object inherits', hasAttribute('constructor', 'x'), shopper, false],
    ['fromClient', fromClient('web-shop'), shopper, true],
    ['fromClient', fromClient('web-shop'), anonymous, false],
    ['purpose', purpose('customer-service'), shopper, true],
    ['purpose that was not selected', purpose('reporting'), shopper, false],
  ])('%s holds or not', async (_name, asked, caller, holds) => {
    expect(await createEvaluator(caller, () => {})(asked, {})).toBe(holds ? 'allow' : 'deny');
  });

  test('is one rule for the same parameters, so that a request asks it once', () => {
    expect(hasScope('a:b')).toBe(hasScope('a:b'));
    expect(hasAttribute('a', 'b')).toBe(hasAttribute('a', 'b'));
  });

  test('is another rule for other parameters, however they join', () => {
    expect(hasAnyScope('a', 'b')).not.toBe(hasAnyScope('a,b'));
    expect(hasAttribute('a b', 'c')).not.toBe(hasAttribute('a', 'b c'));
  });
});

test.each<[Rule, string | null]>([
  [hasScope('a:b'), 'scope a:b'],
  [and(isAuthenticated, hasRole('steward')), 'an authenticated caller and role steward'],
  [or(hasScope('a'), hasScope('b')), 'scope a or scope b'],
  [not(hasRole('intern')), null],
  [
    and(
      hasScope('a'),
      rule('house rule')(() => true),
    ),
    null,
  ],
])('what would open it is said in words that a client may read', (asked, words) => {
  expect(requirementOf(asked)).toBe(words);
});
