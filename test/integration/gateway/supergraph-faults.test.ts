// Supergraphs that come in every state of disrepair while a gateway serves, by file and from the registry: none may touch the
// generation that serves. And good ones, one after the other, under load: no request fails, and no answer is of two of them.
// GORDIAN_RELOADS sets how many, GORDIAN_RELOAD_CLIENTS who asks meanwhile; what a reload costs is printed and not asserted.
import { rmSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../kit/log.ts';
import { artefactId, type SupergraphArtefact } from '../../../schema/artefact.ts';
import { breakages } from '../../reload/breakages.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { sendOperation } from '../../support/graphql-client.ts';
import { type HttpStub, type StubAnswer, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const reloads = Number(process.env.GORDIAN_RELOADS ?? 4);
const clients = Number(process.env.GORDIAN_RELOAD_CLIENTS ?? 8);
/** A generation is built in threads of its own, which start first. */
const patience = { timeout: 60_000, interval: 20 };

/** For tests that build many of them. */
const many = { timeout: 240_000 + reloads * 20_000 };

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

interface Version {
  readonly name: string;
  readonly supergraphSdl: string;
  /** Of the server that stands for both subgraphs. */
  readonly url: string;
}

/** A supergraph of two subgraphs that sign every value with its name; one needs the other. */
async function version(name: string): Promise<Version> {
  const stub = await stubOf(({ body }) => {
    const isEntity = body.includes('_entities');
    return {
      status: 200,
      body: { data: isEntity ? { _entities: [{ two: name }] } : { item: { __typename: 'Item', id: '1', one: name } } },
    };
  });
  const one = { sdl: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! one: String }', url: stub.url };
  const two = { sdl: 'type Item @key(fields: "id") { id: ID! two: String }', url: `${stub.url}/two` };
  return { name, supergraphSdl: composeSmall({ one, two }), url: stub.url };
}

async function stubOf(answer: Parameters<typeof startHttpStub>[0]): Promise<HttpStub> {
  const stub = await startHttpStub(answer);
  cleanUp.push(() => stub.close());
  return stub;
}

interface Watched extends StandaloneGateway {
  /** Lines of the log so far that say this. */
  readonly said: (words: RegExp) => number;
  readonly values: () => Promise<unknown>;
}

/** Building threads compete with the test itself for the processor; that the gateway then refuses requests is tested elsewhere. */
const quiet = { playground: { enabled: false }, admission: { maxLoopLagMs: 60_000 } };

async function start(supergraphSdl: string, settings: object = {}, env: NodeJS.ProcessEnv = {}): Promise<Watched> {
  const lines: string[] = [];
  const log = createLog({ name: 'gateway', destination: { write: (line: string) => void lines.push(line) } });
  const options = { log, env, pollIntervalMs: 20 };
  const gateway = await startStandaloneGateway(supergraphSdl, { ...quiet, ...settings }, options);
  cleanUp.push(() => gateway.close());
  return {
    ...gateway,
    said: (words) => lines.filter((line) => words.test(line)).length,
    values: async () => (await sendOperation(gateway.url, '{ item { one two } }')).body,
  };
}

const whole = ({ name }: Version) => ({ data: { item: { one: name, two: name } } });
const refused = /the supergraph is refused/;
const unread = /no newer supergraph could be read/;

describe('a broken supergraph never touches the one that serves', () => {
  test('in its file, and a good one after it is served', many, async () => {
    const good = await version('good');
    const gateway = await start(good.supergraphSdl);
    const serving = gateway.gateway.generations.current();
    for (const [name, breakIt] of breakages) {
      const before = gateway.said(refused);
      const broken = breakIt(good.supergraphSdl);
      expect(broken, name).not.toBe(good.supergraphSdl);
      writeFileSync(gateway.supergraphFile, broken);
      await expect.poll(() => gateway.said(refused), { ...patience, message: name }).toBe(before + 1);
      expect(gateway.gateway.generations.current(), name).toBe(serving);
      expect(await gateway.values(), name).toEqual(whole(good));
    }
    rmSync(gateway.supergraphFile);
    await expect.poll(() => gateway.said(unread), patience).toBeGreaterThan(0);
    expect(await gateway.values()).toEqual(whole(good));

    const better = await version('better');
    writeFileSync(gateway.supergraphFile, better.supergraphSdl);
    await expect.poll(gateway.values, patience).toEqual(whole(better));
  });

  test('from the registry, whatever it says', many, async () => {
    const good = artefact((await version('good')).supergraphSdl);
    const registry = await startRegistry(good);
    const gateway = await start('', ...registry.settings);
    const expected = await gateway.values();
    expect(expected).toEqual({ data: { item: { one: 'good', two: 'good' } } });
    const serving = gateway.gateway.generations.current();
    for (const [name, answer] of registryFaults(good)) {
      registry.say(answer);
      const asked = registry.asked();
      // The second question comes after the first answer has been judged.
      await expect.poll(registry.asked, { ...patience, message: name }).toBeGreaterThan(asked + 1);
      expect(gateway.gateway.generations.current(), name).toBe(serving);
      expect(await gateway.values(), name).toEqual(expected);
    }
    const better = artefact((await version('better')).supergraphSdl);
    registry.say({ status: 200, body: better });
    await expect.poll(gateway.values, patience).toEqual({ data: { item: { one: 'better', two: 'better' } } });
  });

  test('from a registry whose connection breaks', many, async () => {
    const good = artefact((await version('good')).supergraphSdl);
    const registry = await startRegistry(good);
    const gateway = await start('', ...registry.settings);
    const better = artefact((await version('better')).supergraphSdl);
    for (const kind of ['reset', 'truncate', 'garbage'] as const) {
      const before = gateway.said(unread);
      registry.proxy.inject({ kind, afterBytes: 300 });
      registry.say({ status: 200, body: better });
      await expect.poll(() => gateway.said(unread), { ...patience, message: kind }).toBeGreaterThan(before);
      expect(await gateway.values(), kind).toEqual({ data: { item: { one: 'good', two: 'good' } } });
    }
    registry.proxy.inject({ kind: 'none' });
    await expect.poll(gateway.values, patience).toEqual({ data: { item: { one: 'better', two: 'better' } } });
  });
});

describe('a gateway under load', () => {
  test('changes its supergraph: no request fails, and no answer is of two supergraphs', many, async () => {
    const versions = [await version('a'), await version('b')] as const;
    const gateway = await start(versions[0].supergraphSdl);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const load = askAllTheTime(gateway);
    delay.enable();
    for (let reload = 1; reload <= reloads; reload++) {
      const next = versions[reload % 2]!;
      const before = gateway.gateway.generations.current();
      writeFileSync(gateway.supergraphFile, next.supergraphSdl);
      await expect.poll(() => gateway.gateway.generations.current() !== before, patience).toBe(true);
    }
    delay.disable();
    const answers = await load.stop();
    process.stdout.write(
      `${reloads} reloads under ${answers.length} requests; the loop was late by at most ${Math.round(delay.max / 1e6)} ms\n`,
    );
    expect(new Set(answers)).toEqual(new Set(versions.map((one) => JSON.stringify(whole(one)))));
  });

  test('is not disturbed by a storm of supergraphs, good and broken, and ends on the last', many, async () => {
    const versions = [await version('a'), await version('b'), await version('c')];
    const gateway = await start(versions[0]!.supergraphSdl);
    const load = askAllTheTime(gateway);
    for (let wave = 0; wave < 100; wave++) {
      const { supergraphSdl } = versions[wave % 3]!;
      writeFileSync(
        gateway.supergraphFile,
        wave % 2 === 0 ? supergraphSdl : breakages[wave % breakages.length]![1](supergraphSdl),
      );
      await setImmediate();
    }
    const last = await version('last');
    writeFileSync(gateway.supergraphFile, last.supergraphSdl);
    await expect.poll(gateway.values, patience).toEqual(whole(last));
    const answers = await load.stop();
    const known = [...versions, last].map((one) => JSON.stringify(whole(one)));
    expect(answers.filter((answer) => !known.includes(answer))).toEqual([]);
  });

  test('goes back to the former supergraph', many, async () => {
    const [first, second] = [await version('first'), await version('second')];
    const gateway = await start(first.supergraphSdl);
    const id = gateway.gateway.generations.current()?.id;
    for (const next of [second, first]) {
      writeFileSync(gateway.supergraphFile, next.supergraphSdl);
      await expect.poll(gateway.values, patience).toEqual(whole(next));
    }
    expect(gateway.gateway.generations.current()?.id).toBe(id);
  });

  test('has planned what was asked lately before the next supergraph serves', many, async () => {
    const [first, second] = [await version('first'), await version('second')];
    const gateway = await start(first.supergraphSdl);
    const serving = () => gateway.gateway.generations.current()!;
    const former = serving();
    expect(await gateway.values()).toEqual(whole(first));
    writeFileSync(gateway.supergraphFile, second.supergraphSdl);
    await expect.poll(() => serving() !== former, patience).toBe(true);
    // Noted with its plan, although nobody has asked yet.
    expect(serving().supergraph.recent.all()).toMatchObject([{ asked: { query: '{ item { one two } }' } }]);
  });

  test('finishes what it began on the supergraph on which it began', many, async () => {
    const slow = await version('slow');
    const fast = await version('fast');
    const proxy = await startFaultProxy(slow.url);
    cleanUp.push(() => proxy.close());
    const patient = { execution: { deadlineMs: 600_000, timeoutMs: 300_000 } };
    const gateway = await start(slow.supergraphSdl.replaceAll(slow.url, new URL(proxy.url).origin), patient);
    proxy.inject({ kind: 'blackhole' });
    const former = gateway.gateway.generations.current()!;
    const begun = gateway.values();
    await expect.poll(proxy.messages, patience).toBe(1);
    writeFileSync(gateway.supergraphFile, fast.supergraphSdl);
    await expect.poll(() => gateway.gateway.generations.current() !== former, patience).toBe(true);
    expect(await gateway.values()).toEqual(whole(fast));
    expect(former.subgraphs.states().get('one')?.underWay).toBe(1);
    await proxy.refuse();
    expect(await begun).toMatchObject({
      data: { item: null },
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
    await expect.poll(proxy.open, patience).toBe(0);
    await proxy.accept();
  });
});

/** So many clients, each asking again when it has its answer. */
function askAllTheTime(gateway: Watched): { stop(): Promise<readonly string[]> } {
  const answers: string[] = [];
  let isOver = false;
  const client = async (): Promise<void> => {
    while (!isOver)
      answers.push(
        await gateway.values().then(
          (body) => JSON.stringify(body),
          (error: Error) => `failed: ${error.message}`,
        ),
      );
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    async stop() {
      isOver = true;
      await all;
      return answers;
    },
  };
}

function artefact(supergraphSdl: string): SupergraphArtefact {
  const classifications = {};
  return {
    id: artefactId(supergraphSdl, classifications),
    publishedAt: '2026-11-22T13:00:00.000Z',
    supergraphSdl,
    classifications,
  };
}

function registryFaults(good: SupergraphArtefact): readonly [string, StubAnswer][] {
  const saying = (body: unknown): StubAnswer => ({ status: 200, body });
  return [
    ['it fails', { status: 500, body: good }],
    ['it is overloaded', { status: 503 }],
    ['it knows us no more', { status: 401, body: {} }],
    ['it has nothing', { status: 404, body: {} }],
    ['it moved', { status: 302 }],
    ['it is empty', saying(undefined)],
    ['it says null', saying(null)],
    ['it says a list', saying([good])],
    ['it leaves out the supergraph', saying({ ...good, supergraphSdl: undefined })],
    [
      'it classifies by words that nobody knows',
      saying({ ...good, classifications: { 'Item.one': { level: 'SECRET' } } }),
    ],
    ['its supergraph is not the one of its id', saying({ ...good, supergraphSdl: `${good.supergraphSdl}# edited` })],
    ['its id is another', saying({ ...good, id: 'x'.repeat(64) })],
    ['its answer is 70 MB', saying({ ...good, id: 'x'.repeat(70_000_000) })],
    ['its supergraph is broken', saying(artefact('type Query { hello: String }'))],
  ];
}

interface Registry {
  readonly say: (answer: StubAnswer) => void;
  /** How often the gateway wanted to know. */
  readonly asked: () => number;
  readonly proxy: FaultProxy;
  readonly settings: [settings: object, env: NodeJS.ProcessEnv];
}

async function startRegistry(first: SupergraphArtefact): Promise<Registry> {
  let answer: StubAnswer = { status: 200, body: first };
  let asked = 0;
  const stub = await stubOf(({ path }) => {
    if (path === '/token') return { status: 200, body: { access_token: 'x', expires_in: 3_600 } };
    if (path !== '/registry/supergraph?variant=prod') return { status: 404 };
    asked++;
    return answer;
  });
  const proxy = await startFaultProxy(stub.url);
  cleanUp.push(() => proxy.close());
  const service = { tokenUrl: `${stub.url}/token`, clientId: 'gateway' };
  const supergraph = { kind: 'registry', url: new URL(proxy.url).origin, pollIntervalMs: 20 };
  return {
    say: (next) => {
      answer = next;
    },
    asked: () => asked,
    proxy,
    settings: [{ supergraph, service }, { GORDIAN_CLIENT_SECRET: 'secret' }],
  };
}
