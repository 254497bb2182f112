// Interfaces with keys, interface objects, unions of entities, an object type that several interfaces share.
import type { WrittenSupergraph } from '../random-supergraph.ts';

export const media: WrittenSupergraph = {
  name: 'media',
  subgraphs: {
    library: `
      type Query { media(kind: String): [Media!]! item(id: ID): Media books: [Book] }
      interface Media @key(fields: "id") { id: ID! title(length: Int): String maker: Maker related: [Media] }
      interface Printed { pages: Int publisher: Company }
      type Book implements Media & Printed @key(fields: "id") { id: ID! title(length: Int): String maker: Maker related: [Media] pages: Int publisher: Company isbn: String! }
      type Movie implements Media @key(fields: "id") { id: ID! title(length: Int): String maker: Maker related: [Media] minutes: Int }
      type Song implements Media @key(fields: "id") { id: ID! title(length: Int): String maker: Maker related: [Media] minutes: Int tempo: Float }
      type Leaflet implements Printed { pages: Int publisher: Company }
      union Maker = Person | Company
      type Person @key(fields: "id") { id: ID! name: String }
      type Company @key(fields: "id") { id: ID! name: String printed: [Printed!] }`,
    reviews: `
      type Query { reviews: [Review!] }
      type Review @key(fields: "id") { id: ID! text: String stars: Int! about: Media author: Person }
      type Media @key(fields: "id") @interfaceObject { id: ID! reviews(best: Boolean): [Review!] score: Float }
      type Person @key(fields: "id") { id: ID! reviews: [Review] }`,
    people: `
      type Query { makers: [Maker] }
      union Maker = Person | Company
      type Person @key(fields: "id") { id: ID! age: Int favourite: Book boss: Person }
      type Company @key(fields: "id") { id: ID! staff: [Person!] age: String }
      type Book @key(fields: "id") { id: ID! readers: Int }`,
  },
  computed: {},
  reliable: [],
};
