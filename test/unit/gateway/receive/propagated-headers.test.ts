import { describe, expect, test } from 'vitest';
import { mayBePropagated, propagatedHeaders } from '../../../../gateway/receive/propagated-headers.ts';

const rules = [
  { name: 'x-tenant', subgraphs: null },
  { name: 'accept-language', subgraphs: ['catalog', 'support'] },
];

describe('what a subgraph receives of the headers', () => {
  const sent = { 'x-tenant': 'north', 'accept-language': 'fr', cookie: 'session=1', 'x-other': '1' };

  test.each([
    ['catalog', { 'x-tenant': 'north', 'accept-language': 'fr' }],
    ['orders', { 'x-tenant': 'north' }],
  ])('%s', (subgraph, expected) => {
    expect(propagatedHeaders(rules, sent)!(subgraph)).toEqual(expected);
  });

  test('is nothing when nothing was sent that may be passed on', () => {
    expect(propagatedHeaders(rules, { cookie: 'session=1' })).toBeUndefined();
  });

  test('is empty where an empty value was sent', () => {
    expect(propagatedHeaders(rules, { 'x-tenant': '' })!('orders')).toEqual({ 'x-tenant': '' });
  });

  test.each(['né', 'a\u0001b', 'a\nb'])('is refused with the characters of %j', (value) => {
    expect(() => propagatedHeaders(rules, { 'x-tenant': value })).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringContaining('"x-tenant"') }),
    );
  });
});

test.each([
  ['authorization', false],
  ['Proxy-Authorization', false],
  ['connection', false],
  ['Transfer-Encoding', false],
  ['host', false],
  ['content-length', false],
  ['cookie', true],
  ['traceparent', true],
])('%s may be passed on: %s', (name, expected) => {
  expect(mayBePropagated(name)).toBe(expected);
});
