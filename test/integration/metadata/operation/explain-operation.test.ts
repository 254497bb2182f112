// Operations explained before they run: by the rules that serve, on the schema that the caller may know.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import { staff } from '../access/guarded-domain.ts';
import { ann, person } from '../access/people.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  expect((await metadata.register([staff(), metadataFolder()])).body.status).toBe('published');
});
afterAll(() => metadata.close());

const selection = `name kind rowFiltered maxSensitivity worst warnings
  fields { coordinate access reason requestable field { type product { name } } }
  products { name } contracts { id current { version } } deprecated { coordinate }`;

async function explain(document: string, caller: Caller = ann, more: object = {}) {
  const query = `query($document: String!, $operationName: String, $variables: String) {
    explainOperation(document: $document, operationName: $operationName, variables: $variables) { ${selection} } }`;
  const { data, errors } = await metadata.queryAs(caller, query, { document, ...more });
  return {
    explained: data?.explainOperation,
    code: errors?.[0]?.extensions?.code,
    message: errors?.[0]?.message,
  };
}

const accessOf = async (document: string, caller?: Caller) =>
  (await explain(document, caller)).explained.fields.map(
    ({ coordinate, access }: { coordinate: string; access: string }) => `${coordinate} ${access}`,
  );

const usual = 'query Who { person(id: "1") { nick grade name } }';

describe('an operation', () => {
  test('is explained by what its caller would get of it', async () => {
    const { explained } = await explain(usual);
    expect(explained).toMatchObject({
      name: 'Who',
      kind: 'QUERY',
      maxSensitivity: 'INTERNAL',
      products: [{ name: 'People' }],
      contracts: [{ id: 'staff/people', current: { version: '1.0.0' } }],
      deprecated: [],
      rowFiltered: [],
    });
    expect(explained.fields).toMatchObject([
      { coordinate: 'Query.person', access: 'ALLOW', reason: null, field: { product: { name: 'People' } } },
      { coordinate: 'Person.nick', access: 'ALLOW', field: { type: 'String' } },
      { coordinate: 'Person.grade', access: 'DENY', requestable: true, reason: expect.any(String) },
      { coordinate: 'Person.name', access: 'DENY', requestable: true },
    ]);
    expect(explained.warnings).toContainEqual(expect.stringMatching(/^Person\.grade is denied: /));
  });

  test('is open to whoever has the scopes, and then as sensitive as what it shows', async () => {
    const entitled = person('eve', { scopes: new Set(['staff:confidential:read']) });
    expect(await accessOf('{ person(id: "1") { grade } }', entitled)).toEqual([
      'Query.person ALLOW',
      'Person.grade ALLOW',
    ]);
    expect((await explain('{ person(id: "1") { grade } }', entitled)).explained.maxSensitivity).toBe('CONFIDENTIAL');
  });

  test('counts what is granted', async () => {
    const grant = { id: 'g', targets: ['Person.grade'], outcome: 'ALLOW' as const, validUntil: 2_000_000_000 };
    expect(await accessOf('{ person(id: "1") { grade } }', { ...ann, grants: [grant] })).toContain(
      'Person.grade ALLOW',
    );
  });

  test('is read through its fragments, each field once, and without those that it does not spread', async () => {
    const document = `query A { person(id: "1") { ...F nick a: nick } }
      query B { person(id: "1") { ...G } }
      fragment F on Person { desk ...H } fragment H on Person { nick } fragment G on Person { grade }`;
    expect((await explain(document)).code).toBe('OPERATION_NOT_FOUND');
    const { explained } = await explain(document, ann, { operationName: 'A' });
    expect(explained.fields.map(({ coordinate }: { coordinate: string }) => coordinate).sort()).toEqual([
      'Person.desk',
      'Person.nick',
      'Query.person',
    ]);
  });

  test('may hold what the gateway itself obeys', async () => {
    const document = '{ person(id: "1") { nick @fresh(within: "PT15M") ... @defer { desk } } }';
    expect((await explain(document)).code).toBeUndefined();
  });

  test.each([
    ['a mutation', 'mutation { dismiss(id: "1") { id } }', 'MUTATION'],
    ['with variables', 'query($id: ID!) { person(id: $id) { id } }', 'QUERY'],
  ])('%s is explained and not run', async (_, document, kind) => {
    expect((await explain(document, ann, { variables: '{"id":"1"}' })).explained.kind).toBe(kind);
  });
});

test('what is deprecated and what is not promised to hold is told', async () => {
  const other = await startMetadata();
  await other.register([...twoDomains(), metadataFolder()]);
  const document = '{ person(id: "1") { nick } }';
  const { data } = await other.queryAs(
    ann,
    'query($document: String!) { explainOperation(document: $document) { worst warnings deprecated { coordinate } } }',
    { document },
  );
  await other.close();
  expect(data.explainOperation).toEqual({
    worst: 'UNKNOWN',
    warnings: expect.arrayContaining([
      'Person.nick is deprecated: Use name.',
      expect.stringMatching(/^Persons: The promised freshness/),
    ]),
    deprecated: [{ coordinate: 'Person.nick' }],
  });
});

describe('a secret', () => {
  const secretive = '{ person(id: "1") { clearance } }';

  test('is as unknown as what does not exist', async () => {
    const known = await explain(secretive);
    const unknown = await explain('{ person(id: "1") { clearancf } }');
    expect(known.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(known.message).toBe(unknown.message?.replace('clearancf', 'clearance'));
  });

  test('is not told of by what is wrong with its use', async () => {
    const { message } = await explain('{ person(id: "1") { clearance { id } clearance(x: 1) } }');
    expect(message).toBe('Cannot query field "clearance" on type "Person".');
  });

  test('is there for whoever may read it', async () => {
    const cleared = person('max', { scopes: new Set(['staff:restricted:read']) });
    expect(await accessOf(secretive, cleared)).toContain('Person.clearance ALLOW');
  });
});

test.each([
  ['no GraphQL', '{ person(', {}, 'GRAPHQL_PARSE_FAILED'],
  ['a field that is not there', '{ nobody }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a fragment that spreads itself',
    '{ person(id: "1") { ...F } } fragment F on Person { id ...F }',
    {},
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['more tokens than anybody writes', `{ ${'a '.repeat(10_001)} }`, {}, 'OPERATION_LIMIT_EXCEEDED'],
  ['more levels than anybody reads', `${'{ a '.repeat(60)}${'}'.repeat(60)}`, {}, 'OPERATION_LIMIT_EXCEEDED'],
  ['variables that are no object', usual, { variables: '[1]' }, 'BAD_USER_INPUT'],
  ['variables that are no JSON', usual, { variables: '{' }, 'BAD_USER_INPUT'],
])('%s is refused', async (_, document, more, code) => {
  expect((await explain(document, ann, more)).code).toBe(code);
});

test('one request cannot ask for the same a hundred times', async () => {
  const fields = Array.from(
    { length: 6 },
    (_, index) => `e${index}: explainOperation(document: "{ __typename }") { kind }`,
  );
  const { data, errors } = await metadata.queryAs(ann, `{ ${fields.join(' ')} }`);
  expect(Object.values(data).filter((one) => one !== null)).toHaveLength(5);
  expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_LIMIT_EXCEEDED' } }]);
});
