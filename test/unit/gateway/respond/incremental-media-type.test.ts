import { expect, test } from 'vitest';
import { takesIncrements } from '../../../../gateway/respond/incremental-media-type.ts';

test.each([
  ['multipart/mixed;incrementalSpec=v0.2, application/json', true],
  ['application/graphql-response+json, Multipart/Mixed; incrementalSpec="v0.2"; q=0.5', true],
  ['application/json, multipart/mixed', true],
  ['multipart/mixed; deferSpec=20220824, application/json', false],
  ['multipart/mixed;incrementalSpec=v0.1, application/json', false],
  ['multipart/mixed;q=0, application/json', false],
  ['application/json', false],
  ['*/*', false],
  [undefined, false],
])('Accept: %s takes increments: %s', (accept, expected) => {
  expect(takesIncrements(accept)).toBe(expected);
});
