// Custom scalars: the gateway does not know what they mean, so it passes them on as they are written.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

/** Says what it was given, as it was written. */
const echo = (_: unknown, args: object) => JSON.stringify(args);

const query =
  '{ ours(big: 12345678901234567890, decimal: 1.10, many: [1.0, 20000000000000000000001], any: {of: KIND, n: 3.0, s: "3"}) }';

export const customScalars: ConformanceCase = {
  rule: 'literals of custom scalars reach the subgraph as the client wrote them',
  subgraphs: {
    a: {
      sdl: `scalar Big scalar Any enum Kind { KIND }
        input Terms { big: Big kind: Kind nested: [Terms!] whole: Int fraction: Float id: ID }
        type Query { ours(big: Big, decimal: Big, many: [Big!], any: Any): String terms(terms: Terms!): String text(of: String, any: Any): String
          free: Any thing: Thing }
        type Thing @key(fields: "id") { id: Any! }`,
      resolvers: {
        Query: {
          ours: echo,
          terms: echo,
          text: echo,
          free: () => ({ a: [1, null, { b: '' }], __typename: 'Free' }),
          thing: () => ({ id: { code: 7 } }),
        },
      },
    },
    b: {
      sdl: 'scalar Any type Thing @key(fields: "id") { id: Any! again: Any size(by: Any): Int }',
      resolvers: { Thing: { again: ({ id }: { id: unknown }) => id, size: () => 1 } },
    },
  },
  asks: [
    {
      that: 'long numbers, trailing zeros and enum values are not rewritten',
      query,
      data: { ours: expect.any(String) },
      check: ({ requests }) =>
        expect(requests[0]?.query).toContain(
          'big:12345678901234567890 decimal:1.10 many:[1.0 20000000000000000000001]any:{of:KIND n:3.0 s:"3"}',
        ),
    },
    {
      that: 'also inside of input objects and as the default of a variable',
      query:
        'query ($big: Big = 2.50) { terms(terms: {big: $big, kind: KIND, nested: [{big: 1.10, whole: 3, fraction: 1.5, id: 12345678901234567890}]}) }',
      data: { terms: expect.any(String) },
      check: ({ requests }) => {
        expect(requests[0]?.query).toContain('nested:[{big:1.10 whole:3 fraction:1.5 id:12345678901234567890}]');
        expect(requests[0]?.query).toContain('$big:Big=2.50');
      },
    },
    {
      that: 'numbers that differ as text only are two questions',
      query: '{ a: ours(big: 1.10) b: ours(big: 1.1) }',
      data: { a: '{"big":1.1}', b: '{"big":1.1}' },
      check: ({ requests }) => expect(requests[0]?.query).toMatch(/1\.10\).*1\.1\)/),
    },
    {
      that: 'a string that looks like our mark is a string',
      query: '{ text(of: "\\u0001[1] }", any: ["\\u0001\\u0001", """\u00015"""]) }',
      data: { text: '{"of":"\\u0001[1] }","any":["\\u0001\\u0001","\\u00015"]}' },
    },
    {
      that: 'objects and lists of a custom scalar are answered whole, and may be keys',
      query: '{ free thing { id again size(by: {x: 1.0}) } }',
      data: {
        free: { a: [1, null, { b: '' }], __typename: 'Free' },
        thing: { id: { code: 7 }, again: { code: 7 }, size: 1 },
      },
    },
  ],
};
