// What each mask leaves of a value; the e-mail mask has a table of its own.
import { describe, expect, test } from 'vitest';
import { createDecisions } from '../../../../policies/decide/decisions.ts';
import { bucket } from '../../../../policies/masks/bucket.ts';
import { hmac } from '../../../../policies/masks/hmac.ts';
import { last4 } from '../../../../policies/masks/last4.ts';
import { applyMask, type Mask } from '../../../../policies/masks/mask.ts';
import { redact } from '../../../../policies/masks/redact.ts';
import { year } from '../../../../policies/masks/year.ts';
import { allow, deny } from '../../../../policies/shield.ts';
import { callerWith, compileSmall, domainPolicy } from '../../../support/small-policy.ts';

const key = 'of this deployment';

test.each<[Mask, unknown, unknown]>([
  [redact, 'anything', null],
  [redact, [1, [2]], [null, [null]]],
  [last4, '+1-555-0134-7721', '***7721'],
  [last4, '12345678', '***5678'],
  [last4, '1234567', '***'],
  [last4, '', '***'],
  [last4, '𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖', '***𝟓𝟔𝟕𝟖'],
  [year, '1984-05-17', '1984-01-01'],
  [year, '1984-05-17T10:15:00.000Z', '1984-01-01T00:00:00.000Z'],
  [year, 'the seventies', null],
  [year, null, null],
  [bucket(1000), 1234.5, 1000],
  [bucket(1000), -1, -1000],
  [bucket(1000), '12345678.90', '12345000'],
  [bucket(0.5), 1.7, 1.5],
  [bucket(1000), 'much', null],
  [bucket(1), '99999999999999999999', null],
])('$name makes of %j', (mask, value, shown) => {
  expect(applyMask(mask, value, key)).toEqual(shown);
});

test('a range is one mask, however often it is named', () => {
  expect(bucket(10)).toBe(bucket(10));
  expect(bucket(10).name).not.toBe(bucket(100).name);
});

describe('a pseudonym', () => {
  const of = (value: string, by = key) => applyMask(hmac, value, by);

  test('is the same for the same value, so that records can be joined', () => {
    expect(of('claire@example.com')).toBe(of('claire@example.com'));
    expect(of('claire@example.com')).toMatch(/^[\w-]{22}$/);
  });

  test('is made with the key of the deployment, and without one with a key of the process', async () => {
    const masked = compileSmall([
      domainPolicy({ Customer: { email: allow } }, { Customer: { email: { unless: deny, with: hmac } } }),
    ]);
    const shown = async (maskKey?: string) => {
      const here = { region: null, now: () => new Date(), ...(maskKey && { maskKey }) };
      const caller = callerWith({ scopes: ['customers:pii:masked'] });
      const decision = await createDecisions(masked, caller, () => {}, here).decide(masked.rulesOf('Customer.email'));
      return decision.kind === 'mask' ? decision.apply('claire@example.com') : decision.kind;
    };
    expect(await shown(key)).toBe(of('claire@example.com'));
    expect(await shown()).toBe(await shown());
    expect(await shown()).not.toBe(await shown(key));
  });

  test('is another one for another value, and under another key', () => {
    expect(of('claire@example.com')).not.toBe(of('clair@example.com'));
    expect(of('claire@example.com')).not.toBe(of('claire@example.com', 'of another'));
  });
});
