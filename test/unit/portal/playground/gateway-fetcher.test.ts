// Answers and the tabs they belong to, with a real server that answers when the test says so.

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnswerLog, type TabAnswer } from '../../../../portal/source/playground/answer-log.ts';
import { answerText } from '../../../../portal/source/playground/answer-text.ts';
import { forgetAnswersWithIdentity } from '../../../../portal/source/playground/forget-answers.ts';
import { createFetcher } from '../../../../portal/source/playground/gateway-fetcher.ts';
import { createSession } from '../../../../portal/source/session/session.ts';

const tokenOf = (name: string) => `e30.${Buffer.from(JSON.stringify({ name })).toString('base64url')}.x`;

async function setUp() {
  const requests: ServerResponse[] = [];
  const server = createServer((_, response) => {
    requests.push(response);
    server.emit('asked');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const session = createSession();
  session.adoptToken(tokenOf('Ann'));
  const log = createAnswerLog();
  log.setActiveTab('one');
  forgetAnswersWithIdentity(session, log);
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const fetcher = createFetcher(endpoint, session, log);
  return {
    session,
    log,
    /** What GraphiQL gets, and the response that the server has still to write. */
    async run(query: string) {
      const asked = once(server, 'asked');
      const shown = Promise.resolve(fetcher({ query }));
      await asked;
      const response = requests.at(-1)!;
      return { shown, response, closed: once(response, 'close') };
    },
    /** A stream is asked for when GraphiQL reads its first event. */
    async listen(query: string) {
      const asked = once(server, 'asked');
      const events = ((await fetcher({ query })) as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      const first = events.next();
      await asked;
      const response = requests.at(-1)!;
      return { events, first, response, closed: once(response, 'close') };
    },
    textOf: (tab: string) => textOf(log.byTab.get().get(tab)),
    textsOnceAnswered: (tab: string) =>
      new Promise<string | null>((resolve) => {
        const look = () => log.byTab.get().get(tab)?.kind === 'answered' && resolve(textOf(log.byTab.get().get(tab)));
        log.byTab.subscribe(look);
        look();
      }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const textOf = (entry: TabAnswer | undefined) => (entry ? answerText(entry).replaceAll(/\s+/g, ' ') : null);
const json = (response: ServerResponse, data: object) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
const isWaiting = async (promise: Promise<unknown>) => {
  await new Promise(setImmediate);
  return (await Promise.race([promise, 'waiting'])) === 'waiting';
};

/** Whatever is on its way between the two has arrived. */
async function thereAndBack({ log, run }: Playground): Promise<void> {
  log.setActiveTab('another');
  const { shown, response } = await run('{ z }');
  json(response, {});
  await shown;
}

type Playground = Awaited<ReturnType<typeof setUp>>;
let playground: Playground;
beforeEach(async () => {
  playground = await setUp();
});
afterEach(() => playground.close());

test('what comes for the open tab is shown, with the name of whose rights were used', async () => {
  const { shown, response } = await playground.run('{ a }');
  json(response, { a: 1 });
  expect(await shown).toEqual({ data: { a: 1 } });
  expect(playground.log.byTab.get().get('one')).toMatchObject({ answer: { askedAs: 'Ann', isAnonymous: false } });
});

test('what comes when another tab is open goes into its own, and nothing of it into the open one', async () => {
  const { shown, response } = await playground.run('{ a }');
  playground.log.setActiveTab('two');
  json(response, { a: 1 });

  expect(await playground.textsOnceAnswered('one')).toBe('{ "data": { "a": 1 } }');
  expect(await isWaiting(shown)).toBe(true);
  expect(playground.textOf('two')).toBeNull();
});

test('of two runs in a tab the later counts, whichever is answered first', async () => {
  const first = await playground.run('{ a }');
  const second = await playground.run('{ b }');
  json(second.response, { b: 2 });
  await second.shown;
  json(first.response, { a: 1 });
  await first.closed;

  expect(playground.textOf('one')).toBe('{ "data": { "b": 2 } }');
});

describe('when the viewer becomes somebody else', () => {
  test('the answers of all tabs are gone, and say whose they were', async () => {
    const { shown, response } = await playground.run('{ a }');
    json(response, { a: 'secret' });
    await shown;
    playground.log.setActiveTab('two');
    const change = await playground.run('mutation { change }');
    json(change.response, { change: 'secret' });
    await change.shown;

    playground.session.adoptToken(tokenOf('Ben'));

    expect(playground.textOf('one')).toBe('// Answers of Ann are gone with Ann. Run it again to see yours.');
    expect(playground.textOf('two')).toBe('// Answers of Ann are gone with Ann. What it has changed stays changed.');
    playground.session.forgetToken();
    expect(playground.textOf('one')).toContain('gone with Ann.');
  });

  test('a query on its way ends', async () => {
    const { shown, closed } = await playground.run('{ a }');
    playground.session.forgetToken();
    await closed;

    expect(await isWaiting(shown)).toBe(true);
    expect(playground.textOf('one')).toContain('gone with Ann.');
  });

  test('a mutation on its way is left to be made, and its answer is not shown', async () => {
    const { shown, response, closed } = await playground.run('mutation { change }');
    playground.session.forgetToken();
    await thereAndBack(playground);
    expect(response.destroyed).toBe(false);
    json(response, { change: 'secret' });
    await closed;
    await thereAndBack(playground);

    expect(await isWaiting(shown)).toBe(true);
    expect(playground.textOf('one')).toContain('What it has changed stays changed.');
  });

  test('a subscription ends', async () => {
    const { events, first, response, closed } = await playground.listen('subscription { a }');
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: next\ndata: {"data":{"a":1}}\n\n');
    expect(await first).toEqual({ done: false, value: { data: { a: 1 } } });

    playground.session.forgetToken();

    expect(await events.next()).toMatchObject({ done: true });
    await closed;
    expect(playground.textOf('one')).toContain('gone with Ann.');
  });
});

describe('when GraphiQL leaves', () => {
  test('a subscription without an event, it ends and says so', async () => {
    const { events, first, closed } = await playground.listen('subscription { a }');
    void events.return?.();

    expect(await first).toMatchObject({ done: true });
    await closed;
    expect(playground.textOf('one')).toBe('// It was stopped before an event came. Run it again to listen.');
  });

  test('an answer in parts, its tab gets the rest', async () => {
    const { shown, response } = await playground.run('{ a ... @defer { b } }');
    response.writeHead(200, { 'content-type': 'multipart/mixed; boundary="-"' });
    const write = (part: object, end: string) =>
      response.write(`\r\n---\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(part)}\r\n---${end}`);
    write({ data: { a: 1 }, pending: [{ id: '0', path: [] }], hasNext: true }, '');
    const parts = ((await shown) as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { data: { a: 1 } } });
    expect(playground.textOf('one')).toBe('');

    void parts.return?.();
    playground.log.setActiveTab('two');
    write({ incremental: [{ id: '0', data: { b: 2 } }], completed: [{ id: '0' }], hasNext: false }, '--');

    expect(await playground.textsOnceAnswered('one')).toBe('{ "data": { "a": 1, "b": 2 } }');
  });
});
