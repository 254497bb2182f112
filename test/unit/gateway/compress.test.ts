import { expect, test } from 'vitest';
import { negotiateEncoding } from '../../../gateway/respond/compress.ts';

test.each([
  [undefined, null],
  ['', null],
  ['identity', null],
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'br'],
  ['GZIP', 'gzip'],
  ['br;q=0.5, gzip;q=0.8', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', null],
  ['*', 'br'],
  ['*;q=0', null],
  ['br;q=0, *', 'gzip'],
  ['br;q=nonsense', null],
] as const)('accept-encoding %j is answered with %j', (accepted, encoding) => {
  expect(negotiateEncoding(accepted)).toBe(encoding);
});
