// The versions under which a working tree is registered, against a registry that takes each version once.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStampedRegistration } from '../../../../cli/dev/stamped-registration.ts';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-stamps-'));
const asked: string[] = [];
const taken = new Map<string, string>();
let server: Server;

interface Sent {
  readonly subgraphs: readonly { sdl: string; contracts: readonly { file: string; text: string }[] }[];
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const route = request.url!.split('/').at(-1)!;
      const [{ sdl, contracts }] = (JSON.parse(body) as Sent).subgraphs as [Sent['subgraphs'][number]];
      const { file, text } = contracts[0]!;
      const version = /^version: (.*)$/m.exec(text)![1]!;
      const content = `${sdl}${text}`;
      asked.push(`${route} ${version}`);
      const isTaken = (taken.get(version) ?? content) !== content;
      if (!isTaken && route === 'register') taken.set(version, content);
      const problem = { code: 'CONTRACT_VERSION_EXISTS', severity: 'error', file, line: 1, column: 1, message: '' };
      response.writeHead(isTaken ? 422 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: !isTaken, products: [], problems: isTaken ? [problem] : [] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const tree = (field: string): SubgraphFolder[] => [
  {
    ...{ name: 'shop', file: 'schema.graphql', sdl: `type Query { ${field}: Int }` },
    contracts: [{ file: 'contract.yaml', text: `id: shop\nversion: 1.0.0\nfield: ${field}\n` }],
  },
];

test('a change is judged once and registered once, whatever versions are taken', async () => {
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const options = {
    access: async () => ({ url, token: 't' }),
    urlOf: () => 'http://shop',
    keptIn: join(folder, 'v.json'),
  };
  const save = async (registration: ReturnType<typeof createStampedRegistration>, field: string) => {
    asked.length = 0;
    expect(await registration.check(tree(field))).toMatchObject({ ok: true });
    expect(await registration.register(tree(field))).toMatchObject({ ok: true });
    return [...asked];
  };
  const registration = createStampedRegistration(options);
  expect(await save(registration, 'one')).toEqual(['check 1.0.0', 'register 1.0.0']);
  expect(await save(registration, 'two')).toEqual(['check 2.0.0', 'register 2.0.0']);
  expect(await save(registration, 'three')).toEqual(['check 3.0.0', 'register 3.0.0']);
  // After a restart it knows the versions, and not what stands behind them.
  const anew = createStampedRegistration(options);
  expect(await save(anew, 'three')).toEqual(['check 3.0.0', 'register 3.0.0']);
  expect(await save(createStampedRegistration(options), 'four')).toEqual([
    'check 3.0.0',
    'check 4.0.0',
    'register 4.0.0',
  ]);
});
