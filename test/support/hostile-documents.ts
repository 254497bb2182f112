// Documents that are as much work as the limits on operations allow, each family growing one thing until a limit stops it.
// Whoever answers them does so on the thread that serves everybody else.
import { buildSchema } from 'graphql';

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');

const types = Array.from({ length: 20 }, (_, index) => `T${index}`);
const own = `id: ID! name(of: String): String x(filter: Filter, list: [Int]): I many(a: Int, b: Int, c: Int): [I]`;

/** An interface of twenty types whose fields lead back to it, and arguments of every kind. */
export const hostileSchema = buildSchema(`
  type Query { root: I one: T0 search(filter: Filter, filters: [Filter], e: Colour, es: [Colour], ids: [ID]): I ${times(30, (n) => `f${n}(a: Int = 1): Int`)} }
  interface I { ${own} }
  ${types.map((type) => `type ${type} implements I { ${own} a${type}: Int b${type}: String c${type}: [Int] }`).join('\n')}
  union U = ${types.join(' | ')}
  input Filter { and: [Filter!] or: [Filter!] not: Filter text: String in: [ID!] colour: Colour ${times(20, (n) => `n${n}: Int = ${n}`)} }
  enum Colour { ${times(200, (n) => `COLOUR_${n}`)} }
`);

/** Makes a document of a size; larger sizes are more work, until a limit refuses them. */
export type Family = (size: number) => HostileRequest;

export interface HostileRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** For families whose text grows faster than their size. */
const upTo =
  (most: number, family: Family): Family =>
  (size) =>
    family(Math.min(size, most));

const document = (query: string): HostileRequest => ({ query });

/** Types asked at each level, below each other; every pair of fields is compared. */
const nestOfTypes =
  (width: number): Family =>
  (size) => {
    const depth = Math.min(size, Math.floor(Math.log(5_000) / Math.log(width)));
    const level = (below: number): string =>
      below === 0 ? 'id' : times(width, (n) => `... on T${n} { x { ${level(below - 1)} } }`);
    return document(`{ root { ${level(depth)} } }`);
  };

/** One response name, asked of many types with a selection each. */
const sameName: Family = (size) =>
  document(
    `{ root { ${times(size, (n) => `... on T${n % 20} { x { id a: name ... on T${(n * 7) % 20} { y: x { id } } } }`)} } }`,
  );

const sameNameNested: Family = (size) => {
  const level = (depth: number): string => (depth === 0 ? 'id name' : times(size, () => `x { ${level(depth - 1)} }`));
  return document(`{ root { ${level(4)} } }`);
};

/** As many fields of one name at each of two levels as there may be. */
const sameNameTwoLevels: Family = (size) =>
  document(`{ root { ${times(size, () => `x { ${times(9, () => 'x { id }')} }`)} } }`);

const sameNameFlat: Family = (size) => document(`{ root { ${times(size, () => 'x { id }')} } }`);

const sameLeafWithArguments: Family = (size) =>
  document(`{ root { ${times(size, () => 'many(a: 1, b: 2, c: 3) { id }')} } }`);

/** Types by which fields exclude each other only at the last level. */
const exclusive: Family = (size) =>
  document(
    `{ root { ${times(size, (n) => `... on T${n % 20} { x { ... on T${Math.floor(n / 20) % 20} { x { ... on T${Math.floor(n / 400)} { id: name(of: "${n}") } } } } }`)} } }`,
  );

const chain = (depth: number, inner: string): string => `${'x { '.repeat(depth)}${inner}${' }'.repeat(depth)}`;

/** The same far below the root. */
const exclusiveDeep: Family = (size) =>
  document(
    `{ root { ${chain(
      30,
      times(
        size,
        (n) =>
          `... on T${n % 20} { x { ... on T${Math.floor(n / 20) % 20} { x { ... on T${Math.floor(n / 400)} { id: name(of: "${n}") } } } } }`,
      ),
    )} } }`,
  );

/** Fragments side by side that all ask the same. */
const fragmentsSideBySide: Family = (size) =>
  document(
    `{ root { ${times(size, (n) => `...F${n}`)} } } ${times(size, (n) => `fragment F${n} on I { x { id name } }`)}`,
  );

const fragmentsWithinFragments: Family = (size) =>
  document(
    `{ root { ...F0 } } ${times(size, (n) => `fragment F${n} on I { x { id } ${n + 1 < size ? `...F${n + 1}` : ''} }`)}`,
  );

/** Each fragment spreads all after it, but only the last asks anything. */
const fragmentsInAll: Family = (size) =>
  document(
    `{ root { ...F0 } } ${times(size, (n) => `fragment F${n} on I { ${n + 1 < size ? times(size - n - 1, (m) => `...F${n + 1 + m}`) : 'id'} }`)}`,
  );

const fragmentChainsSpreadOften: Family = (size) =>
  document(
    `{ root { ${times(size, () => 'x { ...F0 }')} } } ${times(500, (n) => `fragment F${n} on I { ...F${n + 1} }`)} fragment F500 on I { id }`,
  );

const fragmentsInCircles: Family = (size) =>
  document(
    `{ root { ...F0 } } ${times(size, (n) => `fragment F${n} on I { x { id } ${times(size, (m) => `...F${m}`)} }`)}`,
  );

const circlesBelowFields: Family = (size) =>
  document(
    `{ root { ...F0 } } ${times(size, (n) => `fragment F${n} on I { ${times(size, (m) => `x { ...F${m} }`)} }`)}`,
  );

/** Rules that look at each operation with all fragments that it reaches. */
const operationsThatShareFragments: Family = (size) =>
  document(
    `${times(size, (n) => `query Q${n} { root { ...F0 } }`)} ${times(100, (n) => `fragment F${n} on I { id ${n < 99 ? `...F${n + 1}` : ''} }`)}`,
  );

const operationsWithVariables: Family = (size) =>
  document(
    `${times(size, (n) => `query Q${n}($a: Int) { root { ...F } }`)} fragment F on I { ${times(300, () => 'many(a: $a) { id }')} }`,
  );

const variablesUsedOften: Family = (size) =>
  document(
    `query (${times(100, (n) => `$v${n}: Int`)}) { root { ${times(size, (n) => `many(a: $v${n % 100}, b: $v${(n + 1) % 100}, c: $v${(n + 2) % 100}) { id }`)} } }`,
  );

const anonymousOperations: Family = (size) => document(times(size, () => '{ f0 }'));
/** Each operation is as large as one may be. */
const largeOperations: Family = (size) =>
  document(
    `${times(size, (n) => `query Q${n} { root { ...F } }`)} fragment F on I { ${times(490, () => 'x { id }')} }`,
  );

const unusedFragments: Family = (size) => document(`{ f0 } ${times(size, (n) => `fragment F${n} on I { id }`)}`);
const unknownFields: Family = (size) => document(`{ root { ${times(size, (n) => `nameless${n}`)} } }`);
const unknownArguments: Family = (size) => document(`{ root { x(${times(size, (n) => `no${n}: 1`)}) { id } } }`);
const inlineFragments: Family = (size) =>
  document(`{ root { ${'... on I { '.repeat(size)} id ${'} '.repeat(size)} } }`);
const inlineFragmentsWithFields: Family = (size) =>
  document(`{ root { ${'... { '.repeat(size)} ${times(400, () => 'x { id }')} ${'} '.repeat(size)} } }`);

const longLists: Family = (size) => document(`{ search(ids: [${times(size, (n) => `${n}`)}]) { id } }`);
const unknownEnumValues: Family = (size) => document(`{ search(es: [${times(size, (n) => `COLOUR_X${n}`)}]) { id } }`);
const nestedInput: Family = (size) =>
  document(`{ search(filter: ${'{ not: '.repeat(size)}{}${' }'.repeat(size)}) { id } }`);
const wideInput: Family = (size) => document(`{ search(filters: [${times(size, () => '{ text: "x" }')}]) { id } }`);
const directives: Family = (size) =>
  document(`{ root { ${times(size, (n) => `a${n}: id @skip(if: false) @include(if: true)`)} } }`);
const variableDirectives: Family = (size) =>
  document(`query ($a: Int ${times(size, () => '@skip(if: true)')}) { f0(a: $a) }`);
const operationDirectives: Family = (size) => document(`query ${times(size, () => '@skip(if: true)')} { f0 }`);

/** A long argument under an interface: each of its types has the field, with the argument. */
const longArgumentOfManyTypes: Family = (size) =>
  document(`{ root { x(list: [${times(size, (n) => `${n}`)}]) { id } } }`);

/** The same from a fragment, in many places. */
const longArgumentInManyPlaces: Family = (size) =>
  document(
    `{ ${times(45, (n) => `a${n}: root { ...F }`)} } fragment F on I { x(list: [${times(size, (n) => `${n}`)}]) { id } }`,
  );

const longArgumentsComparedPairwise: Family = (size) =>
  document(
    `{ root { ${times(size, () => 'x(filter: { and: [{ text: "a", n1: 1 }, { text: "b", n2: 2 }] }) { id }')} } }`,
  );

const manyTypesDeep: Family = (size) =>
  document(
    `{ root { ${chain(size, types.map((type) => `... on ${type} { a${type} b${type} c${type} }`).join(' '))} } }`,
  );

/** Twenty types per position, and every position different. */
const manyTypesWide: Family = (size) =>
  document(
    `{ root { ${times(size, (n) => `${n < 190 ? `a${n}: ` : ''}x { ${n % 2 ? 'id name' : 'x { id }'} ... on T${n % 20} { x { id } } }`)} } }`,
  );

const introspection: Family = (size) =>
  document(
    `{ ${times(size, (n) => `a${n}: __schema { types { name fields { name type { name ofType { name ofType { name } } } args { name } } } }`)} }`,
  );

/** Within the 256 KB of a body. */
const largestBody = 250_000;

const emptyInputs: Family = (size) => ({
  query: 'query ($f: [Filter!]) { search(filters: $f) { id } }',
  variables: { f: Array.from({ length: Math.min(size * 40, largestBody / 3) }, () => ({})) },
});

const nestedInputs: Family = (size) => {
  const nest = (depth: number): object => (depth === 0 ? {} : { not: nest(depth - 1) });
  return {
    query: 'query ($f: [Filter!]) { search(filters: $f) { id } }',
    variables: { f: Array.from({ length: Math.min(size, largestBody / 800) }, () => nest(90)) },
  };
};

const longNumbers: Family = (size) => ({
  query: 'query ($l: [Int]) { root { x(list: $l) { id } } }',
  variables: { l: Array.from({ length: Math.min(size * 50, largestBody / 2) }, () => 1) },
});

const wrongInputs: Family = (size) => ({
  query: `query (${times(Math.min(size, 100), (n) => `$v${n}: Colour`)}) { ${times(Math.min(size, 50), (n) => `a${n}: search(e: $v${n}) { id }`)} }`,
  variables: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`v${n}`, `COLOUR_WRONG${n}`])),
});

/** A long value that many fields take. */
const longVariableOfManyFields: Family = (size) => ({
  query: `query ($f: [Filter!]) { ${times(50, (n) => `a${n}: search(filters: $f) { id }`)} }`,
  variables: { f: Array.from({ length: size }, () => ({})) },
});

/** A variable that may be null, at many places that are asked of many types. */
const variableOfManyTypes: Family = (size) =>
  document(
    `query ($a: Int = 1) { root { ${chain(
      20,
      times(size, (n) => `... on T${n % 20} { x { many(a: $a, b: $a, c: $a) { id } } }`),
    )} } }`,
  );

export const families: Readonly<Record<string, Family>> = {
  'nest of two types': nestOfTypes(2),
  'nest of three types': nestOfTypes(3),
  'nest of six types': nestOfTypes(6),
  'nest of twenty types': nestOfTypes(20),
  sameName,
  sameNameNested: upTo(8, sameNameNested),
  sameNameTwoLevels,
  sameNameFlat,
  sameLeafWithArguments,
  exclusive,
  exclusiveDeep,
  fragmentsSideBySide,
  fragmentsWithinFragments,
  fragmentsInAll: upTo(200, fragmentsInAll),
  fragmentChainsSpreadOften,
  fragmentsInCircles: upTo(200, fragmentsInCircles),
  circlesBelowFields: upTo(200, circlesBelowFields),
  operationsThatShareFragments: upTo(20, operationsThatShareFragments),
  operationsWithVariables: upTo(20, operationsWithVariables),
  variablesUsedOften,
  anonymousOperations,
  largeOperations: upTo(20, largeOperations),
  unusedFragments,
  unknownFields,
  unknownArguments,
  inlineFragments,
  inlineFragmentsWithFields,
  longLists,
  unknownEnumValues,
  nestedInput,
  wideInput,
  directives,
  variableDirectives,
  operationDirectives,
  longArgumentOfManyTypes,
  longArgumentInManyPlaces,
  longArgumentsComparedPairwise,
  manyTypesDeep,
  manyTypesWide,
  introspection,
  emptyInputs,
  nestedInputs,
  longNumbers,
  wrongInputs,
  longVariableOfManyFields,
  variableOfManyTypes,
};
