import { describe, expect, test } from 'vitest';
import { email } from '../../../../policies/masks/email.ts';
import { applyMask } from '../../../../policies/masks/mask.ts';

describe('the e-mail mask', () => {
  test.each<[unknown, unknown]>([
    ['claire.gute@example.com', 'c***@example.com'],
    ['a@b.c', 'a***@b.c'],
    ['ÿ@example.com', 'ÿ***@example.com'],
    ['𝒞laire@example.com', '𝒞***@example.com'],
    ['not an address', '***'],
    ['@example.com', '***'],
    ['two@signs@example.com', '***'],
    ['', '***'],
    [42, '***'],
    [null, null],
    [undefined, null],
    [
      ['claire@example.com', null],
      ['c***@example.com', null],
    ],
    [[['x@y.z']], [['x***@y.z']]],
  ])('%j becomes %j', (value, masked) => {
    expect(applyMask(email, value, 'key')).toEqual(masked);
  });

  test('the same address always looks the same, so that a list can be read', () => {
    expect(applyMask(email, 'claire@example.com', 'key')).toBe(applyMask(email, 'claire@example.com', 'key'));
  });
});
