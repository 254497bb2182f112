// Our coercion of variables against that of graphql-js, on random values: the same are refused, the others become the same.
// GORDIAN_COERCE_RUNS sets how many.
import fc from 'fast-check';
import { buildSchema, coerceInputValue, type GraphQLInputType } from 'graphql';
import { expect, test } from 'vitest';
import { coercerOf } from '../../gateway/operation/coerce-input.ts';

const runs = Number(process.env.GORDIAN_COERCE_RUNS ?? 5_000);

const schema = buildSchema(`
  type Query { f(input: Input): Int }
  input Input {
    n: Int
    required: Int!
    standard: Int! = 3
    list: [Int!]
    lists: [[Int]!] = [[1]]
    colour: Colour = RED
    text: String
    id: ID
    float: Float
    flag: Boolean
    any: Any
    one: One
    self: Input
    selves: [Input!]
  }
  input One @oneOf { a: Int b: Input }
  enum Colour { RED GREEN }
  scalar Any
`);

const leaf = fc.oneof(
  fc.constantFrom(null, 0, 1, -1, 1.5, 2 ** 31, 2 ** 53, 'RED', 'GREEN', 'BLUE', '', '1', true, false),
  fc.string({ maxLength: 3 }),
);
const key = fc.constantFrom(
  ...Object.keys((schema.getType('Input') as { getFields?: () => object }).getFields?.() ?? {}),
  'a',
  'b',
  'unknown',
);

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }).map((object) => ({ ...object, required: 1 })),
    fc
      .dictionary(fc.constantFrom('n', 'list', 'self', 'standard'), tie('value'), { maxKeys: 2 })
      .map((object) => ({ ...object, required: 1 })),
  ),
})).value;

function theirs(given: unknown, type: GraphQLInputType): unknown {
  return coerceInputValue(given, type, (_path, _value, error) => {
    throw error;
  });
}

function outcome(work: () => unknown): string {
  try {
    return JSON.stringify(work(), sorted);
  } catch {
    return 'refused';
  }
}

/** The order of keys means nothing. */
function sorted(_key: string, of: unknown): unknown {
  if (typeof of !== 'object' || of === null || Array.isArray(of)) return of;
  return Object.fromEntries(Object.entries(of).sort(([one], [other]) => (one < other ? -1 : 1)));
}

test('random values become the same, or are refused alike', { timeout: 60_000 + runs * 5 }, () => {
  const type = schema.getType('Input') as GraphQLInputType;
  const seen = { refused: 0, accepted: 0 };
  fc.assert(
    fc.property(value, (given) => {
      const expected = outcome(() => theirs(given, type));
      seen[expected === 'refused' ? 'refused' : 'accepted']++;
      expect(outcome(() => coercerOf(type)(given, { left: 1_000_000, path: [] }))).toBe(expected);
    }),
    { numRuns: runs },
  );
  expect(Math.min(seen.refused, seen.accepted)).toBeGreaterThan(runs / 50);
});
