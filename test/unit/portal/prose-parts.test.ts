// Descriptions with code in them.
import { expect, test } from 'vitest';
import { proseParts } from '../../../portal/source/parts/prose-parts.ts';

test.each([
  ['The day.', 'The day.'],
  ['Such as `pii` or `pci`.', 'Such as |<pii>| or |<pci>|.'],
  ['`orders/orders`', '<orders/orders>'],
  ["It's a ` only.", "It's a ` only."],
  ['``', '``'],
  ['', ''],
])('%s', (text, shown) => {
  const parts = proseParts(text).map(({ text: part, isCode }) => (isCode ? `<${part}>` : part));
  expect(parts.join('|')).toBe(shown);
});
