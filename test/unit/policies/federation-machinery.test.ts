import { expect, test } from 'vitest';
import { isMachinery } from '../../../policies/compiler/federation-machinery.ts';

test.each([
  ['Query._entities', true],
  ['Query._service', true],
  ['_Service.sdl', true],
  ['Query.customer', false],
  ['Customer._service', false],
])('%s is asked by gateways only: %s', (coordinate, expected) => {
  expect(isMachinery(coordinate)).toBe(expected);
});
