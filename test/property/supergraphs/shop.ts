// Entities in both directions, several keys, @requires, @provides, shared value types, arguments of every kind, mutations.
import type { WrittenSupergraph } from '../random-supergraph.ts';

export const shop: WrittenSupergraph = {
  name: 'shop',
  subgraphs: {
    customers: `
      type Query { customer(id: ID!): Customer customers(filter: CustomerFilter, first: Int = 2): [Customer!]! me: Customer! }
      type Mutation { rename(id: ID!, name: String): Customer touch: Int }
      input CustomerFilter { region: Region = NORTH text: [String!] nested: CustomerFilter }
      enum Region { NORTH SOUTH }
      type Customer @key(fields: "id") { id: ID! name(upper: Boolean = false): String region: Region! segment: String address: Address friend: Customer }
      type Address { street: String city(long: Boolean): String! zip: Int }`,
    orders: `
      type Query { orders(first: Int): [Order] product: Product @shareable }
      type Mutation { place(lines: [Int!]!): Order! }
      type Order @key(fields: "id") { id: ID! total: Money customer: Customer! lines: [Line!]! gift: Boolean }
      type Line { quantity: Int! product: Product @provides(fields: "label") discount: Float }
      type Money @shareable { amount: Float! currency: String }
      type Customer @key(fields: "id") { id: ID! orders(last: Int): [Order!] spent: Money }
      type Product @key(fields: "id") { id: ID! label: String @external sold: Int! }`,
    catalog: `
      type Query { product: Product @shareable products: [Product!] }
      type Product @key(fields: "id") @key(fields: "code") { id: ID! code: ID! label: String @shareable price: Money weight: Int tags: [[String]] parent: Product }
      type Money @shareable { amount: Float! currency: String }`,
    risk: `
      type Customer @key(fields: "id") { id: ID! region: Region! @external segment: String @external address: Address @external
        risk(scale: Int): Float @requires(fields: "region segment") zone: String @requires(fields: "address { zip street }") }
      enum Region { NORTH SOUTH }
      type Address { zip: Int @external street: String @external }
      type Product @key(fields: "code") { code: ID! weight: Int @external hazard: String @requires(fields: "weight") inspector: Customer }`,
  },
  computed: {
    'Customer.risk': [{ field: 'region' }, { field: 'segment' }],
    'Customer.zone': [{ field: 'address', below: [{ field: 'zip' }, { field: 'street' }] }],
    'Product.hazard': [{ field: 'weight' }],
  },
  // A failing non-null city would take with it the zip that the planner reads from the same address.
  reliable: ['Customer.region', 'Address.city'],
};
