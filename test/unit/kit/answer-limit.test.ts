// Pages in pages: what is counted, and that the list that goes over the limit is refused before its items are resolved.
import { graphql } from 'graphql';
import { describe, expect, test } from 'vitest';
import { limitAnswers } from '../../../kit/answer-limit.ts';
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';

const limit = 1_000;
let resolved = 0;

const schema = limitAnswers(
  subgraphSchema(
    `type Query { shelf: Shelf numbers: [Int] later: [Int] }
     type Shelf { books(count: Int = 10): [Book!] }
     type Book { title: String shelf: Shelf }`,
    {
      Query: {
        shelf: () => ({}),
        numbers: () => new Array(limit).fill(1),
        later: async () => new Array(limit + 1).fill(1),
      },
      Shelf: { books: (_: unknown, { count }: { count: number }) => new Array(count).fill({}) },
      Book: {
        title: () => {
          resolved++;
          return 'x';
        },
        shelf: () => ({}),
      },
    },
  ),
  limit,
);

async function ask(source: string): Promise<{ code: unknown; resolved: number }> {
  resolved = 0;
  const { errors } = await graphql({ schema, source, contextValue: {} });
  const [first] = errors ?? [];
  return { code: (first?.originalError as { code?: unknown } | undefined)?.code, resolved };
}

describe('a request', () => {
  test.each([
    ['scalars up to the limit', '{ numbers }', undefined],
    [
      'items times their fields up to the limit',
      '{ shelf { books(count: 500) { title shelf { __typename } } } }',
      undefined,
    ],
    [
      'items times their fields above it',
      '{ shelf { books(count: 501) { title shelf { __typename } } } }',
      'OPERATION_LIMIT_EXCEEDED',
    ],
    [
      'fields of fragments',
      '{ shelf { books(count: 501) { ... on Book { title again: title } } } }',
      'OPERATION_LIMIT_EXCEEDED',
    ],
    ['lists of several aliases together', '{ a: numbers b: numbers }', 'OPERATION_LIMIT_EXCEEDED'],
    ['a list that comes later', '{ later }', 'OPERATION_LIMIT_EXCEEDED'],
    [
      'lists in lists',
      '{ shelf { books(count: 50) { shelf { books(count: 50) { title } } } } }',
      'OPERATION_LIMIT_EXCEEDED',
    ],
  ])('%s', async (_, source, code) => {
    expect((await ask(source)).code).toBe(code);
  });

  test('resolves no item of a list that goes over the limit', async () => {
    expect(await ask('{ shelf { books(count: 1001) { title } } }')).toEqual({
      code: 'OPERATION_LIMIT_EXCEEDED',
      resolved: 0,
    });
  });

  test('has the whole limit for itself', async () => {
    expect((await ask('{ numbers }')).code).toBeUndefined();
    expect((await ask('{ numbers }')).code).toBeUndefined();
  });
});
