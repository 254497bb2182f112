import { expect, test } from 'vitest';
import { decodeClaims, expiryOf, readableClaims } from '../../../portal/source/session/claims.ts';

const tokenWith = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

test('claims are read whatever letters they hold', () => {
  expect(decodeClaims(tokenWith({ sub: 'zoë', name: '王芳' }))).toEqual({ sub: 'zoë', name: '王芳' });
});

test.each([
  ['plain text', 'not a token'],
  ['two parts', 'a.b'],
  ['an empty middle', 'a..b'],
  ['a middle that is not JSON', 'a.bm90IGpzb24.c'],
  ['a middle that is a number', tokenWith(1)],
  ['a middle that is null', tokenWith(null)],
])('%s is refused with what a token looks like', (_case, text) => {
  expect(() => decodeClaims(text)).toThrow(/This is not a JWT/);
});

test('scopes are listed one by one, and who it is comes first', () => {
  const claims = readableClaims({ iss: 'https://issuer.example', scope: 'orders:read customers:pii:read', sub: 'ada' });

  expect(claims.map(({ name }) => name)).toEqual(['sub', 'scope', 'iss']);
  expect(claims[1]?.values).toEqual(['orders:read', 'customers:pii:read']);
});

test('a token without an end never expires', () => {
  expect(expiryOf({ exp: 1_000 })).toBe(1_000_000);
  expect(expiryOf({})).toBeNull();
});
