// Servers that drifted from the schema they registered: null or a wrong type where it may not be.
import type { ConformanceCase } from '../conformance-case.ts';

const row = {
  id: '1',
  name: null,
  age: 'old',
  tags: ['a', null],
  flags: { on: 1 },
  any: { deep: [1, { x: null }] },
  other: { id: '2', name: null },
};

export const nonNullViolations: ConformanceCase = {
  rule: 'null or a wrong type for a non-null field is an error, and null moves up by the specification',
  subgraphs: {
    a: {
      sdl: `type Query { row: Row rows: [Row!] strict: Row! }
        type Row @key(fields: "id") { id: ID! name: String! age: Int tags: [String!] flags: [Boolean] any: Any other: Row }
        scalar Any`,
      servedSdl: `type Query { row: Row rows: [Row!] strict: Row }
        type Row @key(fields: "id") { id: ID! name: String age: Any tags: [String] flags: Any any: Any other: Row }
        scalar Any`,
      resolvers: { Query: { row: () => row, rows: () => [row, { ...row, name: 'ok' }], strict: () => null } },
    },
    b: {
      sdl: `type Row @key(fields: "id") { id: ID! extra: Int! }`,
      servedSdl: `type Row @key(fields: "id") { id: ID! extra: Int }`,
      resolvers: { Row: { extra: () => null } },
    },
  },
  asks: [
    {
      that: 'the nearest nullable parent is null',
      query: '{ row { id name } }',
      data: { row: null },
      errors: [['row.name', 'NON_NULL_VIOLATION']],
    },
    {
      that: 'a list of non-null items is null as a whole',
      query: '{ rows { n: name } }',
      data: { rows: null },
      errors: [['rows.0.n', 'NON_NULL_VIOLATION']],
    },
    {
      that: 'it stops at the first nullable field',
      query: '{ row { id other { name } } }',
      data: { row: { id: '1', other: null } },
      errors: [['row.other.name', 'NON_NULL_VIOLATION']],
    },
    {
      that: 'the whole answer is null where everything above is non-null',
      query: '{ strict { id } row { id } }',
      data: null,
      errors: [['strict', 'NON_NULL_VIOLATION']],
    },
    {
      that: 'values of a wrong type are null with an error, items of lists too',
      query: '{ row { age tags flags any } }',
      data: { row: { age: null, tags: null, flags: null, any: { deep: [1, { x: null }] } } },
      errors: [
        ['row.age', 'SUBGRAPH_BAD_RESPONSE'],
        ['row.tags.1', 'NON_NULL_VIOLATION'],
        ['row.flags', 'SUBGRAPH_BAD_RESPONSE'],
      ],
    },
    {
      that: 'so it is with fields of entities',
      query: '{ row { id extra } }',
      data: { row: null },
      errors: [['row.extra', 'NON_NULL_VIOLATION']],
    },
  ],
};
