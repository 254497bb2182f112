// Documents by hash, over real HTTP: registered by clients, and trusted beforehand.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const supergraph = composeSmall({
  small: { sdl: 'type Query { hello: String } type Mutation { greet: String }', url: 'http://127.0.0.1:9/graphql' },
});
const folder = mkdtempSync(join(tmpdir(), 'gordian-documents-'));
const query = '{ __typename }';
const mutation = 'mutation { __typename }';
let gateway: StandaloneGateway;

afterEach(() => gateway.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('automatic persisted queries', () => {
  test.each(['POST', 'GET'] as const)('by %s: unknown, registered, known', async (method) => {
    await start();
    const codes = [
      await send(method, { extensions: persisted(query) }),
      await send(method, { query, extensions: persisted(query) }),
      await send(method, { extensions: persisted(query) }),
    ];
    const notFound = { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } };
    expect(codes[0]).toMatchObject([200, { errors: [notFound] }]);
    expect(codes.slice(1)).toEqual([
      [200, { data: { __typename: 'Query' } }],
      [200, { data: { __typename: 'Query' } }],
    ]);
  });

  test.each([
    ['another hash', { query, extensions: persisted(mutation) }, 400, 'PERSISTED_QUERY_HASH_MISMATCH'],
    ['another version', { query, extensions: persisted(query, 2) }, 200, 'PERSISTED_QUERY_NOT_SUPPORTED'],
    ['no hash', { query, extensions: { persistedQuery: { version: 1 } } }, 400, 'BAD_REQUEST'],
    ['neither query nor hash', {}, 400, 'BAD_REQUEST'],
  ])('%s is refused', async (_what, body, status, code) => {
    await start();
    expect(await send('POST', body)).toMatchObject([status, { errors: [{ extensions: { code } }] }]);
  });

  test('a mutation that is known by its hash is refused by GET all the same', async () => {
    await start();
    await send('POST', { query: mutation, extensions: persisted(mutation) });
    const [status] = await send('GET', { extensions: persisted(mutation) });
    expect(status).toBe(405);
  });

  test('that were not used for long are forgotten when their bytes are used up', async () => {
    await start({ automaticBytes: 1_000 });
    await send('POST', { query, extensions: persisted(query) });
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const other = `query ${name} { __typename }`;
      await send('POST', { query: other, extensions: persisted(other) });
    }
    expect(codeOf(await send('POST', { extensions: persisted(query) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('can be switched off', async () => {
    await start({ automaticBytes: 0 });
    const [, body] = await send('POST', { extensions: persisted(query) });
    expect(body).toMatchObject({ errors: [{ message: 'PersistedQueryNotSupported' }] });
    expect(await send('POST', { query, extensions: persisted(query) })).toEqual([
      200,
      { data: { __typename: 'Query' } },
    ]);
  });
});

describe('trusted documents', () => {
  const answered = [200, { data: { __typename: 'Query' } }];
  const manifest = join(folder, 'manifest.json');
  writeFileSync(join(folder, 'type-name.graphql'), query);
  writeFileSync(manifest, JSON.stringify({ [hashOf(query)]: query }));

  test.each([
    ['a folder', folder],
    ['a manifest', manifest],
  ])('of %s are found by hash or text, and nothing else is run', async (_what, trusted) => {
    await start({ trusted, mode: 'only' });
    expect(await send('POST', { extensions: persisted(query) })).toEqual(answered);
    expect(await send('POST', { query })).toEqual(answered);
    const strangers = [
      { query: '{ hello }' },
      { query: '{ hello }', extensions: persisted('{ hello }') },
      { extensions: persisted('{ hello }') },
      { query: `${query} ` },
    ];
    for (const body of strangers)
      expect(await send('POST', body)).toMatchObject([
        403,
        { errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] },
      ]);
  });

  test('beside others are found by their hash', async () => {
    await start({ trusted: manifest });
    expect(await send('GET', { extensions: persisted(query) })).toEqual(answered);
    expect(await send('POST', { query: '{ __typename __typename }' })).toEqual(answered);
  });

  test('that are not what their hash says, or are missing, end the start', async () => {
    const forged = join(folder, 'forged.json');
    writeFileSync(forged, JSON.stringify({ [hashOf(mutation)]: query }));
    await start();
    await expect(startStandaloneGateway(supergraph, { documents: { trusted: forged } })).rejects.toThrow(
      /the key \w{64} is not the SHA-256/,
    );
    await expect(startStandaloneGateway(supergraph, { documents: { mode: 'only' } })).rejects.toThrow(
      /documents needs documents\.trusted/,
    );
  });
});

async function start(documents: object = {}): Promise<void> {
  gateway = await startStandaloneGateway(supergraph, { documents, playground: { enabled: false } });
}

async function send(method: 'GET' | 'POST', body: object): Promise<[status: number, body: unknown]> {
  const parameters = Object.entries(body).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response =
    method === 'GET'
      ? await fetch(`${gateway.url}/graphql?${new URLSearchParams(parameters)}`, {
          headers: { 'graphql-require-preflight': '1' },
        })
      : await fetch(`${gateway.url}/graphql`, {
          method,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
  return [response.status, await response.json()];
}

function persisted(text: string, version = 1): object {
  return { persistedQuery: { version, sha256Hash: hashOf(text) } };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function codeOf([, body]: [number, unknown]): string {
  return (body as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;
}
