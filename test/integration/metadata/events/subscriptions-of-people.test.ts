// Subscriptions to changes over GraphQL, on a metadata service that registers, and sends what comes of it.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type StubRequest, startHttpStub } from '../../../support/http-stub.ts';
import { ann } from '../access/people.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';

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

test('nobody subscribes anonymously', async () => {
  const anonymous = { ...ann, subject: null, client: null, scopes: new Set<string>() };
  const input = { webhookUrl: `${receiver.url}/nobody`, onlyIfIUseIt: false };
  const answer = await metadata.queryAs(anonymous, subscribe, { input });
  expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});
