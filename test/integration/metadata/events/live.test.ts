// Live subscriptions to changes, as the database tells them at the commit.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ChangeSeverity, ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import { type Following, followEvents } from '../../../../subgraphs/metadata/events/follow-events.ts';
import type { EventTopic, MetadataEvent } from '../../../../subgraphs/metadata/events/metadata-event.ts';
import { publishEvent } from '../../../../subgraphs/metadata/events/publish-event.ts';
import type { TestDatabase } from '../../../support/postgres.ts';
import { createMetadataDatabase } from '../../../support/seeded-database.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
let database: TestDatabase;

beforeAll(async () => {
  database = await createMetadataDatabase();
  await database.query(`
    INSERT INTO team (id, name) VALUES ('data', 'Data');
    INSERT INTO domain (slug, name, owner_team) VALUES ('orders', 'Orders', 'data'), ('payments', 'Payments', 'data');
    INSERT INTO product (urn, name, domain, owner_team, kind, status)
      VALUES ('gordian:product:orders/orders', 'Orders', 'orders', 'data', 'SOURCE_ALIGNED', 'ACTIVE'),
             ('gordian:product:payments/payments', 'Payments', 'payments', 'data', 'SOURCE_ALIGNED', 'ACTIVE');
    INSERT INTO field (coordinate, product_id, subgraph, type, level, tags, valid_from)
      VALUES ('Order.total', 1, 'orders', 'Money', 'INTERNAL', '{}', now()),
             ('Order.margin', 1, 'orders', 'Money', 'RESTRICTED', '{secret}', now());`);
});
afterAll(() => database.drop());

async function follow<Topic extends EventTopic>(following: Following<Topic>) {
  const events = await followEvents(database, following);
  onTestFinished(async () => {
    await events.return?.();
  });
  return events;
}

function contractChanged(version: string, ...changed: [string, ChangeSeverity][]): MetadataEvent {
  const changes = changed.map(
    ([coordinate, severity]): ContractChange => ({
      coordinate,
      severity,
      axis: 'SCHEMA',
      kind: 'FIELD_REMOVED',
      before: null,
      after: null,
      message: `${coordinate} is gone.`,
    }),
  );
  return { topic: 'contract.changed', product: 'orders/orders', version, previousVersion: null, changes };
}

const publish = (event: MetadataEvent) => database.transaction((transaction) => publishEvent(transaction, event, now));

test('a subscriber hears of the changes that it named and that weigh enough, when they are committed', async () => {
  const events = await follow({ topic: 'contract.changed', match: ['Order.total'], minSeverity: 'WARNING' });
  await publish(contractChanged('1.1.0', ['Order.total', 'INFO']));
  await publish(contractChanged('1.2.0', ['Order.id', 'BREAKING']));
  const failing = database.transaction(async (transaction) => {
    await publishEvent(transaction, contractChanged('1.3.0', ['Order.total', 'BREAKING']), now);
    throw new Error('It did not happen.');
  });
  await expect(failing).rejects.toThrow();
  await publish(contractChanged('2.0.0', ['Order.id', 'BREAKING'], ['Order.total', 'BREAKING']));
  const { value } = await events.next();
  expect(value).toMatchObject({ version: '2.0.0', product: 'orders/orders', at: now });
  expect(value.changes.map(({ coordinate }: ContractChange) => coordinate)).toEqual(['Order.total']);
});

test('nobody hears of secrets', async () => {
  const events = await follow({ topic: 'contract.changed', match: [], minSeverity: 'INFO' });
  await publish(contractChanged('3.0.0', ['Order.margin', 'BREAKING']));
  await publish(contractChanged('4.0.0', ['Order.margin', 'BREAKING'], ['Order.total', 'BREAKING']));
  const { value } = await events.next();
  expect(value).toMatchObject({ version: '4.0.0', changes: [{ coordinate: 'Order.total' }] });
});

test('products are named by id or by URN, and topics are kept apart', async () => {
  const events = await follow({
    topic: 'health.changed',
    match: ['gordian:product:payments/payments'],
    minSeverity: 'INFO',
  });
  const health = { topic: 'health.changed', status: 'BREACHED', previousStatus: 'OK', reasons: [] } as const;
  await publish({ ...health, product: 'orders/orders' });
  await publish(contractChanged('5.0.0', ['Order.total', 'BREAKING']));
  await publish({ ...health, product: 'payments/payments' });
  expect((await events.next()).value).toMatchObject({ product: 'payments/payments', status: 'BREACHED' });
});

test('a subscription that ends while it waits lets go of the database', async () => {
  const events = await follow({ topic: 'incident.changed', match: [], minSeverity: 'INFO' });
  const waiting = events.next();
  await events.return?.();
  expect(await waiting).toMatchObject({ done: true });
});

test('more names than are read are refused', async () => {
  const match = Array.from({ length: 101 }, (_, at) => `T${at}`);
  await expect(followEvents(database, { topic: 'contract.changed', match, minSeverity: 'INFO' })).rejects.toThrow(
    'at most 100',
  );
});
