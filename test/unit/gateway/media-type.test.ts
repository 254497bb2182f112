import { expect, test } from 'vitest';
import { negotiateMediaType } from '../../../gateway/respond/media-type.ts';

const cases: readonly [accept: string | undefined, expected: string | null, why: string][] = [
  [undefined, 'application/json', 'no preference: what clients from before the specification expect'],
  ['*/*', 'application/json', 'anything goes'],
  ['application/json', 'application/json', 'asked for'],
  ['application/graphql-response+json', 'application/graphql-response+json', 'asked for'],
  ['application/json, application/graphql-response+json', 'application/json', 'equal quality: the first one'],
  [
    'application/json;q=0.5, application/graphql-response+json',
    'application/graphql-response+json',
    'the better quality',
  ],
  [
    'application/graphql-response+json; charset=utf-8, application/json; charset=utf-8',
    'application/graphql-response+json',
    'parameters do not matter',
  ],
  ['text/html, application/*;q=0.1', 'application/json', 'a range'],
  ['application/json;q=0', null, 'refused by the client'],
  ['text/html', null, 'nothing we speak'],
];

test.each(cases)('Accept: %s is answered with %s (%s)', (accept, expected) => {
  expect(negotiateMediaType(accept)).toBe(expected);
});
