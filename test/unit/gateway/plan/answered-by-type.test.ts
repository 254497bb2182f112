import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { isAnsweredByType, readAnsweredByType } from '../../../../gateway/plan/answered-by-type.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';

const tag = (name: string) => `@federation__tag(name: "${name}")`;
const said = readAnsweredByType(
  parse(
    composeSmall({
      one: {
        sdl: 'type Query { a: A b: B } type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! }',
        url: 'http://127.0.0.1:9/',
      },
      two: {
        sdl: `type A @key(fields: "id") { id: ID! about: About ${tag('gordian-by-type')} other: Int ${tag('something')} }
          type B @key(fields: "id") { id: ID! about: About }
          type About { text: String changedAt: String ${tag('gordian-by-row')} }`,
        url: 'http://127.0.0.1:9/',
      },
    }),
  ),
);

const fetchOf = (entities: string) =>
  parse(`query($representations: [_Any!]!) { _entities(representations: $representations) { ${entities} } }`);

test('the tags survive composition', () => {
  expect([[...said.coordinates], [...said.exceptions]]).toEqual([['A.about'], ['changedAt']]);
});

describe('a fetch is answered by type', () => {
  test.each([
    ['that asks for nothing else', '... on A { about { text } }', true],
    ['that asks for the type besides', '... on A { __typename about { text } }', true],
    ['but not one that asks for another field', '... on A { about { text } other }', false],
    [
      'but not one that asks for a field of another type',
      '... on A { about { text } } ... on B { about { text } }',
      false,
    ],
    ['but not one that asks for what differs', '... on A { about { text changedAt } }', false],
    ['but not one that asks for the type alone', '... on A { __typename }', false],
  ])('%s', (_, entities, expected) => {
    expect(isAnsweredByType(said, new Set())(fetchOf(entities))).toBe(expected);
  });

  test('but not where each record is judged by itself', () => {
    expect(isAnsweredByType(said, new Set(['A']))(fetchOf('... on A { about { text } }'))).toBe(false);
  });
});
