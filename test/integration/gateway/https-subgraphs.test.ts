// A subgraph over HTTPS, asked from a process that trusts its certificate and from one that does not: Node reads whom to trust
// when it starts. The key of the fixture is for this test only.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compiledTree } from '../../support/compiled-tree.ts';
import { type Line, startJsonLinesProcess } from '../../support/json-lines-process.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/tls');
const certificate = join(fixtures, 'localhost-certificate.pem');
const letters = 100_000;

const tree = compiledTree();
let subgraph: Server;
let connections = 0;

beforeAll(async () => {
  const tls = { key: readFileSync(join(fixtures, 'localhost-key.pem')), cert: readFileSync(certificate) };
  subgraph = createServer(tls, (request, response) => {
    let received = 0;
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    request.on('end', () =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data: { received, text: 'ü'.repeat(letters) } })),
    );
  });
  subgraph.on('secureConnection', () => connections++);
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  subgraph.closeAllConnections();
  await new Promise((resolve) => subgraph.close(resolve));
});

/** Asks twelve times, four at once, and says what came of each. */
async function askFrom(host: string, env: Record<string, string>): Promise<readonly Line[]> {
  const { port } = subgraph.address() as AddressInfo;
  const moduleOf = (name: string) => pathToFileURL(join(tree, `${name}.js`)).href;
  const script = `
    import { createHttpSubgraphs } from '${moduleOf('gateway/execute/http-subgraphs')}';
    import { Ending } from '${moduleOf('kit/ending')}';
    const http = createHttpSubgraphs(new Map([['one', 'https://${host}:${port}/graphql']]), { settings: { maxConcurrent: 4 } });
    const request = { subgraph: 'one', operationKind: 'query', body: JSON.stringify({ query: 'ü'.repeat(${letters}) }), headers: {} };
    await Promise.all(Array.from({ length: 12 }, async () => {
      const answer = await http.send(request, new Ending());
      const { data } = answer.kind === 'response' ? JSON.parse(Buffer.from(answer.body).toString()) : {};
      console.log(JSON.stringify({ detail: answer.detail, received: data?.received, letters: data?.text.length }));
    }));
    await http.close();`;
  const child = startJsonLinesProcess({ args: ['--input-type=module', '-e', script], env });
  child.disconnect();
  expect(await child.ended).toBe(0);
  return child.lines;
}

test('is asked, over as many connections as it has places', async () => {
  const lines = await askFrom('localhost', { NODE_EXTRA_CA_CERTS: certificate });
  expect(lines).toEqual(Array(12).fill({ received: 2 * letters + '{"query":""}'.length, letters }));
  expect(connections).toBe(4);
});

test('is not asked when nobody vouches for its certificate', async () => {
  const lines = await askFrom('localhost', {});
  expect(lines).toEqual(Array(12).fill({ detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' }));
});

test('is not asked under a name that its certificate does not have', async () => {
  const lines = await askFrom('127.0.0.1', { NODE_EXTRA_CA_CERTS: certificate });
  expect(lines).toEqual(Array(12).fill({ detail: 'ERR_TLS_CERT_ALTNAME_INVALID' }));
});
