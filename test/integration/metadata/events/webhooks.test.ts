// Webhooks from the event to the receiver: a real database, a real receiver, and a clock of our own for the pauses.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { advancingClock } from '../../../../kit/clock.ts';
import { silentLog } from '../../../../kit/log.ts';
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import type { Person } from '../../../../subgraphs/metadata/access/person.ts';
import { digestOfPeriod } from '../../../../subgraphs/metadata/events/digest-of-period.ts';
import { gatherDigests } from '../../../../subgraphs/metadata/events/gather-digests.ts';
import type { MetadataEvent } from '../../../../subgraphs/metadata/events/metadata-event.ts';
import { publishEvent } from '../../../../subgraphs/metadata/events/publish-event.ts';
import { deleteEndedBefore } from '../../../../subgraphs/metadata/events/queries/subscriptions.ts';
import { routeEvents } from '../../../../subgraphs/metadata/events/route-events.ts';
import { pausesMs, sendWebhooks, type WebhookSending } from '../../../../subgraphs/metadata/events/send-webhooks.ts';
import {
  ownSubscription,
  type SubscribeInput,
  subscribeChanges,
  tryWebhook,
  unsubscribeChanges,
} from '../../../../subgraphs/metadata/events/subscribe-changes.ts';
import { createWebhookRequests } from '../../../../subgraphs/metadata/events/webhook-requests.ts';
import { type HttpStub, type StubAnswer, startHttpStub } from '../../../support/http-stub.ts';
import type { TestDatabase } from '../../../support/postgres.ts';
import { createMetadataDatabase } from '../../../support/seeded-database.ts';

const key = 'the key of this service';
const clock = advancingClock('2026-03-01T12:00:00.000Z');
let database: TestDatabase;
let receiver: HttpStub;
let answer: StubAnswer;
/** Answers when it is told to. */
let slow: HttpStub;
let slowAnswer: Promise<StubAnswer>;
let sending: WebhookSending;

beforeAll(async () => {
  database = await createMetadataDatabase();
  await database.query(`
    INSERT INTO team (id, name) VALUES ('orders-data', 'Orders data');
    INSERT INTO domain (slug, name, owner_team) VALUES ('orders', 'Orders', 'orders-data');
    INSERT INTO product (urn, name, domain, owner_team, kind, status)
      VALUES ('gordian:product:orders/orders', 'Orders', 'orders', 'orders-data', 'SOURCE_ALIGNED', 'ACTIVE');
    INSERT INTO field (coordinate, product_id, subgraph, type, level, tags, valid_from)
      VALUES ('Order.total', 1, 'orders', 'Money', 'INTERNAL', '{}', now()),
             ('Order.margin', 1, 'orders', 'Money', 'RESTRICTED', '{secret}', now());`);
  receiver = await startHttpStub(() => answer);
  slow = await startHttpStub(() => slowAnswer);
  const requests = createWebhookRequests(trusted());
  sending = { database, clock, log: silentLog, key, requests };
});
afterAll(async () => {
  await sending.requests.close();
  await Promise.all([receiver.close(), slow.close()]);
  await database.drop();
});
beforeEach(async () => {
  answer = { status: 204 };
  (receiver.requests as unknown[]).length = 0;
  await database.query(
    'DELETE FROM webhook_delivery; DELETE FROM digest_entry; DELETE FROM change_subscription; DELETE FROM event_outbox',
  );
});

function trusted(): ReadonlySet<string> {
  return new Set([receiver, slow].map(({ url }) => new URL(url).host));
}

const person: Person = {
  issuer: 'https://identity.test',
  subject: 'ann',
  client: 'app',
  groups: [],
  isService: false,
  isSecurity: false,
};

function services() {
  return { database, clock, webhooks: { key, trustedHosts: trusted() } };
}

function subscribe(input: Partial<SubscribeInput> = {}) {
  return subscribeChanges(services(), person, {
    topics: ['CONTRACT', 'INCIDENT'],
    match: [],
    axes: [],
    minSeverity: 'INFO',
    includeUpstream: false,
    onlyIfIUseIt: false,
    webhookUrl: `${receiver.url}/hook`,
    digest: 'NONE',
    timeZone: 'UTC',
    ...input,
  });
}

const incident: MetadataEvent = {
  topic: 'incident.changed',
  product: 'orders/orders',
  incident: 'i-1',
  state: 'OPEN',
  severity: 'MAJOR',
  title: 'Orders are late.',
};

function change(coordinate: string): ContractChange {
  return {
    coordinate,
    axis: 'SCHEMA',
    kind: 'FIELD_REMOVED',
    severity: 'BREAKING',
    before: null,
    after: null,
    message: '',
  };
}

const publish = (event: MetadataEvent) =>
  database.transaction((transaction) => publishEvent(transaction, event, clock.now()));

async function work(): Promise<void> {
  await routeEvents(database, () => clock.now());
  await gatherDigests(database, () => clock.now());
  await sendWebhooks(sending);
}

async function deliveries() {
  return database.query<{ state: string; attempts: number; last_error: string | null }>(
    'SELECT state, attempts, last_error FROM webhook_delivery ORDER BY created_at, id',
  );
}

test('an event reaches the receiver once, signed with the secret that only the subscriber was shown', async () => {
  const { secret } = await subscribe();
  await publish(incident);
  await work();
  await work();

  expect(receiver.requests).toHaveLength(1);
  const [{ method, path, headers, body }] = receiver.requests as [(typeof receiver.requests)[0]];
  expect([method, path, headers['content-type']]).toEqual(['POST', '/hook', 'application/json']);
  const { topic: type, product: _, ...data } = incident;
  expect(JSON.parse(body)).toMatchObject({ type, data: { product: 'gordian:product:orders/orders', ...data } });
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(signed);
  expect(headers['webhook-signature']).toBe(`v1,${expected.digest('base64')}`);
  expect(JSON.stringify(await database.query('SELECT * FROM change_subscription'))).not.toContain(secret);
});

test('an event of a transaction that is rolled back is told to nobody', async () => {
  await subscribe();
  const failing = database.transaction(async (transaction) => {
    await publishEvent(transaction, incident, clock.now());
    throw new Error('The thing did not happen.');
  });
  await expect(failing).rejects.toThrow('did not happen');
  await work();
  expect(receiver.requests).toEqual([]);
});

test('what is said of secrets does not leave the house', async () => {
  await subscribe();
  const changes = [change('Order.total'), change('Order.margin'), change('Order.margin(in:)')];
  await publish({
    topic: 'contract.changed',
    product: 'orders/orders',
    version: '2.0.0',
    previousVersion: '1.0.0',
    changes,
  });
  await publish({
    topic: 'contract.changed',
    product: 'orders/orders',
    version: '3.0.0',
    previousVersion: '2.0.0',
    changes: [change('Order.margin')],
  });
  await work();
  expect(receiver.requests).toHaveLength(1);
  expect(receiver.requests[0]!.body).toContain('Order.total');
  expect(receiver.requests[0]!.body).not.toContain('margin');
});

test('several processes that work at once send each event once', async () => {
  await subscribe();
  for (let round = 0; round < 30; round += 1) await publish({ ...incident, incident: `i-${round}` });
  await Promise.all([work(), work(), work(), work()]);
  await work();
  const told = receiver.requests.map(({ body }) => JSON.parse(body).data.incident);
  expect(told.toSorted()).toEqual(Array.from({ length: 30 }, (_, round) => `i-${round}`).sort());
});

test('the lineage of a product is asked for once, however many fields it has', async () => {
  await subscribe({ includeUpstream: true });
  await publish(incident);
  database.statements.splice(0);
  await work();
  expect(database.statements.filter((statement) => /RECURSIVE/i.test(statement))).toHaveLength(1);
  expect(receiver.requests).toHaveLength(1);
});

test('a receiver that keeps us waiting keeps only its own waiting', async () => {
  let release = (_: StubAnswer): void => {};
  slowAnswer = new Promise((resolve) => {
    release = resolve;
  });
  await subscribe({ webhookUrl: slow.url });
  await subscribe();
  for (let round = 0; round < 30; round += 1) await publish({ ...incident, incident: `i-${round}` });
  const working = work();
  await vi.waitUntil(() => receiver.requests.length === 30, { timeout: 9_000 });
  expect(slow.requests.length).toBeLessThanOrEqual(3);
  release({ status: 204 });
  await working;
  expect(slow.requests).toHaveLength(30);
});

describe('a digest', () => {
  test('has all that has happened since the last one, once, at eight by the clocks of its reader', async () => {
    const { subscription } = await subscribe({ digest: 'DAILY', timeZone: 'Europe/Paris' });
    const due = subscription.nextDigestAt!;
    await publish(incident);
    await work();
    await publish({ ...incident, incident: 'i-2' });
    clock.advance(due.getTime() - clock.now().getTime() - 1);
    await work();
    expect(receiver.requests).toEqual([]);

    clock.advance(1);
    await Promise.all([work(), work(), work()]);
    expect(receiver.requests).toHaveLength(1);
    const { type, data } = JSON.parse(receiver.requests[0]!.body);
    expect([type, data.omitted, data.subscription]).toEqual(['changes.digest', 0, subscription.id]);
    expect(
      data.events.map((event: { type: string; data: { incident: string } }) => [event.type, event.data.incident]),
    ).toEqual([
      ['incident.changed', 'i-1'],
      ['incident.changed', 'i-2'],
    ]);
    const { nextDigestAt } = await ownSubscription(database, person, subscription.id);
    expect(nextDigestAt!.getTime() - due.getTime()).toBe(24 * 3_600_000);

    clock.advance(24 * 3_600_000);
    await work();
    expect(receiver.requests).toHaveLength(1);
  });

  test('of one that has ended is not sent, and nothing of it is left', async () => {
    const { subscription } = await subscribe({ digest: 'WEEKLY' });
    await publish(incident);
    await work();
    await unsubscribeChanges(services(), person, subscription.id);
    clock.advance(8 * 24 * 3_600_000);
    await work();
    expect([receiver.requests, await database.query('SELECT * FROM digest_entry')]).toEqual([[], []]);
    await deleteEndedBefore(database, clock.now());
    expect(await database.query('SELECT * FROM change_subscription')).toEqual([]);
  });

  test('of a period can be asked for without a subscription', async () => {
    const from = clock.now();
    clock.advance(1_000);
    await publish(incident);
    const asked = { topics: ['INCIDENT'], match: [], axes: [], minSeverity: 'INFO', includeUpstream: true } as const;
    const digest = await digestOfPeriod(
      database,
      person,
      { ...asked, onlyIfIUseIt: false, from },
      new Date(clock.now().getTime() + 1),
    );
    expect(digest).toMatchObject({ complete: true, notices: [{ topic: 'incident.changed', incident: 'i-1' }] });
    const before = { ...asked, onlyIfIUseIt: false, from, to: clock.now() };
    expect((await digestOfPeriod(database, person, before, clock.now())).notices).toEqual([]);
    const none = digestOfPeriod(database, person, { ...before, to: from }, clock.now());
    await expect(none).rejects.toThrow('must be before');
  });
});

test('a removal reaches those who use what was made from it, although nothing is made from it any more', async () => {
  const before = new Date(clock.now().getTime() - 1_000);
  const now = clock.now();
  await database.query(
    `WITH node AS (
       INSERT INTO lineage_node (urn, kind, label, coordinate)
       SELECT 'graphql://gordian#' || name, 'GRAPHQL_FIELD', name, name FROM unnest(ARRAY['Order.note', 'Report.text']) AS name
       RETURNING id, coordinate
     )
     INSERT INTO lineage_edge (src, dst, origins, transform, first_seen, last_seen, valid_from, valid_to)
     SELECT source.id, target.id, 1, 'DIRECT', $1, $1, $1, $2 FROM node AS source, node AS target
     WHERE source.coordinate = 'Order.note' AND target.coordinate = 'Report.text'`,
    [before, now],
  );
  await subscribe({ match: ['Report.text'], includeUpstream: true });
  const removal = {
    topic: 'contract.changed',
    product: 'orders/orders',
    version: '2.0.0',
    previousVersion: '1.0.0',
  } as const;
  await publish({ ...removal, changes: [change('Order.note')] });
  await work();
  expect(receiver.requests.map(({ body }) => JSON.parse(body).data.changes[0].coordinate)).toEqual(['Order.note']);

  clock.advance(1_000);
  await publish({ ...removal, version: '3.0.0', changes: [change('Order.note')] });
  await work();
  expect(receiver.requests).toHaveLength(1);
});

describe('a receiver that does not take it', () => {
  test('is asked again after each pause with the same id, and then no more', async () => {
    const { subscription } = await subscribe();
    answer = { status: 503 };
    await publish(incident);
    await work();
    for (const [index, pauseMs] of pausesMs.entries()) {
      clock.advance(pauseMs - 1);
      await work();
      expect(receiver.requests).toHaveLength(index + 1);
      clock.advance(1);
      await work();
      expect(receiver.requests).toHaveLength(index + 2);
    }
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await deliveries()).toEqual([
      { state: 'FAILED', attempts: 10, last_error: 'The receiver answered with status 503.' },
    ]);
    const ended = await ownSubscription(database, person, subscription.id);
    expect(ended.endedBecause).toBe('A webhook was given up after 10 attempts. The receiver answered with status 503.');
    await publish(incident);
    await work();
    expect(receiver.requests).toHaveLength(10);
  });

  test('and takes it later has it', async () => {
    await subscribe();
    answer = { status: 500 };
    await publish(incident);
    await work();
    answer = { status: 200 };
    clock.advance(pausesMs[0]!);
    await work();
    expect(await deliveries()).toEqual([{ state: 'DELIVERED', attempts: 2, last_error: null }]);
  });

  test('that says it is gone ends the subscription at once', async () => {
    const { subscription } = await subscribe();
    answer = { status: 410 };
    await publish(incident);
    await work();
    expect((await ownSubscription(database, person, subscription.id)).endedBecause).toContain('status 410');
  });

  test('that redirects is not followed', async () => {
    const elsewhere = await startHttpStub(() => ({ status: 200 }));
    onTestFinished(() => elsewhere.close());
    const redirecting = await startHttpStub(() => ({ status: 307, headers: { location: elsewhere.url } }));
    onTestFinished(() => redirecting.close());
    const requests = createWebhookRequests(new Set([redirecting.url, elsewhere.url].map((url) => new URL(url).host)));
    onTestFinished(() => requests.close());
    const attempt = await requests.send(
      { id: 'w-1', url: redirecting.url, body: '{}', secret: 'whsec_c2VjcmV0' },
      clock.now(),
    );
    expect(attempt).toEqual({
      status: 307,
      error: 'The receiver answered with status 307; redirects are not followed.',
    });
    expect(elsewhere.requests).toEqual([]);
  });

  test('that is not public any more is not connected to, and the owner is not told what it leads to', async () => {
    await subscribe();
    await database.query(
      `UPDATE change_subscription SET webhook_url = 'https://localhost:${new URL(receiver.url).port}/'`,
    );
    await publish(incident);
    await work();
    expect(receiver.requests).toEqual([]);
    expect(await deliveries()).toEqual([{ state: 'PENDING', attempts: 1, last_error: 'The address is not public.' }]);
  });
});

test('a trial is sent although nothing has happened', async () => {
  const { subscription } = await subscribe();
  await tryWebhook(services(), person, subscription.id);
  await work();
  expect(JSON.parse(receiver.requests[0]!.body)).toMatchObject({ type: 'subscription.trial' });
});

test('trials of a person are few, over all of its subscriptions, and side by side as well', async () => {
  const own = [await subscribe(), await subscribe()].map(({ subscription: { id } }) => id);
  const tried = await Promise.allSettled(
    Array.from({ length: 14 }, (_, index) => tryWebhook(services(), person, own[index % 2]!)),
  );
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  clock.advance(11 * 60_000);
  await expect(tryWebhook(services(), person, own[0]!)).resolves.toEqual(expect.any(String));
});

test('after its end nothing is sent, not even what waited', async () => {
  const { subscription } = await subscribe();
  await publish(incident);
  await routeEvents(database, () => clock.now());
  await unsubscribeChanges(services(), person, subscription.id);
  await work();
  expect(receiver.requests).toEqual([]);
  expect(await deliveries()).toMatchObject([{ state: 'FAILED', last_error: 'The subscription has ended.' }]);
});

describe('a subscription is refused', () => {
  test.each<[string, Partial<SubscribeInput>, RegExp]>([
    ['to a private address', { webhookUrl: 'https://10.0.0.1/' }, /public host/],
    ['to this machine, however it is written', { webhookUrl: 'https://0x7f.1/' }, /public host/],
    ['to the metadata of a cloud', { webhookUrl: 'http://169.254.169.254/latest/meta-data' }, /public host/],
    ['without TLS', { webhookUrl: 'http://hooks.example.com/' }, /public host/],
    ['with a password in the address', { webhookUrl: 'https://me:pw@hooks.example.com/' }, /public host/],
    ['to something else than a web address', { webhookUrl: 'file:///etc/passwd' }, /public host/],
    ['to no address', { webhookUrl: 'hooks' }, /public host/],
    ['without a topic', { topics: [] }, /at least one topic/],
    ['with more names than are read', { match: Array.from({ length: 101 }, (_, at) => `T${at}`) }, /at most 100/],
    ['with an empty name', { match: [' '] }, /match\[0\]/],
    ['with a time zone that there is not', { digest: 'DAILY', timeZone: 'Mars/Olympus' }, /timeZone/],
  ])('%s', async (_, input, message) => {
    await expect(subscribe(input)).rejects.toThrow(message);
  });

  test('for what the client uses when nobody knows the client', async () => {
    const nameless = { ...person, client: null };
    const input = { topics: ['CONTRACT'], match: [], axes: [], minSeverity: 'INFO', includeUpstream: true } as const;
    const at = { webhookUrl: 'https://hooks.example.com/', digest: 'NONE', timeZone: 'UTC' } as const;
    const asked = { ...input, onlyIfIUseIt: true, ...at };
    await expect(subscribeChanges(services(), nameless, asked)).rejects.toThrow('azp');
  });

  test('beyond twenty of one person, also when they come at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 24 }, () => subscribe()));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  });

  test('where no webhooks are sent', async () => {
    const off = { ...services(), webhooks: null };
    await expect(subscribeChanges(off, person, {} as SubscribeInput)).rejects.toThrow('GORDIAN_WEBHOOK_KEY');
  });
});

test('nobody sees or ends the subscription of somebody else', async () => {
  const { subscription } = await subscribe();
  const other = { ...person, subject: 'bob' };
  await expect(unsubscribeChanges(services(), other, subscription.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(tryWebhook(services(), other, subscription.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
