// Clients that do not take what they asked for: what waits for them is bounded, and nobody else notices.
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { sendOperation } from '../../support/graphql-client.ts';
import { startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const megabyte = 1024 * 1024;
const answerBytes = 8 * megabyte;
/** The first plan waits for a thread that has just started. */
const patience = { timeout: 30_000 };

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** @returns also how often the subgraph was asked: once, before anybody else */
async function start(server: object): Promise<StandaloneGateway & { readonly asked: () => number }> {
  const text = 'x'.repeat(answerBytes);
  const stub = await startHttpStub(({ body }) => ({
    status: 200,
    body: { data: body.includes('large') ? { large: text } : { small: 'y' } },
  }));
  cleanUp.push(() => stub.close());
  const sdl = 'type Query { large: String small: String }';
  const gateway = await startStandaloneGateway(composeSmall({ one: { sdl, url: stub.url } }), {
    server,
    playground: { enabled: false },
    admission: { maxLoopLagMs: 60_000 },
  });
  cleanUp.push(() => gateway.close());
  expect((await sendOperation(gateway.url, '{ large }')).data).toEqual({ large: text });
  return { ...gateway, asked: () => stub.requests.length };
}

/** A client that asks and reads nothing, until it is told to. */
async function askAndWait(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  const body = '{"query":"{ large }"}';
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  cleanUp.push(() => socket.destroy());
  return socket;
}

/** Bytes that were still to be had, up to the end of the connection. */
function readToEnd(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  return new Promise((resolve) => socket.once('close', () => resolve(bytes)));
}

describe('clients that take nothing of their answer', () => {
  test('are cut off after their time, and what waited for them is given back', async () => {
    const { url, gateway } = await start({ stalledReaderMs: 200 });
    const sockets = await Promise.all(Array.from({ length: 3 }, () => askAndWait(url)));
    await expect.poll(() => gateway.slowReaders.unsentBytes, patience).toBeGreaterThan(megabyte);
    expect((await sendOperation(url, '{ small }')).data).toEqual({ small: 'y' });
    await expect.poll(() => gateway.slowReaders.unsentBytes, patience).toBe(0);
    for (const socket of sockets) expect(await readToEnd(socket)).toBeLessThan(answerBytes);
  });

  test('are cut off, those who wait longest first, when all together wait for too much', async () => {
    const { url, gateway, asked } = await start({ stalledReaderMs: 600_000, maxUnsentBytes: 20 * megabyte });
    const sockets: Socket[] = [];
    for (let client = 0; client < 8; client++) {
      sockets.push(await askAndWait(url));
      await expect.poll(() => asked() === client + 2 && gateway.admission.underWay === 0, patience).toBe(true);
      expect(gateway.slowReaders.unsentBytes).toBeLessThanOrEqual(20 * megabyte);
    }
    expect((await sendOperation(url, '{ small }')).data).toEqual({ small: 'y' });
    expect(await readToEnd(sockets[0]!)).toBeLessThan(answerBytes);
    const last = readToEnd(sockets.at(-1)!);
    await expect.poll(() => sockets.at(-1)!.bytesRead, patience).toBeGreaterThan(answerBytes);
    sockets.at(-1)!.end();
    expect(await last).toBeGreaterThan(answerBytes);
  });

  test('are not cut off as long as they take something', async () => {
    const { url, gateway } = await start({ stalledReaderMs: 300 });
    const socket = await askAndWait(url);
    await expect.poll(() => gateway.slowReaders.unsentBytes, patience).toBeGreaterThan(megabyte);
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      socket.pause();
      setTimeout(() => socket.resume(), 5);
    });
    await expect.poll(() => bytes, patience).toBeGreaterThan(answerBytes);
    expect(gateway.slowReaders.unsentBytes).toBe(0);
  });
});
