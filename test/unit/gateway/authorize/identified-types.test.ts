// Of which fields the audit keeps whose they were: of protected ones, and of all that is made from such.
import { expect, test } from 'vitest';
import { identifiedTypesOf } from '../../../../gateway/authorize/identified-types.ts';
import type { Classification } from '../../../../schema/artefact.ts';

const classified = (level: Classification['level'], more: Partial<Classification> = {}): Classification => ({
  level,
  tags: [],
  product: 'p/p',
  domain: 'p',
  ...more,
});

const { isProtected } = identifiedTypesOf(
  {
    classifications: {
      'P.open': classified('PUBLIC'),
      'P.internal': classified('INTERNAL'),
      'P.confidential': classified('CONFIDENTIAL'),
      'P.restricted': classified('RESTRICTED'),
      'P.personal': classified('PUBLIC', { tags: ['pii.email'] }),
      'P.copy': classified('INTERNAL', { derivedFrom: ['P.restricted'] }),
      'P.copyOfCopy': classified('INTERNAL', { derivedFrom: ['P.open', 'P.copy'] }),
      'P.copyOfOpen': classified('INTERNAL', { derivedFrom: ['P.open'] }),
      'P.circle': classified('INTERNAL', { derivedFrom: ['P.circle'] }),
    },
  },
  new Map(),
);

test.each([
  ['P.open', false],
  ['P.internal', false],
  ['P.confidential', true],
  ['P.restricted', true],
  ['P.personal', true],
  ['P.copy', true],
  ['P.copyOfCopy', true],
  ['P.copyOfOpen', false],
  ['P.circle', false],
  ['P.unclassified', false],
])('%s: %s', (coordinate, expected) => {
  expect(isProtected(coordinate)).toBe(expected);
});
