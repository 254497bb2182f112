// Types that conflict under one name, covariant fields, nested lists, custom scalars, required arguments.
import type { WrittenSupergraph } from '../random-supergraph.ts';

export const conflicts: WrittenSupergraph = {
  name: 'conflicts',
  subgraphs: {
    a: `
      type Query { nodes: [Node!] thing: Thing things(of: Kind = X): [[Thing]] alpha: Alpha! }
      enum Kind { X Y Z }
      scalar Any
      interface Node { id: ID! value: Any self: Node size(unit: Kind, exact: Boolean): Int }
      union Thing = Alpha | Beta | Gamma
      type Alpha implements Node @key(fields: "id") { id: ID! value: Any self: Alpha size(unit: Kind, exact: Boolean): Int kind: Kind! n: Int! part: Part }
      type Beta implements Node @key(fields: "id") { id: ID! value: Any self: Gamma size(unit: Kind, exact: Boolean): Int kind: [Kind!]! n: Int part: Part! }
      type Gamma implements Node @key(fields: "id") { id: ID! value: Any! self: Node size(unit: Kind, exact: Boolean): Int kind: String n: String part: [Part] }
      type Part @shareable { a: Int b(x: Any): String }`,
    b: `
      type Alpha @key(fields: "id") { id: ID! n: Int! @external size(unit: Kind, exact: Boolean): Int @external
        double: String @requires(fields: "n") scaled: Int @requires(fields: "size(unit: Y)") exactly: Int @requires(fields: "size(unit: Y, exact: true)") sized: Int @requires(fields: "size")
        next: Beta note: String }
      enum Kind { X Y Z }
      type Beta @key(fields: "id") { id: ID! next: Thing note: Int }
      type Gamma @key(fields: "id") { id: ID! next: [Alpha!]! note: [String!] }
      union Thing = Alpha | Beta | Gamma
      type Query { alphas: [Alpha] }`,
  },
  computed: {
    'Alpha.double': [{ field: 'n' }],
    'Alpha.scaled': [{ field: 'size', args: '(unit: Y)' }],
    'Alpha.exactly': [{ field: 'size', args: '(unit: Y, exact: true)' }],
    'Alpha.sized': [{ field: 'size' }],
  },
  reliable: ['Alpha.n'],
};
