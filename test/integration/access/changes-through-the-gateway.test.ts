// What happens to a product, from the commit in the metadata service to the screen of a client, over both transports.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { MetadataEvent } from '../../../subgraphs/metadata/events/metadata-event.ts';
import { publishEvent } from '../../../subgraphs/metadata/events/publish-event.ts';
import { openEventStream } from '../../support/event-stream-client.ts';
import { connectSocket } from '../../support/socket-client.ts';
import { type AccessMesh, startAccessMesh } from './access-mesh.ts';

let mesh: AccessMesh;
let authorization: string;

beforeAll(async () => {
  mesh = await startAccessMesh();
  authorization = `Bearer ${(await mesh.tokenFor('ann')).replace(/^Bearer /, '')}`;
});
afterAll(() => mesh.close());

/** Publishes until one of them is heard of: nobody knows when exactly a subscription begins. */
async function untilHeard<Heard>(heard: Promise<Heard>, event: MetadataEvent): Promise<Heard> {
  let isHeard = false;
  void heard.then(() => {
    isHeard = true;
  });
  while (!isHeard) await mesh.database.transaction((transaction) => publishEvent(transaction, event, new Date()));
  return heard;
}

const incident: MetadataEvent = {
  topic: 'incident.changed',
  product: 'staff/people',
  incident: 'i-1',
  state: 'OPEN',
  severity: 'MAJOR',
  title: 'The list of persons is late.',
};

test('a change of a contract is heard of over an event stream, with what the catalogue knows of the product', async () => {
  const query = `subscription { contractChanged(match: ["Person"], minSeverity: INFO) {
    version product { name domain { slug } } changes { coordinate kind severity } } }`;
  const stream = await openEventStream(mesh.url, { query }, { authorization });
  onTestFinished(() => stream.leave());
  const { data } = await untilHeard(stream.next(), {
    topic: 'contract.changed',
    product: 'staff/people',
    version: '2.0.0',
    previousVersion: '1.0.0',
    changes: [
      {
        coordinate: 'Person.nick',
        axis: 'SCHEMA',
        kind: 'FIELD_REMOVED',
        severity: 'BREAKING',
        before: null,
        after: null,
        message: 'Gone.',
      },
      {
        coordinate: 'Query.person',
        axis: 'SCHEMA',
        kind: 'FIELD_REMOVED',
        severity: 'BREAKING',
        before: null,
        after: null,
        message: 'Gone.',
      },
    ],
  });
  expect(data).toEqual({
    data: {
      contractChanged: {
        version: '2.0.0',
        product: { name: expect.any(String), domain: { slug: 'staff' } },
        changes: [{ coordinate: 'Person.nick', kind: 'FIELD_REMOVED', severity: 'BREAKING' }],
      },
    },
  });
});

test('an incident is heard of over a WebSocket, by those who asked for its domain', async () => {
  const client = await connectSocket(mesh.url, { authorization });
  onTestFinished(() => client.close());
  client.subscribe('other', 'subscription { incidentChanged(domain: "platform") { title } }', {});
  client.subscribe('1', 'subscription { incidentChanged(domain: "staff") { title state escalated } }', {});
  const message = await untilHeard(client.next(), incident);
  expect(message).toMatchObject({
    id: '1',
    payload: { data: { incidentChanged: { title: incident.title, state: 'OPEN', escalated: false } } },
  });
});

test('nobody listens without a token', async () => {
  const stream = await openEventStream(mesh.url, { query: 'subscription { healthChanged { status } }' });
  onTestFinished(() => stream.leave());
  expect((await stream.next()).data.errors[0].extensions.code).toBe('UNAUTHENTICATED');
});
