// Subscriptions to changes over GraphQL, on a metadata service that registers, and sends what comes of it.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import { publishEvent } from '../../../../subgraphs/metadata/events/publish-event.ts';
import { type StubRequest, startHttpStub } from '../../../support/http-stub.ts';
import { ann, person } from '../access/people.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';
import { report } from '../usage/reports.ts';

const key = 'the key of this service';
let metadata: MetadataUnderTest;
let heard: (request: StubRequest) => void = () => {};
const receiver = await startHttpStub((request) => {
  heard(request);
  return { status: 204 };
});

beforeAll(async () => {
  metadata = await startMetadata({ WEBHOOK_KEY: key, WEBHOOK_HOSTS: `other.test, ${new URL(receiver.url).host}` });
  await metadata.register([...twoDomains(), metadataFolder()]);
});
afterAll(async () => {
  await metadata.close();
  await receiver.close();
});

const subscribe = `mutation ($input: SubscribeChangesInput!) {
  subscribeChanges(input: $input) { secret subscription { id topics match minSeverity onlyIfIUseIt endedAt } } }`;

function nextWebhook(): Promise<StubRequest> {
  onTestFinished(() => {
    heard = () => {};
  });
  return new Promise((resolve) => {
    heard = resolve;
  });
}

test('whoever subscribes is shown the secret once, and finds the subscription and what was sent', async () => {
  const input = { webhookUrl: `${receiver.url}/mine`, match: ['gordian:product:people/persons'], onlyIfIUseIt: false };
  const made = await metadata.queryAs(ann, subscribe, { input });
  expect(made.errors).toBeUndefined();
  const { secret, subscription } = made.data.subscribeChanges;
  expect(secret).toMatch(/^whsec_/);
  expect(subscription).toMatchObject({ topics: ['CONTRACT'], match: ['people/persons'], endedAt: null });

  const webhook = nextWebhook();
  await metadata.queryAs(ann, 'mutation ($id: ID!) { tryWebhook(subscription: $id) { id } }', { id: subscription.id });
  expect((await webhook).path).toBe('/mine');
  const listed = await metadata.queryAs(
    ann,
    '{ changeSubscriptions { totalCount nodes { id deliveries { nodes { state attempts nextAttemptAt } } } } }',
  );
  expect(listed.data.changeSubscriptions).toMatchObject({ totalCount: 1, nodes: [{ id: subscription.id }] });
  expect(JSON.stringify(listed)).not.toContain(secret);
});

test('somebody else neither sees nor ends it', async () => {
  const bob = { ...ann, subject: 'bob' };
  const [row] = await metadata.database.query<{ id: string }>('SELECT id FROM change_subscription LIMIT 1');
  expect(
    (await metadata.queryAs(bob, '{ changeSubscriptions { totalCount } }')).data.changeSubscriptions.totalCount,
  ).toBe(0);
  const ended = await metadata.queryAs(bob, 'mutation ($id: ID!) { unsubscribeChanges(id: $id) { id } }', row);
  expect(ended.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

test('a change upstream reaches whoever uses what is made from it, and nobody else', async () => {
  await report(metadata, {
    sequence: 1,
    from: '2026-03-01T11:59:00Z',
    to: '2026-03-01T11:59:10Z',
    operations: { Discounts: ['Person.discount'], Sales: ['Sale.amount'] },
    uses: [
      { operation: 'Discounts', client: 'shop', requests: 3 },
      { operation: 'Sales', client: 'crm', requests: 9 },
    ],
  });
  const paths: string[] = [];
  const shopHears = new Promise<StubRequest>((resolve) => {
    heard = (request) => {
      paths.push(request.path);
      if (request.path === '/shop') resolve(request);
    };
  });
  for (const client of ['crm', 'shop']) {
    const made = await metadata.queryAs(person(client, { client }), subscribe, {
      input: { webhookUrl: `${receiver.url}/${client}`, minSeverity: 'BREAKING' },
    });
    expect(made.errors).toBeUndefined();
  }
  const change: ContractChange = {
    coordinate: 'Person.region',
    axis: 'SCHEMA',
    kind: 'FIELD_REMOVED',
    severity: 'BREAKING',
    before: null,
    after: null,
    message: 'Person.region is removed.',
  };
  await metadata.database.transaction((transaction) =>
    publishEvent(
      transaction,
      {
        topic: 'contract.changed',
        product: 'people/persons',
        version: '2.0.0',
        previousVersion: '1.0.0',
        changes: [change],
      },
      metadata.clock.now(),
    ),
  );
  expect(JSON.parse((await shopHears).body).data.changes).toMatchObject([{ coordinate: 'Person.region' }]);
  const rows = await metadata.database.query(
    `SELECT subject FROM webhook_delivery JOIN change_subscription ON change_subscription.id = subscription_id
     WHERE event_id IS NOT NULL AND subject IN ('crm', 'shop')`,
  );
  expect([rows, paths.filter((path) => path === '/crm')]).toEqual([[{ subject: 'shop' }], []]);
});

test('nobody subscribes anonymously', async () => {
  const anonymous = { ...ann, subject: null, client: null, scopes: new Set<string>() };
  const input = { webhookUrl: `${receiver.url}/nobody`, onlyIfIUseIt: false };
  const answer = await metadata.queryAs(anonymous, subscribe, { input });
  expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});
