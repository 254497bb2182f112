// When the audit cannot be written or delivered: what must not happen unrecorded is refused before anything is fetched, the rest
// goes on and is counted, and nothing that was recorded is lost.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type HttpStub, type StubAnswer, startHttpStub } from '../../support/http-stub.ts';
import { type AuditedGateway, serveAuditedGateway } from './audited-gateway.ts';

let sink: HttpStub;
let answer: (lines: string, query: URLSearchParams) => StubAnswer;
let delivered: string[] = [];
const started: AuditedGateway[] = [];

const taken: StubAnswer = { status: 200, body: { head: { seq: 1, hash: 'ab'.repeat(32) }, isHeadKnown: true } };

beforeAll(async () => {
  sink = await startHttpStub(({ body, path }) => {
    const outcome = answer(body, new URL(path, 'http://sink').searchParams);
    if (outcome.status === 200) delivered.push(...body.trim().split('\n'));
    return outcome;
  });
});
afterAll(() => sink.close());
afterEach(async () => {
  for (const gateway of started.splice(0)) await gateway.close();
});

async function start(audit: object = {}): Promise<AuditedGateway> {
  answer = () => taken;
  delivered = [];
  const gateway = await serveAuditedGateway({
    audit: { mode: 'on', sinkUrl: sink.url, deliverEveryMs: 20, ...audit },
  });
  started.push(gateway);
  return gateway;
}

async function ask(gateway: AuditedGateway, query: string, headers: Record<string, string> = {}) {
  const { body, statusCode } = await request(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
  return { status: statusCode, body: (await body.json()) as any };
}

const mutation = 'mutation { rename(id: "1", name: "new") }';

/** The spool of the gateway that runs. */
const spoolFolder = ({ folder }: AuditedGateway) =>
  join(folder, 'state/audit', readdirSync(join(folder, 'state/audit'))[0]!);

describe('a gateway whose spool cannot be written', () => {
  test('refuses mutations before they are sent, goes on with queries, and tells how many went unrecorded', async () => {
    const gateway = await start();
    expect((await ask(gateway, mutation)).body).toEqual({ data: { rename: 'done' } });
    const sent = gateway.subgraph.requests.length;
    const folder = spoolFolder(gateway);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'no folder');

    const refused = await ask(gateway, mutation);
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([503, 'AUDIT_UNAVAILABLE']);
    expect(gateway.subgraph.requests.length).toBe(sent);
    expect((await ask(gateway, '{ hello }')).body).toEqual({ data: { hello: 'world' } });
    expect(gateway.gateway.audit.unaudited()).toBeGreaterThan(0);
    expect(gateway.logged('audit.unavailable')).toHaveLength(1);

    rmSync(folder);
    expect((await ask(gateway, mutation)).status).toBe(200);
    await expect.poll(() => gateway.logged('audit.resumed')).toHaveLength(1);
    await expect.poll(() => delivered.some((line) => line.includes('"kind":"unaudited"'))).toBe(true);
  });

  test('refuses mutations when too much is not delivered, until it is', async () => {
    const gateway = await start({ maxBytes: 65_536 });
    answer = () => ({ status: 503 });
    await expect
      .poll(
        async () => {
          await Promise.all(Array.from({ length: 50 }, () => ask(gateway, '{ hello }')));
          return (await ask(gateway, mutation)).status;
        },
        { timeout: 20_000 },
      )
      .toBe(503);
    expect((await ask(gateway, '{ hello }')).status).toBe(200);
    expect(gateway.logged('audit.undelivered').length).toBeGreaterThan(0);
    answer = () => taken;
    await expect.poll(async () => (await ask(gateway, mutation)).status, { timeout: 60_000, interval: 200 }).toBe(200);
  }, 90_000);
});

describe('a gateway whose audit is slow, or comes back', () => {
  test('answers at once, and delivers later in order', async () => {
    const gateway = await start();
    let refusals = 2;
    answer = () => (refusals-- > 0 ? { status: 500 } : taken);
    for (let index = 0; index < 5; index++) await ask(gateway, '{ hello }');
    await expect
      .poll(() => delivered.filter((line) => line.includes('"outcome":"answered"')).length, { timeout: 20_000 })
      .toBe(5);
    const places = delivered.map((line) => JSON.parse(line).seq);
    expect(places).toEqual(places.map((_, index) => index + 1));
  });

  test('that lost lines says so once, and goes on', async () => {
    const gateway = await start();
    answer = (_lines, query) => (query.has('afterLoss') ? taken : { status: 409 });
    await ask(gateway, '{ hello }');
    await expect.poll(() => delivered.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(gateway.logged('audit.lost').length).toBeGreaterThan(0);
  });

  test('sets a segment apart that was altered', async () => {
    const gateway = await start();
    answer = () => ({ status: 422 });
    await ask(gateway, '{ hello }');
    await expect.poll(() => gateway.logged('audit.damaged').length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(readdirSync(spoolFolder(gateway)).some((name) => name.endsWith('.damaged'))).toBe(true);
  });
});

describe('a flood of strangers', () => {
  test('is counted, and cannot fill the disk', async () => {
    const gateway = await start();
    const refused = { authorization: 'Bearer not.a.token' };
    const { status } = await ask(gateway, '{ hello }', refused);
    expect(status).toBe(401);
    for (let round = 0; round < 10; round++)
      await Promise.all(Array.from({ length: 20 }, () => ask(gateway, '{ hello }', refused)));
    const counted = () =>
      delivered
        .map((line) => JSON.parse(line).record)
        .reduce((sum, { kind, counts, outcome }) => {
          if (kind === 'refusals') return sum + counts.UNAUTHENTICATED;
          return outcome === 'refused' ? sum + 1 : sum;
        }, 0);
    await expect.poll(counted, { timeout: 10_000 }).toBe(201);
    expect(delivered.length).toBeLessThan(201);
    expect(delivered.join()).not.toMatch(/not\.a\.token/);
  });
});
