// Registering over HTTP: all or nothing, once, in order, and only with the right token.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artefactId, type SupergraphArtefact } from '../../../schema/artefact.ts';
import type { SubgraphFolder } from '../../../schema/subgraph-folders.ts';
import { type MetadataUnderTest, type RegistryAnswer, startMetadata } from './metadata-under-test.ts';
import { metadataFolder, people, sales, twoDomains } from './two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
});
afterAll(() => metadata.close());

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return metadata.database.query(text);
}

async function counts(): Promise<Record<string, unknown>> {
  const [row] = await rows(`SELECT
    (SELECT count(*) FROM contract_version) AS versions, (SELECT count(*) FROM publication) AS publications,
    (SELECT count(*) FROM field) AS fields, (SELECT count(*) FROM lineage_edge) AS edges,
    (SELECT count(*) FROM lineage_log) AS log, (SELECT count(*) FROM sla) AS slas`);
  return row!;
}

async function supergraph(headers: Record<string, string> = {}) {
  const token = await metadata.token('gordian:supergraph:read');
  return metadata.send<RegistryAnswer & SupergraphArtefact>('GET', '/registry/supergraph', { token, headers });
}

test('before anything is registered the registry says what it waits for', async () => {
  const { status, body } = await supergraph();
  expect([status, body.errors![0]!.extensions.code]).toEqual([503, 'NOT_READY']);
  expect((await metadata.query('{ domains { slug } }')).data).toEqual({ domains: [] });
});

test('a registration publishes a supergraph with provenance on every entity', async () => {
  const answer = await metadata.register([...twoDomains(), metadataFolder()]);
  expect(answer.body.problems).toBeUndefined();
  expect(answer.status).toBe(200);
  expect(answer.body.status).toBe('published');
  expect(answer.body.contracts).toContainEqual({ product: 'people/persons', version: '1.0.0', isNew: true });

  const published = await supergraph();
  expect(published.body.id).toBe(answer.body.artefact!.id);
  expect(artefactId(published.body.supergraphSdl, published.body.classifications)).toBe(published.body.id);
  expect(published.body.supergraphSdl).toMatch(/type Person[^}]+provenance: Provenance\b(?!!)/s);
  expect(published.body.classifications['Sale.provenance']).toMatchObject({ level: 'PUBLIC', domain: 'platform' });
  expect(published.body.classifications['Person.name']).toEqual({
    level: 'CONFIDENTIAL',
    tags: ['pii', 'pii.name'],
    product: 'people/persons',
    domain: 'people',
  });
});

test('a gateway that has the current supergraph is told so without a body', async () => {
  const { headers, body } = await supergraph();
  expect(headers.etag).toBe(`"${body.id}"`);
  const again = await supergraph({ 'if-none-match': headers.etag as string });
  expect([again.status, again.body]).toEqual([304, '']);
  expect((await supergraph({ 'if-none-match': '"other"' })).status).toBe(200);
});

test('the same bytes again write nothing', async () => {
  const before = await counts();
  const { body } = await metadata.register([...twoDomains(), metadataFolder()], 'another-commit');
  expect(body.status).toBe('unchanged');
  expect(body.contracts!.every(({ isNew }) => !isNew)).toBe(true);
  expect(await counts()).toEqual(before);
});

test('a contract comes back byte for byte', async () => {
  const { text } = people().contracts[0]!;
  const token = await metadata.token('');
  const { status, headers, body } = await metadata.send<string>('GET', '/contracts/people/persons/1.0.0.odcs.yaml', {
    token,
  });
  expect([status, headers['content-type']]).toEqual([200, 'application/yaml; charset=utf-8']);
  expect(body).toBe(text);

  const sha256 = createHash('sha256').update(text).digest('hex');
  const { data } = await metadata.query('{ contract(id: "people/persons") { latest { sha256 odcs } } }');
  expect(data.contract.latest).toEqual({ sha256, odcs: text });
  expect((await metadata.send('GET', '/contracts/people/persons/9.9.9.odcs.yaml', { token })).status).toBe(404);
  expect((await metadata.send('GET', '/contracts/people/persons/1.0.0.odcs.yaml')).status).toBe(401);
});

describe('one subgraph alone', () => {
  test('the others keep what they have, and only what changed is written', async () => {
    const before = await counts();
    const changed = withSdl(people('1.1.0'), (sdl) =>
      sdl
        .replace('nick: String', 'nick: String @deprecated(reason: "Old.")')
        .replace(' @deprecated(reason: "Use name.")', ''),
    );
    const { status, body } = await metadata.register([changed]);
    expect([status, body.status]).toEqual([200, 'published']);
    expect(body.contracts).toEqual([{ product: 'people/persons', version: '1.1.0', isNew: true }]);
    const after = await counts();
    expect(after).toMatchObject({
      versions: Number(before.versions) + 1,
      fields: Number(before.fields) + 1,
      edges: before.edges,
    });
    const nick = await rows(
      `SELECT deprecation_reason, valid_to = 'infinity' AS current FROM field WHERE coordinate = 'Person.nick' ORDER BY id`,
    );
    expect(nick).toEqual([
      { deprecation_reason: 'Use name.', current: false },
      { deprecation_reason: 'Old.', current: true },
    ]);
  });

  test('going back to registered bytes is a registration like any other', async () => {
    const before = await counts();
    const { body } = await metadata.register([people('1.0.0')]);
    expect(body.status).toBe('published');
    expect(body.contracts).toEqual([{ product: 'people/persons', version: '1.0.0', isNew: false }]);
    expect((await counts()).versions).toBe(before.versions);
    const { data } = await metadata.query(
      '{ contract(id: "people/persons") { current { version } latest { version } } }',
    );
    expect(data.contract).toEqual({ current: { version: '1.0.0' }, latest: { version: '1.1.0' } });
  });
});

describe('a registration that is refused', () => {
  const offered = { name: 'a', url: 'http://127.0.0.1:1', sdl: 'type', sdlFile: 'a', contracts: people().contracts };
  const cases: [
    name: string,
    folders: () => SubgraphFolder[],
    status: number,
    code: string,
    problem: string,
    file: string,
    line: number,
  ][] = [
    [
      'a changed contract without a new version',
      () => [withContract(people(), (text) => text.replace('Who we know.', 'Whom we know.'))],
      422,
      'CONTRACT_INVALID',
      'CONTRACT_VERSION_EXISTS',
      'subgraphs/people/contract.yaml',
      5,
    ],
    [
      'a version below the highest one',
      () => [people('0.9.0')],
      422,
      'CONTRACT_INVALID',
      'CONTRACT_VERSION_NOT_NEWER',
      'subgraphs/people/contract.yaml',
      5,
    ],
    [
      'a changed schema without a new version',
      () => [withSdl(people(), (sdl) => sdl.replace('As on the passport.', 'As written.'))],
      422,
      'CONTRACT_INVALID',
      'SCHEMA_CHANGED_WITHOUT_VERSION',
      'subgraphs/people/schema.graphql',
      1,
    ],
    [
      'a contract that is not YAML',
      () => [withContract(people(), () => 'a: [')],
      422,
      'CONTRACT_INVALID',
      'YAML_SYNTAX',
      'subgraphs/people/contract.yaml',
      1,
    ],
    [
      'an unclassified field',
      () => [withContract(people('2.0.0'), (text) => text.replace('classification: confidential, ', ''))],
      422,
      'CONTRACT_INVALID',
      'UNCLASSIFIED_FIELD',
      'subgraphs/people/contract.yaml',
      30,
    ],
    [
      'a field that the contract does not list',
      () => [withSdl(people('2.0.0'), (sdl) => sdl.replace('region: String!', 'region: String! height: Int'))],
      422,
      'CONTRACT_INVALID',
      'CONTRACT_FIELD_MISSING',
      'subgraphs/people/contract.yaml',
      26,
    ],
    [
      'a schema that does not parse',
      () => [withSdl(people('2.0.0'), (sdl) => `${sdl}type {`)],
      422,
      'COMPOSITION_FAILED',
      'SDL_SYNTAX',
      'subgraphs/people/schema.graphql',
      13,
    ],
  ];
  test.each(cases)('%s', async (_name, folders, status, code, problem, file, line) => {
    const before = await counts();
    const answer = await metadata.register(folders());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    const [first] = answer.body.problems!;
    expect({ code: first!.code, file: first!.file, line: first!.line }).toEqual({ code: problem, file, line });
    expect(first!.column).toBeGreaterThan(0);
    expect(first!.fix).toBeTruthy();
    expect(await counts()).toEqual(before);
  });

  test('a schema that does not compose leaves everything as it was', async () => {
    const before = [await counts(), (await supergraph()).body.id];
    const clash = withSdl(sales('2.0.0'), (sdl) => sdl.replace('region: String! @external', 'region: Int! @external'));
    const { status, body } = await metadata.register([clash]);
    expect([status, body.code]).toEqual([422, 'COMPOSITION_FAILED']);
    expect([await counts(), (await supergraph()).body.id]).toEqual(before);
  });

  test('the message names the lowest version that will do', async () => {
    const { body } = await metadata.register([withContract(people(), (text) => `${text}# more\n`)]);
    expect(body.problems![0]!.fix).toBe('Write version: 1.1.1 or higher.');
  });

  test.each([
    ['no subgraph', { subgraphs: [], sourceRevision: 'x' }],
    ['no revision', { subgraphs: [people()] }],
    ['a foreign key', { subgraphs: [], sourceRevision: 'x', force: true }],
    ['a list', []],
    ['one name twice', { subgraphs: [offered, offered], sourceRevision: 'x' }],
    ['a NUL character', { subgraphs: [{ ...offered, sdl: 'a\0b' }], sourceRevision: 'x' }],
    ['a URL that is none of HTTP', { subgraphs: [{ ...offered, url: 'file:///etc/passwd' }], sourceRevision: 'x' }],
  ])('a body with %s', async (_name, body) => {
    const token = await metadata.token('gordian:contract:write', { domains: '*' });
    const answer = await metadata.send('POST', '/registry/register', { token, body });
    expect([answer.status, answer.body.errors![0]!.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

describe('callers', () => {
  const routes: ['GET' | 'POST', string, string][] = [
    ['POST', '/registry/register', 'gordian:contract:write'],
    ['POST', '/registry/promote', 'gordian:contract:write'],
    ['POST', '/registry/rollback', 'gordian:contract:write'],
    ['GET', '/registry/supergraph', 'gordian:supergraph:read'],
    ['POST', '/api/v1/watermarks', 'gordian:sla:write'],
  ];
  test.each(routes)('%s %s needs a token of the issuer with the scope %s', async (method, path, scope) => {
    const ask = async (token?: string) => {
      const answer = await metadata.send(method, path, {
        ...(token ? { token } : {}),
        ...(method === 'POST' ? { body: {} } : {}),
      });
      return [answer.status, answer.body.errors?.[0]?.extensions.code];
    };
    const unauthenticated = [401, 'UNAUTHENTICATED'];
    expect(await ask()).toEqual(unauthenticated);
    expect(await ask('not-a-token')).toEqual(unauthenticated);
    expect(await ask(await metadata.token(scope, { aud: 'someone-else' }))).toEqual(unauthenticated);
    expect(await ask(await metadata.token(scope, { iss: 'https://elsewhere.test' }))).toEqual(unauthenticated);
    expect(await ask(unsigned(scope))).toEqual(unauthenticated);
    expect(await ask(await metadata.token('gordian:other'))).toEqual([403, 'FORBIDDEN']);
    expect((await ask(await metadata.token(`other ${scope}`)))[0]).not.toBe(403);
  });

  test('the record names the client and the commit', async () => {
    const [row] = await rows(`SELECT DISTINCT registered_by, source_revision FROM contract_version`);
    expect(row).toEqual({ registered_by: 'pipeline', source_revision: 'abc123' });
  });
});

function unsigned(scope: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 60;
  return `${part({ alg: 'none' })}.${part({ iss: 'https://identity.test', aud: 'gordian', sub: 'x', scope, exp })}.`;
}

function withSdl(folder: SubgraphFolder, change: (sdl: string) => string): SubgraphFolder {
  return { ...folder, sdl: change(folder.sdl) };
}

function withContract(folder: SubgraphFolder, change: (text: string) => string): SubgraphFolder {
  const [first, ...others] = folder.contracts;
  return { ...folder, contracts: [{ ...first!, text: change(first!.text) }, ...others] };
}
