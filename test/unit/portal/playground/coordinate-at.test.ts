import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { coordinateAt } from '../../../../portal/source/playground/field/coordinate-at.ts';

const schema = buildSchema(`
  type Query { customer(id: ID!, filter: Filter): Customer pets: [Pet!] query: String }
  type Mutation { write(input: Filter!): Customer }
  type Subscription { changed: Customer }
  input Filter { name: String inner: Filter sort: Sort } enum Sort { UP }
  interface Pet { name: String owner: Customer } type Dog implements Pet { name: String owner: Customer bark: Int }
  type Customer { name: String email: String orders(first: Int, filter: Filter): [Order!]! }
  type Order { id: ID total: Money } type Money { amount: String }
  directive @shown(to: Filter) on FIELD`);

/** @param marked with a bar where the cursor stands */
function at(marked: string): string | null {
  const offset = marked.indexOf('|');
  return coordinateAt(schema, marked.replace('|', ''), offset);
}

describe('the field under the cursor', () => {
  test.each([
    ['a root field', '{ cust|omer { name } }', 'Query.customer'],
    ['at its beginning', '{ |customer { name } }', 'Query.customer'],
    ['at its end', '{ customer| { name } }', 'Query.customer'],
    ['below it', '{ customer { na|me } }', 'Customer.name'],
    ['further below', '{ customer { orders { total { amo|unt } } } }', 'Money.amount'],
    ['after others that are closed', '{ customer { orders { id } ema|il } }', 'Customer.email'],
    ['of a mutation', 'mutation M { wri|te }', 'Mutation.write'],
    ['of a subscription', 'subscription { chan|ged { name } }', 'Subscription.changed'],
    ['of a named operation with variables', 'query Q($a: ID = "1", $b: [Filter!]) { cust|omer }', 'Query.customer'],
    ['by its alias', '{ who|ever: customer { name } }', 'Query.customer'],
    ['between alias and name', '{ whoever:| customer { name } }', 'Query.customer'],
    ['behind an alias', '{ whoever: customer { mail: ema|il } }', 'Customer.email'],
    ['in an inline fragment', '{ pets { ... on Dog { ba|rk } } }', 'Dog.bark'],
    ['in an inline fragment without a type', '{ pets { ... @include(if: true) { na|me } } }', 'Pet.name'],
    ['after an inline fragment', '{ pets { ... on Dog { bark } na|me } }', 'Pet.name'],
    ['of an interface', '{ pets { owner { na|me } } }', 'Customer.name'],
    ['in a fragment', 'fragment F on Customer { ema|il }', 'Customer.email'],
    ['in a fragment after an operation', '{ customer { ...F } }\nfragment F on Customer { ema|il }', 'Customer.email'],
    ['after a spread', '{ customer { ...F ema|il } }', 'Customer.email'],
    ['of a second operation', 'query A { pets { name } }\nquery B { customer { ema|il } }', 'Customer.email'],
    ['that is called like a keyword', '{\nque|ry }', 'Query.query'],
    ['after a text with brackets', '{ customer(id: "}) {") { ema|il } }', 'Customer.email'],
    ['after a block text', '{ customer(id: """} " { """) { ema|il } }', 'Customer.email'],
    ['after a comment with brackets', '{ # } {\n customer { ema|il } }', 'Customer.email'],
    ['behind a directive', '{ customer { email @shown(to: { name: "x" }) na|me } }', 'Customer.name'],
    ['under it', '{ customer { email @sho|wn } }', 'Customer.email'],
  ])('%s', (_, document, coordinate) => {
    expect(at(document)).toBe(coordinate);
  });
});

describe('inputs', () => {
  test.each([
    ['the name of an argument is of its field', '{ customer(i|d: "1") }', 'Query.customer'],
    ['so is its value', '{ customer(id: "|1") }', 'Query.customer'],
    ['a field of an input object', '{ customer(filter: { na|me: "x" }) }', 'Filter.name'],
    ['in another', '{ customer(filter: { inner: { na|me: "x" } }) }', 'Filter.name'],
    ['its value', '{ customer(filter: { sort: U|P }) }', 'Filter.sort'],
    ['in a list', '{ customer(filter: [{ name: "a" }, { so|rt: UP }]) }', 'Filter.sort'],
    ['of the default of a variable', 'query ($f: Filter = { na|me: "x" }) { pets { name } }', 'Filter.name'],
    ['of an argument of a directive', '{ customer { email @shown(to: { na|me: "x" }) } }', 'Filter.name'],
    ['after the arguments', '{ customer { orders(first: 1, filter: { name: "x" }) { i|d } } }', 'Order.id'],
  ])('%s', (_, document, coordinate) => {
    expect(at(document)).toBe(coordinate);
  });
});

describe('between fields', () => {
  test.each([
    ['the field of the line', '{\n  customer {\n    email   |\n  }\n}', 'Customer.email'],
    ['on an empty line, the field around it', '{\n  customer {\n    email\n|\n  }\n}', 'Query.customer'],
    ['at its end bracket, the field that it closes', '{\n  customer {\n    email\n  }|\n}', 'Query.customer'],
    ['at the root, none', '{\n|\n customer { name } }', null],
    ['before the document, none', '|query { customer { name } }', null],
    ['on a type condition, the field around it', '{ pets { ... on D|og { bark } } }', 'Query.pets'],
  ])('%s', (_, document, coordinate) => {
    expect(at(document)).toBe(coordinate);
  });
});

describe('documents that are not finished', () => {
  test.each([
    ['without end brackets', '{ customer { ema|il', 'Customer.email'],
    ['in open arguments', '{ customer(id: "1", filter: { na|me', 'Query.customer'],
    ['behind an open text', '{ customer(id: "1\n) { ema|il } }', 'Customer.email'],
    ['behind a definition that was left open', 'query A { customer(\nquery B { pets { na|me } }', 'Pet.name'],
    ['behind brackets too many', '} ) { customer { ema|il } }', 'Customer.email'],
    ['behind signs that mean nothing', '{ customer { % ~ ema|il } }', 'Customer.email'],
    ['a field that there is not', '{ customer { unkn|own } }', null],
    ['below one', '{ customer { unknown { na|me } } }', null],
    ['on a type that there is not', '{ pets { ... on Cat { na|me } } }', null],
    ['what only asks for the type', '{ customer { __type|name } }', null],
    ['nothing at all', '|', null],
  ])('%s', (_, document, coordinate) => {
    expect(at(document)).toBe(coordinate);
  });

  test('whatever is written, there is an answer', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '(',
        ')',
        '[',
        ']',
        ':',
        '@',
        '$',
        '!',
        '...',
        '"',
        '"""',
        '#',
        '\n',
        ' ',
        '=',
        'on',
        'query',
        'fragment',
      ],
      ...['customer', 'email', 'Customer', 'filter', 'name', 'shown', '1', '\\', 'é', '💥'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, place) => {
        const text = pieces.join(' ');
        const found = coordinateAt(schema, text, place % (text.length + 1));
        expect(found === null || /^\w+\.\w+$/.test(found)).toBe(true);
      }),
    );
  });
});
