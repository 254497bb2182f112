// Which headers of a client arrive at which subgraph.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGatewayConfig } from '../../../gateway/config.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const stubs = new Map<string, HttpStub>();
let gateway: StandaloneGateway;

beforeAll(async () => {
  for (const name of ['one', 'two'])
    stubs.set(name, await startHttpStub(() => ({ status: 200, body: { data: { [name]: 1 } } })));
  const supergraph = composeSmall({
    one: { sdl: 'type Query { one: Int }', url: stubs.get('one')!.url },
    two: { sdl: 'type Query { two: Int }', url: stubs.get('two')!.url },
  });
  gateway = await startStandaloneGateway(supergraph, {
    execution: { propagateHeaders: ['X-Tenant', { name: 'cookie', subgraphs: ['two'] }] },
  });
});

afterAll(async () => {
  await gateway.close();
  for (const stub of stubs.values()) await stub.close();
});

const sent = { 'x-tenant': 'north', cookie: 'session=1', 'x-other': '1' };

test('a header that is named arrives, at the subgraphs it is named for, and no other does', async () => {
  expect((await ask(sent)).status).toBe(200);
  const [one, two] = [...stubs.values()].map(({ requests }) => requests.at(-1)!.headers);
  expect([one!['x-tenant'], one!.cookie, one!['x-other']]).toEqual(['north', undefined, undefined]);
  expect([two!['x-tenant'], two!.cookie, two!['x-other']]).toEqual(['north', 'session=1', undefined]);
  expect(one!.authorization).toMatch(/^Bearer /);
});

test('a value with other than printable ASCII characters is refused', async () => {
  expect(await ask({ 'x-tenant': 'n\u00e9' })).toMatchObject({
    status: 400,
    body: { errors: [{ message: expect.stringContaining('"x-tenant"') }] },
  });
});

test.each(['authorization', 'Connection', 'host', 'x y'])('%s cannot be named', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-config-'));
  const file = join(folder, 'gateway.yaml');
  const settings = { supergraph: { kind: 'file', path: 'x' }, execution: { propagateHeaders: [name] } };
  writeFileSync(file, JSON.stringify(settings));
  expect(() => readGatewayConfig(file, {})).toThrow(/execution\.propagateHeaders\.0/);
  rmSync(folder, { recursive: true });
});

async function ask(headers: Readonly<Record<string, string>>) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ one two }"}',
  });
  return { status: response.status, body: (await response.json()) as unknown };
}
