// Searching the catalogue as it is registered, and on a catalogue of a large organisation.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous } from '../../../../kit/caller.ts';
import { readPage } from '../../../../kit/connection.ts';
import { bestFirst, countItems, searchItems } from '../../../../subgraphs/metadata/search/queries.ts';
import { expectNoSequentialScan } from '../../../support/explain.ts';
import { createMetadataDatabaseForTest } from '../../../support/seeded-database.ts';
import { type MetadataUnderTest, startMetadata, steward } from '../metadata-under-test.ts';
import { metadataFolder, people, sales } from '../two-domains.ts';

let metadata: MetadataUnderTest;

/** The nickname is a secret, and the region has a word of the business. */
function peopleWithWords() {
  const folder = people();
  const [contract] = folder.contracts;
  const text = contract!.text
    .replace(
      'name: nick, logicalType: string, classification: internal,',
      'name: nick, logicalType: string, classification: restricted, tags: [secret],',
    )
    .replace('name: region, logicalType: string,', 'name: region, businessName: Sales territory, logicalType: string,');
  return { ...folder, contracts: [{ ...contract!, text }] };
}

beforeAll(async () => {
  metadata = await startMetadata();
  const answer = await metadata.register([peopleWithWords(), sales(), metadataFolder()]);
  expect(answer.body.problems).toBeUndefined();
});
afterAll(() => metadata.close());

const document = `query ($text: String!, $kinds: [SearchKind!], $first: Int, $after: String) {
  search(text: $text, kinds: $kinds, first: $first, after: $after) {
    totalCount searchId pageInfo { hasNextPage endCursor }
    nodes { kind score why item { __typename ... on DataProduct { urn } ... on SchemaField { coordinate } ... on Domain { slug } } }
  }
}`;

interface Hit {
  readonly kind: string;
  readonly score: number;
  readonly why: readonly string[];
  readonly item: { readonly urn?: string; readonly coordinate?: string; readonly slug?: string };
}

async function search(text: string, more: object = {}) {
  const { data, errors } = await metadata.query(document, { text, ...more });
  return {
    errors,
    ...(data?.search as { totalCount: number; searchId: string; nodes: Hit[]; pageInfo: { endCursor: string } }),
  };
}

async function names(text: string, more?: object): Promise<(string | undefined)[]> {
  return (await search(text, more)).nodes.map(({ item }) => item.urn ?? item.coordinate ?? item.slug);
}

describe('what is found', () => {
  test('a product by its name, before its fields', async () => {
    expect((await names('persons'))[0]).toBe('gordian:product:people/persons');
  });

  test.each([
    ['the beginning of a word', 'regi', 'Person.region'],
    ['words of a name in any order', 'name person', 'Person.name'],
    ['another form of a word', 'passports', 'Person.name'],
    ['a word of the description', 'passport', 'Person.name'],
    ['a tag', 'pii', 'Person.name'],
    ['a slip', 'persn name', 'Person.name'],
    ['letters that changed places', 'person naem', 'Person.name'],
  ])('a field by %s', async (_, text, coordinate) => {
    expect(await names(text, { kinds: ['FIELD'] })).toContain(coordinate);
  });

  test('says why', async () => {
    const { nodes } = await search('passport', { kinds: ['FIELD'] });
    expect(nodes[0]).toMatchObject({ kind: 'FIELD', why: ['the description has "passport"'] });
  });

  test('every word has to be found', async () => {
    expect(await names('person zebra')).toEqual([]);
  });

  test('not the fields of connections, which are everywhere', async () => {
    expect((await names('page info', { kinds: ['FIELD'] })).filter((name) => name?.startsWith('PageInfo'))).toEqual([]);
  });

  test('page by page, each once', async () => {
    const { totalCount } = await search('person');
    const seen: (string | undefined)[] = [];
    let after: string | null = null;
    do {
      const { nodes, pageInfo } = await search('person', { first: 2, after });
      seen.push(...nodes.map(({ kind, item }) => `${kind} ${item.urn ?? item.coordinate ?? item.slug}`));
      after = nodes.length === 2 ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(totalCount);
  });
});

test('a word of the business is found, and leads to its fields and back', async () => {
  const { nodes } = await search('territory', { kinds: ['TERM'] });
  expect(nodes).toMatchObject([{ kind: 'TERM', item: { __typename: 'GlossaryTerm' } }]);
  const { data } = await metadata.query(`{
    glossaryTerm(id: "people/persons/sales-territory") { term product { name } fields }
    field(coordinate: "Person.region") { glossary { id } }
    dataProduct(urn: "gordian:product:people/persons") { glossary { term } }
  }`);
  expect(data).toEqual({
    glossaryTerm: { term: 'Sales territory', product: { name: 'Persons' }, fields: ['Person.region'] },
    field: { glossary: [{ id: 'people/persons/sales-territory' }] },
    dataProduct: { glossary: [{ term: 'Sales territory' }] },
  });
});

test('what is a secret to the caller is not found', async () => {
  expect(await names('nick')).not.toContain('Person.nick');
  const knowing = { ...steward, scopes: new Set([...steward.scopes, 'people:restricted:read']) };
  const { data } = await metadata.queryAs(knowing, document, { text: 'nick' });
  expect(data.search.nodes).toMatchObject([{ item: { coordinate: 'Person.nick' } }]);
});

describe('a search is refused', () => {
  test.each([
    ['without a word', '?!', /letter or a digit/],
    ['that nobody would type', 'x'.repeat(201), /at most 200/],
  ])('%s', async (_, text, message) => {
    expect((await search(text)).errors?.[0]?.message).toMatch(message);
  });
});

test.each([
  `'); DROP TABLE search_item; --`,
  '%',
  'a & | !',
  '\\',
  '<->',
  '\u0000a',
  '🦓',
  'a'.repeat(200),
])('hostile text is only text: %j', async (text) => {
  const { errors } = await search(text);
  expect(errors?.map(({ extensions }) => extensions?.code) ?? []).toEqual(errors ? ['BAD_USER_INPUT'] : []);
  expect((await names('persons')).length).toBeGreaterThan(0);
});

test('a search is remembered with what it has shown, and without who searched', async () => {
  const { searchId } = await search('persons');
  const rows = await metadata.database.query('SELECT * FROM search_log WHERE search_id = $1', [searchId]);
  expect(rows).toMatchObject([
    { products: expect.arrayContaining(['gordian:product:people/persons']), found_at: null },
  ]);
  expect(JSON.stringify(rows)).not.toContain('steward');
});

test('registering the same again writes nothing, and what is gone is not found any more', async () => {
  const before = await metadata.database.query('SELECT max(id) AS id FROM search_item');
  await metadata.register([peopleWithWords(), sales(), metadataFolder()]);
  expect(await metadata.database.query('SELECT max(id) AS id FROM search_item')).toEqual(before);
});

test('nobody searches anonymously', async () => {
  const { data, errors } = await metadata.queryAs(anonymous, document, { text: 'persons' });
  expect([data?.search, errors?.[0]?.extensions?.code]).toEqual([null, 'UNAUTHENTICATED']);
});

test('among 50,000 fields the indexes find it', async () => {
  const database = await createMetadataDatabaseForTest();
  await database.query(`
    INSERT INTO search_item (kind, ref, words, description, document)
    SELECT 'FIELD', ref, words, description,
      setweight(to_tsvector('english', words), 'A') || setweight(to_tsvector('english', description), 'C')
    FROM (SELECT 'T' || n || '.f' || n AS ref, 'type ' || md5(n::text) || ' ' || md5((n + 1)::text) AS words,
            'Described ' || md5((n * 7)::text) AS description FROM generate_series(1, 50000) AS n) AS made;
    INSERT INTO search_item (kind, ref, words, document)
      VALUES ('FIELD', 'Customer.email', 'customer email', to_tsvector('english', 'customer email'))`);
  await database.query('ANALYZE search_item');
  for (const tokens of [['customer', 'email'], ['custmer'], ['emails']]) {
    const wanted = { tokens, kinds: ['FIELD'] as const, knownSecrets: [], unknown: ['T1.f1'], similarity: 0.45 };
    await expectNoSequentialScan(database, async () => {
      const rows = await searchItems(database, wanted, readPage({ first: 10 }, bestFirst));
      expect(rows.map(({ ref }) => ref)).toEqual(['Customer.email']);
      expect(await countItems(database, wanted)).toBe(1);
    });
  }
});
