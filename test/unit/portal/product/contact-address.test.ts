import { expect, test } from 'vitest';
import { contactAddress } from '../../../../portal/source/product/contact-address.ts';

test.each([
  ['https://chat.example.com/orders', true],
  ['http://wiki.example.com', true],
  ['mailto:orders@example.com', true],
  ['javascript:alert(1)', false],
  ['JaVaScRiPt:alert(1)', false],
  ['data:text/html,x', false],
  ['ms-word:ofe|u|https://example.com', false],
  ['smb://host/share', false],
  ['/relative', false],
  ['', false],
  [null, false],
])('%s is a link: %s', (url, isLink) => {
  expect(contactAddress(url)).toBe(isLink ? url : null);
});
