// What each change to a contract is called, by hand: one edit of a sound contract, and all that the diff says of it.
import { describe, expect, it } from 'vitest';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { type ChangeKind, changeKinds } from '../../../../schema/contract-changes/change-kinds.ts';
import { diffContracts, type ProductVersion } from '../../../../schema/contract-changes/diff-contracts.ts';
import { readSubgraphSdl } from '../../../../schema/subgraph-sdl.ts';

const sdl = `type Book @key(fields: "id") {
  id: ID!
  title: String!
  author: String
  pages: Int
  changedAt: DateTime!
}
type Query { book(id: ID!): Book }
scalar DateTime
`;

const text = `apiVersion: v3.2.0
kind: DataContract
id: library/books
name: Books
version: 1.2.3
status: active
domain: library
tags: [books]
description:
  purpose: What we lend.
  usage: For everyone.
  limitations: No audio books.
team:
  name: Librarians
  members:
    - { username: ada, role: owner }
    - { username: joe }
support:
  - { channel: "#books" }
servers:
  - { server: graph, type: api, location: "http://127.0.0.1:4000/graphql" }
  - { server: db, type: postgres, host: 127.0.0.1, port: 4008, database: gordian, schema: library }
schema:
  - name: Book
    physicalName: book
    quality:
      - { id: enough, metric: rowCount, mustBeGreaterThan: 10 }
      - { metric: duplicateValues, mustBe: 0, arguments: { properties: [title, author] } }
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, classification: internal }
      - { name: title, logicalType: string, required: true, classification: internal, logicalTypeOptions: { maxLength: 200 } }
      - name: author
        logicalType: string
        classification: confidential
        tags: [pii, names]
        physicalName: author
        customProperties:
          - { property: retention, value: P3Y }
          - { property: residency, value: [EU, UK] }
          - { property: purposes, value: [lending, research] }
          - { property: safeToDerive, value: true }
        quality:
          - { id: known-authors, metric: nullValues, mustBeLessThan: 5, unit: percent, severity: warning }
          - { id: read-them, type: text, description: Authors read what they wrote. }
      - { name: pages, logicalType: integer, classification: internal }
      - { name: changedAt, logicalType: timestamp, required: true, classification: internal }
  - name: Query
    properties:
      - { name: book, logicalType: object, classification: internal }
slaProperties:
  - id: fresh
    property: freshness
    value: 15
    unit: m
    element: Book.changedAt
    customProperties:
      - { property: target, value: 0.99 }
      - { property: window, value: P30D }
  - { id: up, property: availability, value: 99.9 }
  - { property: endOfLife, value: "2030-01-01" }
roles:
  - { role: readers, access: read, firstLevelApprovers: librarians }
price: { priceAmount: 0.01, priceCurrency: EUR, priceUnit: request }
customProperties:
  - { property: billingTag, value: CC-1 }
  - property: inputs
    value: [{ product: press/authors, version: ^1.0.0 }]
`;

function version(contractText: string, sdlText = sdl): ProductVersion {
  const { contract, problems } = readContract(contractText, 'contract.yaml');
  expect(problems).toEqual([]);
  return { contract: contract!, sdl: readSubgraphSdl(sdlText, 'schema.graphql').sdl! };
}

function edited(whole: string, from: string, to: string): string {
  if (!whole.includes(from)) throw new Error(`There is no ${from}`);
  return whole.replace(from, () => to);
}

/** All that the diff says, as `KIND coordinate`. */
function said(before: ProductVersion, after: ProductVersion): string[] {
  return diffContracts(before, after).map(({ kind, coordinate }) => `${kind} ${coordinate}`);
}

it('a version compared with itself has no changes', () => {
  expect(said(version(text), version(text))).toEqual([]);
});

type Case = readonly [from: string, to: string, ...expected: string[]];

const guarantees: readonly Case[] = [
  ['value: 15', 'value: 20', 'SLA_RELAXED Book.changedAt'],
  ['value: 15', 'value: 10', 'SLA_TIGHTENED Book.changedAt'],
  ['value: 15\n    unit: m', 'value: 900\n    unit: s'],
  ['value: 0.99', 'value: 0.9', 'SLA_RELAXED Book.changedAt'],
  ['value: 0.99', 'value: 0.999', 'SLA_TIGHTENED Book.changedAt'],
  ['value: 15', 'value: 10\n    description: sooner', 'SLA_TIGHTENED Book.changedAt'],
  ['window, value: P30D', 'window, value: P7D', 'SLA_WINDOW_CHANGED Book.changedAt'],
  ['property: freshness', 'property: latency', 'SLA_MEASURE_CHANGED Book.changedAt'],
  ['value: 99.9 }', 'value: 99 }', 'SLA_RELAXED library/books'],
  ['value: 99.9 }', 'value: 99.99 }', 'SLA_TIGHTENED library/books'],
  ['value: 99.9 }', 'value: 99.9, unit: nines }', 'SLA_MEASURE_CHANGED library/books'],
  ['  - { id: up, property: availability, value: 99.9 }\n', '', 'SLA_REMOVED library/books'],
  [
    '  - { id: up,',
    '  - { id: quick, property: latency, value: 1, unit: s }\n  - { id: up,',
    'SLA_ADDED library/books',
  ],
  ['mustBeGreaterThan: 10', 'mustBeGreaterThan: 5', 'QUALITY_RULE_RELAXED Book'],
  ['mustBeGreaterThan: 10', 'mustBeGreaterOrEqualTo: 10', 'QUALITY_RULE_RELAXED Book'],
  ['mustBeGreaterThan: 10', 'mustBeBetween: [10, 90]', 'QUALITY_RULE_TIGHTENED Book'],
  ['mustBeGreaterThan: 10', 'mustBeLessThan: 10', 'QUALITY_RULE_CHANGED Book'],
  ['mustBeLessThan: 5', 'mustBe: 0', 'QUALITY_RULE_TIGHTENED Book.author'],
  ['mustBeLessThan: 5', 'mustNotBe: 3', 'QUALITY_RULE_CHANGED Book.author'],
  ['mustBeLessThan: 5, unit: percent', 'mustBeLessThan: 5', 'QUALITY_RULE_CHANGED Book.author'],
  ['severity: warning', 'severity: error', 'QUALITY_RULE_CHANGED Book.author'],
  ['wrote. }', 'wrote or so. }', 'QUALITY_RULE_CHANGED Book.author'],
  ['      - { id: enough, metric: rowCount, mustBeGreaterThan: 10 }\n', '', 'QUALITY_RULE_REMOVED Book'],
  [
    '      - { id: enough,',
    '      - { id: many, metric: rowCount, mustBeGreaterThan: 99 }\n      - { id: enough,',
    'QUALITY_RULE_ADDED Book',
  ],
  ['properties: [title, author]', 'properties: [author, title]'],
  ['{ maxLength: 200 }', '{ maxLength: 200, minLength: 1 }', 'VALUE_LIMITS_CHANGED Book.title'],
  ['maxLength: 200', 'maxLength: 100', 'VALUE_LIMITS_CHANGED Book.title'],
  ['value: P3Y', 'value: P1Y', 'RETENTION_SHORTENED Book.author'],
  ['value: P3Y', 'value: P5Y', 'RETENTION_LENGTHENED Book.author'],
  ['          - { property: retention, value: P3Y }\n', '', 'RETENTION_LENGTHENED Book.author'],
  ['status: active', 'status: deprecated', 'PRODUCT_DEPRECATED library/books'],
  ['status: active', 'status: retired', 'PRODUCT_RETIRED library/books'],
  ['status: active', 'status: draft', 'PRODUCT_STATUS_CHANGED library/books'],
  ['2030-01-01', '2029-01-01', 'MILESTONES_CHANGED library/books'],
  ['4000/graphql', '4100/graphql', 'SERVER_CHANGED library/books'],
  ['server: graph,', 'server: api,', 'SERVER_REMOVED library/books', 'SERVER_ADDED library/books'],
  ['"#books"', '"#library"', 'SUPPORT_CHANGED library/books'],
];

const governance: readonly Case[] = [
  ['classification: confidential', 'classification: restricted', 'CLASSIFICATION_RAISED Book.author'],
  ['classification: confidential', 'classification: internal', 'CLASSIFICATION_LOWERED Book.author'],
  ['tags: [pii, names]', 'tags: [names]', 'CLASSIFICATION_LOWERED Book.author'],
  ['tags: [pii, names]', 'tags: [names, pii]'],
  ['tags: [pii, names]', 'tags: [pii, names, secret]', 'CLASSIFICATION_RAISED Book.author'],
  ['tags: [pii, names]', 'tags: [pii, persons]', 'TAGS_CHANGED Book.author'],
  [
    'integer, classification: internal',
    'integer, tags: [pii], classification: public',
    'CLASSIFICATION_RAISED Book.pages',
  ],
  ['integer, classification: internal', 'integer, classification: public', 'CLASSIFICATION_LOWERED Book.pages'],
  ['tags: [books]', 'tags: [books, papers]', 'TAGS_CHANGED library/books'],
  ['          - { property: safeToDerive, value: true }\n', '', 'CONCEALMENT_DROPPED Book.author'],
  ['property: safeToDerive', 'property: masking'],
  [
    'integer, classification',
    'integer, customProperties: [{ property: masking, value: true }], classification',
    'DERIVATION_OPENED Book.pages',
  ],
  ['physicalName: author', 'transformSourceObjects: [book.writer]', 'SOURCES_CHANGED Book.author'],
  ['value: [EU, UK]', 'value: [EU]', 'RESIDENCY_NARROWED Book.author'],
  ['value: [EU, UK]', 'value: [EU, US]', 'RESIDENCY_NARROWED Book.author'],
  ['value: [EU, UK]', 'value: [UK, EU, US]', 'RESIDENCY_WIDENED Book.author'],
  ['          - { property: residency, value: [EU, UK] }\n', '', 'RESIDENCY_WIDENED Book.author'],
  ['value: [lending, research]', 'value: [lending]', 'PURPOSES_NARROWED Book.author'],
  ['value: [lending, research]', 'value: [lending, research, fun]', 'PURPOSES_WIDENED Book.author'],
  [
    'property: safeToDerive, value: true }',
    'property: safeToDerive, value: true }\n          - { property: legalHold, value: true }',
    'LEGAL_HOLD_SET Book.author',
  ],
  ['CC-1 }', 'CC-1 }\n  - { property: rowFiltered, value: true }', 'ROWS_FILTERED library/books'],
  ['CC-1 }', 'CC-1 }\n  - { property: republication, value: forbidden }', 'REPUBLICATION_FORBIDDEN library/books'],
  ['CC-1 }', 'CC-1 }\n  - { property: republication, value: allowed }'],
  ['name: Librarians', 'name: Archivists', 'OWNER_CHANGED library/books'],
  ['name: Librarians', 'name: librarians'],
  ['    - { username: joe }\n', '', 'TEAM_CHANGED library/books'],
  [
    '    - { username: ada, role: owner }\n    - { username: joe }\n',
    '    - { username: joe }\n    - { username: ada, role: owner }\n',
  ],
  ['role: readers', 'role: everyone', 'ROLE_REMOVED library/books', 'ROLE_ADDED library/books'],
  ['access: read', 'access: write', 'ROLE_CHANGED library/books'],
  ['firstLevelApprovers: librarians', 'firstLevelApprovers: ada', 'APPROVERS_CHANGED library/books'],
  ['version: ^1.0.0', 'version: ^2.0.0', 'INPUT_CHANGED library/books'],
  ['product: press/authors', 'product: press/writers', 'INPUT_ADDED library/books', 'INPUT_REMOVED library/books'],
  ['integer, class', 'integer, transformSourceObjects: [Book.title], class', 'SOURCE_DEMANDED Book.pages'],
  ['physicalName: author', 'transformSourceObjects: [Book.title]', 'SOURCES_CHANGED Book.author'],
  ['    physicalName: book\n', '    physicalName: book\n    tags: [paper]\n', 'TAGS_CHANGED Book'],
];

const commerce: readonly Case[] = [
  ['priceAmount: 0.01', 'priceAmount: 0.02', 'PRICE_RAISED library/books'],
  ['priceAmount: 0.01', 'priceAmount: 0.005', 'PRICE_LOWERED library/books'],
  ['price: { priceAmount: 0.01, priceCurrency: EUR, priceUnit: request }\n', '', 'PRICE_LOWERED library/books'],
  ['priceCurrency: EUR', 'priceCurrency: USD', 'PRICE_TERMS_CHANGED library/books'],
  ['priceUnit: request', 'priceUnit: row', 'PRICE_TERMS_CHANGED library/books'],
  ['value: CC-1', 'value: CC-2', 'BILLING_TAG_CHANGED library/books'],
  ['limitations: No audio books.', 'limitations: No books.', 'TERMS_CHANGED library/books'],
];

const shape: readonly Case[] = [
  ['purpose: What we lend.', 'purpose: What we sell.', 'DESCRIPTION_CHANGED library/books'],
  ['integer, class', 'integer, description: Counted., class', 'DESCRIPTION_CHANGED Book.pages'],
  ['integer, class', 'integer, deprecated: true, class', 'DEPRECATED Book.pages'],
  ['    physicalName: book\n', '    physicalName: book\n    deprecated: true\n', 'DEPRECATED Book'],
];

describe.each([
  ['GUARANTEE', guarantees],
  ['GOVERNANCE', governance],
  ['COMMERCIAL', commerce],
  ['SCHEMA', shape],
] as const)('on the axis %s', (axis, cases) => {
  it.each(cases)('%j -> %j', (from, to, ...expected) => {
    const changes = diffContracts(version(text), version(edited(text, from, to)));
    expect(changes.map(({ kind, coordinate }) => `${kind} ${coordinate}`)).toEqual(expected);
    for (const change of changes) {
      expect(change.axis).toBe(axis);
      expect(change.severity).toBe(changeKinds[change.kind as keyof typeof changeKinds].severity);
      expect(change.message).toMatch(/^.+[^.]\.$/);
      expect(JSON.parse(JSON.stringify([change.before, change.after]))).not.toEqual([null, null]);
    }
  });
});

it('the way back of what comes is what goes', () => {
  const without = edited(text, 'price: { priceAmount: 0.01, priceCurrency: EUR, priceUnit: request }\n', '');
  expect(said(version(without), version(text))).toEqual(['PRICE_INTRODUCED library/books']);
  const held = edited(text, 'property: safeToDerive', 'property: legalHold');
  expect(said(version(held), version(text))).toEqual([
    'DERIVATION_OPENED Book.author',
    'LEGAL_HOLD_LIFTED Book.author',
  ]);
  const filtered = edited(text, 'CC-1 }', 'CC-1 }\n  - { property: rowFiltered, value: true }');
  expect(said(version(filtered), version(text))).toEqual(['ROWS_UNFILTERED library/books']);
  const closed = edited(text, 'CC-1 }', 'CC-1 }\n  - { property: republication, value: forbidden }');
  expect(said(version(closed), version(text))).toEqual(['REPUBLICATION_ALLOWED library/books']);
  const deprecated = edited(text, 'integer, class', 'integer, deprecated: true, class');
  expect(said(version(deprecated), version(text))).toEqual(['DEPRECATION_WITHDRAWN Book.pages']);
});

it('a field that stops concealing fields of the graph is closed to who may not read those', () => {
  const safe = edited(
    text,
    'integer, class',
    'integer, transformSourceObjects: [Book.title], customProperties: [{ property: safeToDerive, value: true }], class',
  );
  const unsafe = edited(safe, 'safeToDerive, value: true }], class', 'safeToDerive, value: false }], class');
  expect(said(version(safe), version(unsafe))).toEqual(['DERIVATION_CLOSED Book.pages']);
});

it('the order in which limits are written says nothing', () => {
  const one = edited(
    text,
    '{ maxLength: 200 }',
    '{ maxLength: 200, minLength: 1 }, enum: [{ value: A }, { value: B, label: b }]',
  );
  const other = edited(
    text,
    '{ maxLength: 200 }',
    '{ minLength: 1, maxLength: 200 }, enum: [{ label: b, value: B }, { value: A }]',
  );
  expect(said(version(one), version(other))).toEqual([]);
});

it('says of limits what may be done', () => {
  const narrow = edited(text, 'value: [EU, UK]', 'value: [EU]');
  const open = edited(text, '          - { property: residency, value: [EU, UK] }\n', '');
  const messages = [narrow, open].map((other) => diffContracts(version(text), version(other))[0]?.message);
  expect(messages).toEqual([
    'Book.author could be used in EU, UK and can be used in EU.',
    'Book.author could be used in EU, UK and can be used in any region.',
  ]);
});

describe('a field that takes the place of another', () => {
  const laterSdl = edited(sdl, 'pages: Int', 'length: Int');
  const announced = edited(
    text,
    'integer, class',
    'integer, customProperties: [{ property: replacedBy, value: Book.length }, { property: sunset, value: "2027-01-31" }], class',
  );
  const renamed = edited(text, 'name: pages,', 'name: length,');
  const claimed = edited(
    renamed,
    'integer, class',
    'integer, customProperties: [{ property: replaces, value: Book.pages }], class',
  );

  it('is one change where the old field announced it', () => {
    const [change, ...others] = diffContracts(version(announced), version(renamed, laterSdl));
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      kind: 'FIELD_RENAMED',
      coordinate: 'Book.pages',
      before: 'Book.pages',
      after: 'Book.length',
    });
    expect(change?.message).toBe('Book.pages is gone; Book.length takes its place.');
  });

  it('is one change where the new field claims it', () => {
    expect(said(version(text), version(claimed, laterSdl))).toEqual(['FIELD_RENAMED Book.pages']);
  });

  it('is two changes where nobody says so', () => {
    expect(said(version(text), version(renamed, laterSdl))).toEqual([
      'FIELD_REMOVED Book.pages',
      'FIELD_ADDED Book.length',
    ]);
  });

  it('is announced with its day', () => {
    const [change] = diffContracts(version(text), version(announced));
    expect(change).toMatchObject({ kind: 'DEPRECATED', after: { replacement: 'Book.length', sunset: '2027-01-31' } });
    expect(change?.message).toBe('Book.pages is announced to go: on 2027-01-31, use Book.length.');
    const later = edited(announced, '2027-01-31', '2027-06-30');
    expect(said(version(announced), version(later))).toEqual(['DEPRECATION_CHANGED Book.pages']);
  });
});

describe('what only the subgraph knows', () => {
  it.each([
    ['a key that goes', '@key(fields: "id")', '', 'KEY_REMOVED Book'],
    ['a further key', '@key(fields: "id")', '@key(fields: "id") @key(fields: "title   author")', 'KEY_ADDED Book'],
    ['a hidden field', 'pages: Int', 'pages: Int @inaccessible', 'FIELD_REMOVED Book.pages'],
    ['a reason to go', 'pages: Int', 'pages: Int @deprecated(reason: "Weigh it.")', 'DEPRECATED Book.pages'],
    ['a directive of schemas', 'type Query', 'directive @audited on OBJECT\ntype Query', undefined],
    ['a type of another product', 'type Query', 'type Shelf { id: ID! }\ntype Query', undefined],
    ['an unused enum', 'type Query', 'enum Shelf { TOP }\ntype Query', undefined],
    ['a description', 'pages: Int', '"Counted." pages: Int', 'DESCRIPTION_CHANGED Book.pages'],
    [
      'an argument announced to go',
      'book(id: ID!)',
      'book(id: ID! @deprecated(reason: "No."))',
      'DEPRECATED Query.book(id:)',
    ],
  ])('%s', (_what, from, to, expected) => {
    expect(said(version(text), version(text, edited(sdl, from, to)))).toEqual(expected === undefined ? [] : [expected]);
  });
});

it('a field that another product of the subgraph takes over is not gone', () => {
  const without = edited(text, '      - { name: pages, logicalType: integer, classification: internal }\n', '');
  expect(said(version(text), version(without))).toEqual(['FIELD_LEFT_PRODUCT Book.pages']);
  expect(said(version(without), version(text))).toEqual(['FIELD_JOINED_PRODUCT Book.pages']);
});

it('the weightiest comes first', () => {
  const much = [
    ['value: 15', 'value: 10'],
    ['classification: confidential', 'classification: restricted'],
    ['limitations: No audio books.', 'limitations: None.'],
  ].reduce((whole, [from, to]) => edited(whole, from!, to!), text);
  expect(diffContracts(version(text), version(much)).map(({ severity }) => severity)).toEqual([
    'BREAKING',
    'WARNING',
    'INFO',
  ]);
});

it('every kind is said somewhere in these tables or by the random schemas', () => {
  const tables = [...guarantees, ...governance, ...commerce, ...shape].flatMap(([, , ...expected]) => expected);
  const here = new Set(tables.map((entry) => entry.split(' ')[0]));
  const unsaid = Object.entries<ChangeKind>(changeKinds).filter(
    ([kind, { axis }]) => axis !== 'SCHEMA' && !here.has(kind),
  );
  expect(unsaid.map(([kind]) => kind).sort()).toEqual([
    'DERIVATION_CLOSED',
    'LEGAL_HOLD_LIFTED',
    'PRICE_INTRODUCED',
    'REPUBLICATION_ALLOWED',
    'ROWS_UNFILTERED',
  ]);
});
