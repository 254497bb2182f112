// Our HTTP client against undici: whatever a server says, valid or with a byte changed, both understand it as the same, or ours
// refuses it. Never does ours read what undici does not. GORDIAN_PROPERTY_RUNS sets how many responses.
import fc from 'fast-check';
import { Client } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MalformedResponse, ResponseTooLarge } from '../../gateway/execute/http/malformed-response.ts';
import { ResponseReader } from '../../gateway/execute/http/response-reader.ts';
import { type RawServer, startRawServer } from '../support/federation/raw-server.ts';

const runs = Number(process.env.GORDIAN_PROPERTY_RUNS ?? 600);

interface Understood {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

let server: RawServer;
let response = '';

beforeAll(async () => {
  server = await startRawServer((socket) => void socket.end(response, 'latin1'));
});
afterAll(() => server.close());

const bodies = fc.string({ unit: fc.constantFrom('a', '"', '{', '\r', '\n', '0', 'é', '\0'), maxLength: 40 });
const headers = fc.array(
  fc.constantFrom(
    'content-type: application/json',
    'Content-Type:text/plain',
    'x-empty:',
    'date: Sun, 22 Nov 2026 13:00:00 GMT',
    'connection: close',
    'Keep-Alive: timeout=5',
  ),
  { maxLength: 3 },
);
const statuses = fc.constantFrom('200 OK', '200', '204 No Content', '400 Bad Request', '503 Service Unavailable');

/** How the end of the body is told. */
const framings = {
  length: (body: string) => ({ header: `content-length: ${body.length}`, body }),
  chunks: (body: string) => ({
    header: 'transfer-encoding: chunked',
    body: `${[...body.matchAll(/.{1,7}/gs)].map(([part]) => `${part.length.toString(16)};x=y\r\n${part}\r\n`).join('')}0\r\n\r\n`,
  }),
  end: (body: string) => ({ header: 'x: y', body }),
};

const responses = fc
  .record({
    informs: fc.boolean(),
    status: statuses,
    headers,
    body: bodies,
    framing: fc.constantFrom(...Object.values(framings)),
    /** A byte that is changed, inserted or taken out. */
    damage: fc.option(
      fc.record({
        at: fc.nat(200),
        remove: fc.nat(2),
        insert: fc.constantFrom(
          '',
          ' ',
          '\r',
          '\n',
          '0',
          '1',
          'x',
          ',',
          ':',
          ';',
          '\0',
          '\r\n',
          'content-length: 3\r\n',
        ),
      }),
      { freq: 2 },
    ),
  })
  .map(({ informs, status, headers: lines, body, framing, damage }) => {
    const framed = framing(Buffer.from(body).toString('latin1'));
    const whole = `${informs ? 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n' : ''}HTTP/1.1 ${status}\r\n${[...lines, framed.header].join('\r\n')}\r\n\r\n${framed.body}`;
    if (!damage) return whole;
    const at = damage.at % whole.length;
    return whole.slice(0, at) + damage.insert + whole.slice(at + damage.remove);
  });

test('ours understands a response as undici does, or not at all', { timeout: 600_000 }, async () => {
  let understood = 0;
  await fc.assert(
    fc.asyncProperty(responses, fc.integer({ min: 1, max: 300 }), async (text, cut) => {
      const ours = readWithOurs(text, cut);
      // What follows a response is no part of it, and ends the connection: undici may refuse both.
      if (!ours || hasMore(text)) return;
      understood++;
      expect(ours).toEqual(await readWithUndici(text));
    }),
    { numRuns: runs },
  );
  expect(understood).toBeGreaterThan(runs / 4);
});

test('ours understands every response that is whole', async () => {
  for (const framing of Object.values(framings)) {
    const { header, body } = framing('{"data": 1}');
    const text = `HTTP/1.1 200 OK\r\n${header}\r\n\r\n${body}`;
    expect(readWithOurs(text, 5)).toEqual({ status: 200, contentType: null, body: '{"data": 1}' });
  }
});

function readWithOurs(text: string, cut: number): Understood | null {
  const bytes = Buffer.from(text, 'latin1');
  const reader = new ResponseReader(10_000);
  try {
    let whole = null;
    for (let at = 0; at < bytes.length && !whole; at += cut) whole = reader.feed(bytes.subarray(at, at + cut));
    whole ??= reader.end();
    return whole && { status: whole.head.status, contentType: whole.head.contentType, body: whole.body.toString() };
  } catch (error) {
    if (error instanceof MalformedResponse || error instanceof ResponseTooLarge) return null;
    throw error;
  }
}

/** Whether it is whole before its last byte. */
function hasMore(text: string): boolean {
  const reader = new ResponseReader(10_000);
  return [...Buffer.from(text.slice(0, -1), 'latin1')].some((byte) => reader.feed(Buffer.from([byte])) !== null);
}

async function readWithUndici(text: string): Promise<Understood | null> {
  response = text;
  const client = new Client(new URL(server.url).origin);
  try {
    const answer = await client.request({ path: '/', method: 'POST', body: '{}' });
    const type = answer.headers['content-type'];
    return {
      status: answer.statusCode,
      contentType:
        type === undefined
          ? null
          : [type]
              .flat()
              .map((one) => one.trim())
              .join(', '),
      body: await answer.body.text(),
    };
  } catch {
    return null;
  } finally {
    await client.destroy();
  }
}
