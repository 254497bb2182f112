// Operations of every kind, as they are counted: subscriptions and their events, answers in parts, batches, and what is refused.
import { fetch } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsageReport } from '../../../kit/usage-report.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { readParts } from '../../support/multipart-client.ts';
import { connectSocket } from '../../support/socket-client.ts';
import { startTwoSubgraphs, type TwoSubgraphs, ticket } from '../gateway/subscriptions/two-subgraphs.ts';

let service: HttpStub;
let mesh: TwoSubgraphs;
const reports: UsageReport[] = [];

beforeAll(async () => {
  service = await startHttpStub(({ path, body }) => {
    if (path === '/token') return { status: 200, body: { access_token: 'a token', expires_in: 300 } };
    reports.push(JSON.parse(body) as UsageReport);
    return { status: 200, body: { receipt: 'counted' } };
  });
  mesh = await startTwoSubgraphs({
    settings: {
      service: { tokenUrl: `${service.url}/token`, clientId: 'gateway' },
      usage: { url: service.url, reportEveryMs: 3_600_000, observeEveryMs: 1 },
      limits: { batchSize: 10 },
      demand: { mode: 'enforce', maxCost: 15 },
    },
    env: { GORDIAN_CLIENT_SECRET: 'only for tests' },
  });
});
afterAll(async () => {
  await mesh.close();
  await service.close();
});

const send = (body: unknown, accept = 'application/json') =>
  fetch(`${mesh.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });

test('every kind of operation is counted for what it is', async () => {
  const client = await connectSocket(mesh.url);
  client.subscribe('1', 'subscription Watch { ticketUpdated { subject customer { name } } }');
  await mesh.tickets.listened(1);
  for (const number of [1, 2, 3]) {
    mesh.tickets.publish(ticket(number));
    await client.next();
  }
  client.close();
  await mesh.tickets.listened(0);

  const parts = await send(
    { query: 'query Parts { ticket { id ... @defer { subject } } }' },
    'multipart/mixed;incrementalSpec=v0.2, application/json',
  );
  for await (const _ of readParts(parts.body!));
  await (
    await send([{ query: 'query Asked { ticket { subject } }' }, { query: 'query Asked { ticket { subject } }' }])
  ).text();
  await (await send({ query: 'mutation Open { open(subject: "secret") { subject } }' })).text();
  const dear = Array.from({ length: 20 }, (_, index) => `t${index}: ticket { id }`).join(' ');
  await (await send({ query: `query Dear { ${dear} }` })).text();
  await (await send({ query: 'query Invalid { nothing }' })).text();
  await (await send({ query: 'query Broken {' })).text();
  await mesh.gateway.usage.stop();

  const names = new Map(reports.flatMap(({ operations }) => operations).map(({ hash, name }) => [hash, name]));
  const counted = reports
    .flatMap(({ uses }) => uses)
    .map(({ operation, requests, errors, events }) => [names.get(operation), requests, errors, events]);
  expect(Object.fromEntries(counted.map(([name, ...counts]) => [name, counts]))).toEqual({
    Watch: [1, 0, 3],
    Parts: [1, 0, 0],
    Asked: [2, 0, 0],
    Open: [1, 0, 0],
    Dear: [1, 1, 0],
  });

  // An event is no fetch: nobody waited for it.
  const fetches = Object.fromEntries(
    reports.flatMap((report) => report.fetches).map((one) => [one.subgraph, one.fetches]),
  );
  expect(fetches.customers).toBe(3);
  expect(fetches.tickets).toBeGreaterThanOrEqual(4);
  expect(fetches.tickets).toBeLessThanOrEqual(5);
  expect(JSON.stringify(reports)).not.toContain('secret');
});
