// Following a subscription over real HTTP: what ends it for good, and what is only lost for a while.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { followLive } from '../../../../portal/source/graph/live-stream.ts';
import type { Portal } from '../../../../portal/source/shell/portal-context.ts';

type Sent = { readonly status?: number; readonly events?: readonly object[]; readonly json?: object };

const document = { kind: 'subscription', operationName: 'Changed', text: 'subscription Changed { changed }' } as const;
const failing = (code: string) => ({ errors: [{ message: `It is ${code}.`, extensions: { code } }] });
const told = { data: { changed: 1 } };
const denied: Sent = { events: [failing('FORBIDDEN')] };

let server: Server;
let answers: Sent[];
let authorizations: (string | undefined)[];

beforeAll(async () => {
  server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    const { status = 200, events, json } = answers.shift()!;
    response.writeHead(status, { 'content-type': events ? 'text/event-stream; charset=utf-8' : 'application/json' });
    const written = events?.map((event) => `event: next\ndata: ${JSON.stringify(event)}\n\n`);
    response.end(written ? `${written.join('')}event: complete\ndata:\n\n` : JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => server.close());

beforeEach(() => {
  authorizations = [];
});

/** Until it is refused for good. @param tokens of the session; the last one stays */
async function follow(sent: readonly Sent[], tokens: readonly string[] = ['only']): Promise<string[]> {
  answers = [...sent];
  const left = [...tokens];
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const session = { authorization: async () => (left.length > 1 ? left.shift() : left[0]) };
  const happened: string[] = [];
  const note = (what: string) => () => void happened.push(what);
  await followLive(
    { config: { endpoint }, session } as unknown as Portal,
    document,
    {},
    {
      connecting() {},
      live: note('live'),
      happened: note('told'),
      lost: note('lost'),
      refused: ({ code }) => void happened.push(code),
    },
    new AbortController().signal,
    { firstMs: 1, mostMs: 2 },
  );
  return happened;
}

describe('is over for good', () => {
  test.each([
    'FORBIDDEN',
    'GRAPHQL_VALIDATION_FAILED',
    'BAD_USER_INPUT',
  ])('with %s as the first event', async (code) => {
    expect(await follow([{ events: [failing(code)] }])).toEqual(['live', code]);
  });

  test('when who has no other token needs one', async () => {
    expect(await follow([{ events: [failing('UNAUTHENTICATED')] }])).toEqual(['live', 'UNAUTHENTICATED']);
  });

  test('when the gateway streams nothing to such a viewer', async () => {
    expect(await follow([{ status: 401, json: failing('UNAUTHENTICATED') }])).toEqual(['UNAUTHENTICATED']);
  });
});

describe('goes on', () => {
  test('with the next token when that of a silent stream is over', async () => {
    const happened = await follow([{ events: [failing('UNAUTHENTICATED')] }, denied], ['first', 'second']);
    expect(happened).toEqual(['live', 'lost', 'live', 'FORBIDDEN']);
    expect(authorizations).toEqual(['first', 'second']);
  });

  test.each([
    'NOT_READY',
    'SUBGRAPH_UNAVAILABLE',
    'OVERLOADED',
    'SLOW_READER',
    'SUBSCRIPTION_OUTDATED',
    'POLICY_UNAVAILABLE',
  ])('after %s', async (code) => {
    expect(await follow([{ events: [failing(code)] }, denied])).toEqual(['live', 'lost', 'live', 'FORBIDDEN']);
  });

  test.each(['UNAUTHENTICATED', 'FORBIDDEN'])('after %s in a stream that has told something', async (code) => {
    const happened = await follow([{ events: [told, failing(code)] }, denied]);
    expect(happened).toEqual(['live', 'told', 'lost', 'live', 'FORBIDDEN']);
  });

  test.each([
    ['a stream that ends', { events: [told] }, ['live', 'told', 'lost']],
    ['a gateway that has too much to do', { status: 503, json: failing('OVERLOADED') }, ['lost']],
  ])('after %s', async (_, first, expected) => {
    expect(await follow([first, denied])).toEqual([...expected, 'live', 'FORBIDDEN']);
  });
});
