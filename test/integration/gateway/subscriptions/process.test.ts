// Subscriptions of the compiled gateway in a process of its own: SIGTERM, what the log says, and memory.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compiledTree } from '../../../support/compiled-tree.ts';
import { openEventStream } from '../../../support/event-stream-client.ts';
import { type EventSubgraph, startEventSubgraph } from '../../../support/event-subgraph.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../../support/json-lines-process.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';
import { connectSocket } from '../../../support/socket-client.ts';
import { patience } from './two-subgraphs.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-subscriptions-'));
const sdl = 'type Query { slow: String } type Subscription { ticks: String }';
const tree = compiledTree();
let clock: EventSubgraph;
let process: JsonLinesProcess;
let answerSlow: () => void = () => {};

beforeAll(async () => {
  clock = await startEventSubgraph(sdl, {
    Query: { slow: () => new Promise((resolve) => (answerSlow = () => resolve('done'))) },
  });
});

afterEach(() => process.kill('SIGKILL'));

afterAll(async () => {
  await clock.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a gateway that stops ends subscriptions, answers queries that run, and exits in order', async () => {
  const url = await startGateway();
  const listener = await connectSocket(url);
  listener.subscribe('1', 'subscription { ticks }');
  const busy = await connectSocket(url);
  busy.subscribe('s', 'subscription { ticks }');
  busy.subscribe('q', '{ slow }');
  const stream = await openEventStream(url, { query: 'subscription { ticks }' });
  await clock.listened(3);
  // The first plan waits for a thread that has just started.
  await expect.poll(() => clock.queries.length, { timeout: 20_000 }).toBe(1);

  process.kill('SIGTERM');
  expect(await listener.closed).toEqual({ code: 1001, reason: 'The gateway stops.' });
  expect((await stream.next()).data.errors[0].extensions.code).toBe('NOT_READY');
  expect((await stream.next()).event).toBe('complete');
  await clock.listened(0);
  answerSlow();
  expect(await busy.next()).toEqual({ id: 'q', type: 'next', payload: { data: { slow: 'done' } } });
  expect(await busy.next()).toEqual({ id: 'q', type: 'complete' });
  expect((await busy.closed).code).toBe(1001);
  expect(await process.ended).toBe(0);
});

test('the log has a line for the start of a subscription and one for its end, and counts its events', async () => {
  const url = await startGateway();
  const client = await connectSocket(url);
  client.subscribe('1', 'subscription Ticks { ticks }');
  await clock.listened(1);
  expect(await process.event('subscription.start')).toMatchObject({
    operation: 'Ticks',
    subgraph: 'clock',
    denied: [],
  });
  for (let count = 1; count <= 3; count++) {
    clock.publish(String(count));
    expect((await client.next()).payload.data.ticks).toBe(String(count));
  }
  client.close();
  expect(await process.event('subscription.end')).toMatchObject({ outcome: 'left', events: 3, failures: 0 });
  await clock.listened(0);
});

test('a client that never reads costs a bounded amount of memory, whatever is published', async () => {
  const url = await startGateway();
  const clients = await Promise.all(Array.from({ length: 20 }, () => connectSocket(url)));
  for (const client of clients) {
    client.subscribe('1', 'subscription { ticks }');
    client.socket.pause();
  }
  await clock.listened(20);
  const before = residentBytes(process.pid);
  // Held back whole, this would be 20 * 2,000 * 50 kB = 2 GB.
  const large = 'x'.repeat(50_000);
  for (let count = 0; count < 2_000 && clock.listening() > 0; count++) {
    clock.publish(large);
    if (count % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await clock.listened(0);
  expect(residentBytes(process.pid) - before).toBeLessThan(250 * 1024 * 1024);
  for (const client of clients) client.socket.terminate();
}, 60_000);

async function startGateway(): Promise<string> {
  const supergraph = join(folder, 'supergraph.graphql');
  const config = join(folder, 'gateway.yaml');
  writeFileSync(supergraph, composeSmall({ clock: { sdl, url: clock.url } }));
  writeFileSync(
    config,
    stringify({
      ...patience,
      server: { port: 0, drainDelayMs: 0, drainTimeoutMs: 20_000 },
      supergraph: { kind: 'file', path: supergraph },
      policy: 'none',
      stateDirectory: folder,
    }),
  );
  process = startJsonLinesProcess({ args: [join(tree, 'gateway/main.js'), '--config', config] });
  return (await process.event('listening')).url as string;
}

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
