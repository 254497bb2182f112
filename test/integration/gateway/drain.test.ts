// SIGTERM while requests are under way: the compiled gateway, a slow subgraph of our own, and clients that keep connections open.
// GORDIAN_SIGTERMS sets how often conversations are interrupted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { Client } from 'undici';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { compiledTree } from '../../support/compiled-tree.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../support/json-lines-process.ts';
import { composeSmall } from '../../support/small-supergraph.ts';

const sigterms = Number(env.GORDIAN_SIGTERMS ?? 1);
const folder = mkdtempSync(join(tmpdir(), 'gordian-drain-'));
const clients: Client[] = [];
const tree = compiledTree();
let subgraph: HttpStub;
let process: JsonLinesProcess | undefined;
let letAnswer: () => void;

afterEach(async () => {
  process?.kill('SIGKILL');
  await Promise.all(clients.splice(0).map((client) => client.destroy()));
  await subgraph.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The first plan waits for a thread that has just started. */
const patience = { timeout: 20_000 };

describe('a gateway that is told to stop', () => {
  test('says so on /ready, takes what still arrives, answers everything, and closes every connection', async () => {
    const url = await startGateway({ drainDelayMs: 2_000 });
    const slow = Array.from({ length: 20 }, () => ask(connect(url), '{ slow }'));
    await expect.poll(() => subgraph.requests.length, patience).toBe(20);

    process!.kill('SIGTERM');
    await process!.event('draining');
    const ready = await connect(url).request({ method: 'GET', path: '/ready' });
    expect([ready.statusCode, ready.headers.connection, await ready.body.json()]).toEqual([
      503,
      'close',
      { status: 'draining' },
    ]);
    expect(await ask(connect(url), '{ __typename }')).toEqual([200, 'close', { data: { __typename: 'Query' } }]);

    letAnswer();
    for (const answer of await Promise.all(slow)) expect(answer).toEqual([200, 'close', { data: { slow: 'done' } }]);
    expect(await process!.ended).toBe(0);
  });

  test('resets nobody who is in the middle of a conversation', { timeout: sigterms * 60_000 }, async () => {
    for (let time = 1; time <= sigterms; time++) {
      const url = await startGateway({ drainDelayMs: 1_000 });
      letAnswer();
      const conversations = Array.from({ length: 20 }, () => talkUntilClosed(connect(url)));
      await expect.poll(() => subgraph.requests.length, patience).toBeGreaterThan(40);
      process!.kill('SIGTERM');
      expect(new Set(await Promise.all(conversations))).toEqual(new Set(['closed by the answer']));
      expect(await process!.ended).toBe(0);
      if (time < sigterms) await subgraph.close();
    }
  });

  test('ends at the limit although a subgraph never answers, and says so', async () => {
    const url = await startGateway({ drainDelayMs: 0, drainTimeoutMs: 100 });
    const cutOff = ask(connect(url), '{ slow }').catch((error: Error) => error);
    await expect.poll(() => subgraph.requests.length, patience).toBe(1);
    process!.kill('SIGTERM');
    expect(await process!.ended).toBe(1);
    expect(await cutOff).toBeInstanceOf(Error);
    expect(process!.lines.at(-1)!.msg).toMatch(/still under way after 100 ms \(server\.drainTimeoutMs\)/);
  });
});

async function startGateway(server: object): Promise<string> {
  const mayAnswer = new Promise<void>((resolve) => {
    letAnswer = resolve;
  });
  subgraph = await startHttpStub(async () => {
    await mayAnswer;
    return { status: 200, body: { data: { slow: 'done' } } };
  });
  const path = join(folder, 'supergraph.graphql');
  writeFileSync(path, composeSmall({ small: { sdl: 'type Query { slow: String }', url: subgraph.url } }));
  const config = join(folder, 'gateway.yaml');
  const settings = { server: { port: 0, ...server }, supergraph: { kind: 'file', path }, policy: 'none' };
  writeFileSync(config, JSON.stringify(settings));
  process = startJsonLinesProcess({ args: [join(tree, 'gateway/main.js'), '--config', config] });
  return String((await process.event('listening')).url);
}

/** One connection, kept open between requests. */
function connect(url: string): Client {
  const client = new Client(url);
  clients.push(client);
  return client;
}

async function ask(client: Client, query: string): Promise<[status: number, connection: unknown, body: unknown]> {
  const { statusCode, headers, body } = await client.request({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return [statusCode, headers.connection, await body.json()];
}

async function talkUntilClosed(client: Client): Promise<string> {
  for (;;) {
    const [status, connection] = await ask(client, '{ slow }');
    if (status !== 200) return `status ${status}`;
    if (connection === 'close') return 'closed by the answer';
  }
}
