import { describe, expect, test } from 'vitest';
import { anonymous, type Caller, type CallerGrant } from '../../../kit/caller.ts';
import { createEvaluator, type Row } from '../../../policies/decide/evaluate.ts';
import { requirementOf } from '../../../policies/requirement.ts';
import { and, not, or, type Rule, rule } from '../../../policies/shield.ts';
import {
  anyPurpose,
  breakGlass,
  consent,
  fromClient,
  granted,
  hasAnyScope,
  hasAttribute,
  hasRole,
  hasScope,
  hasScopeOf,
  isAuthenticated,
  ownManager,
  purpose,
  residency,
  sameRegion,
  sensitivityAtMost,
  withinWindow,
} from '../../../policies/vocabulary.ts';
import { callerWith } from '../../support/small-policy.ts';

const shopper = callerWith({
  client: 'web-shop',
  scopes: ['orders:write', 'customers:pii:read'],
  roles: ['application'],
  claims: { region: 'EAST', teams: ['red', 'blue'], employee_id: 'AM-01', nothing: '' },
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
    ['anyPurpose', anyPurpose('reporting', 'customer-service'), shopper, true],
    ['anyPurpose without one', anyPurpose('reporting', 'fraud'), shopper, false],
    ['anyPurpose of who selects none', anyPurpose('reporting'), anonymous, false],
    ['granted', granted('customers/small'), holding({ targets: ['customers/small'] }), true],
    ['granted for something else', granted('customers/small'), holding({ targets: ['Customer.email'] }), false],
    ['granted until a while ago', granted('customers/small'), holding({ validUntil: 999 }), false],
    ['granted to nobody', granted('customers/small'), shopper, false],
    ['breakGlass', breakGlass, { ...shopper, breakGlass: grant({}) }, true],
    ['breakGlass of a while ago', breakGlass, { ...shopper, breakGlass: grant({ validUntil: 1_000 }) }, false],
    ['breakGlass of nobody', breakGlass, shopper, false],
    ['residency', residency('EU', 'CH'), shopper, true],
    ['residency elsewhere', residency('US'), shopper, false],
    ['sensitivityAtMost, asked by nobody', sensitivityAtMost('RESTRICTED'), shopper, false],
    ['withinWindow', withinWindow('00:00', '01:00', 'UTC'), shopper, true],
    ['withinWindow at its end', withinWindow('00:00', '00:16', 'UTC'), shopper, false],
    ['withinWindow at its start', withinWindow('00:16', '00:17', 'UTC'), shopper, true],
    ['withinWindow of another place', withinWindow('01:16', '01:17', 'Europe/Paris'), shopper, true],
    ['withinWindow over midnight', withinWindow('22:00', '06:00', 'UTC'), shopper, true],
    ['withinWindow over midnight, by day', withinWindow('22:00', '00:16', 'UTC'), shopper, false],
  ])('%s holds or not', async (_name, asked, caller, holds) => {
    expect(await createEvaluator(caller, () => {}, here)(asked, {})).toBe(holds ? 'allow' : 'deny');
  });

  const yes = { purpose: 'MARKETING_EMAIL', granted: true };

  test.each<[string, Rule, Row, boolean]>([
    ['sameRegion', sameRegion('Customer'), { region: 'EAST' }, true],
    ['sameRegion of another', sameRegion('Customer'), { region: 'WEST' }, false],
    ['sameRegion of none', sameRegion('Customer'), { region: null }, false],
    ['sameRegion further away', sameRegion('Order', 'shipping.region'), { shipping: { region: 'EAST' } }, true],
    ['sameRegion behind nothing', sameRegion('Order', 'shipping.region'), { shipping: null }, false],
    ['ownManager', ownManager('Customer'), { accountManager: { id: 'AM-01' } }, true],
    ['ownManager of another', ownManager('Customer'), { accountManager: { id: 'AM-02' } }, false],
    ['ownManager of nobody', ownManager('Customer'), { accountManager: null }, false],
    ['consent', consent('MARKETING_EMAIL'), { consents: [{ purpose: 'DATA_SHARING', granted: false }, yes] }, true],
    ['consent to something else', consent('DATA_SHARING'), { consents: [yes] }, false],
    ['consent withdrawn', consent('MARKETING_EMAIL'), { consents: [{ ...yes, granted: false }] }, false],
    ['consent to nothing', consent('MARKETING_EMAIL'), { consents: [] }, false],
    ['consent unknown', consent('MARKETING_EMAIL'), { consents: null }, false],
  ])('%s holds for a row or not', async (_name, asked, row, holds) => {
    expect(await createEvaluator(shopper, () => {}, here)(asked, {}, row)).toBe(holds ? 'allow' : 'deny');
  });

  test.each([
    ['a claim that is missing', callerWith(), null],
    ['a claim that is empty', callerWith({ claims: { region: '' } }), ''],
  ])('%s is equal to no value of a row', async (_name, caller, region) => {
    expect(await createEvaluator(caller, () => {}, here)(sameRegion('Customer'), {}, { region })).toBe('deny');
  });

  test('nobody knows where a gateway is that was not told', async () => {
    expect(await createEvaluator(shopper, () => {})(residency('EU'), {})).toBe('deny');
  });

  test.each([
    [() => withinWindow('8', '18:00', 'UTC'), '"8" is no time of day'],
    [() => withinWindow('08:00', '24:00', 'UTC'), '"24:00" is no time of day'],
    [() => withinWindow('08:00', '18:00', 'Middle/Earth'), '"Middle/Earth" is no time zone'],
  ])('a window that is none is refused when it is written', (make, message) => {
    expect(make).toThrow(message);
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
  [hasAttribute('department', 'treasury'), 'the right department'],
  [sameRegion('Customer'), 'the region of the record'],
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

const here = { region: 'EU', now: () => new Date(1_000_000) };

function grant(fields: Partial<CallerGrant>): CallerGrant {
  return { id: 'g', targets: ['customers/small'], outcome: 'ALLOW', validUntil: 1_001, ...fields };
}

function holding(fields: Partial<CallerGrant>): Caller {
  return { ...shopper, grants: [grant(fields)] };
}
