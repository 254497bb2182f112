// @fresh in a subscription: each event is judged by the age of the data at that moment.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Classification } from '../../../../schema/artefact.ts';
import { type EventStream, openEventStream } from '../../../support/event-stream-client.ts';
import { agedProduct } from '../../../support/informed-gateway.ts';
import { startTwoSubgraphs, type TwoSubgraphs, ticket } from '../subscriptions/two-subgraphs.ts';

let mesh: TwoSubgraphs;
let ageMinutes = 1;

const classified: Classification = { level: 'PUBLIC', tags: [], product: 'desk/tickets', domain: 'desk' };
const ofNames: Classification = { ...classified, product: 'desk/names' };
const classifications = { 'Ticket.subject': classified, 'Customer.name': ofNames };

beforeAll(async () => {
  mesh = await startTwoSubgraphs();
  const { generations } = mesh.gateway;
  const open = generations.current()!;
  const known = () => {
    const product = agedProduct('desk/names', ageMinutes);
    const other = agedProduct('desk/tickets', ageMinutes);
    return { asOf: new Date(), products: new Map([product, other].map((one) => [one.id, one])) };
  };
  // A gateway on a file is told nothing; what a registry would say is put where it would stand.
  Object.assign(mesh.gateway, {
    standing: { known, stop: async () => {} },
    generations: { ...generations, current: () => ({ ...open, artefact: { ...open.artefact, classifications } }) },
  });
});
afterEach(async () => {
  mesh.tickets.breakConnections();
  await mesh.tickets.listened(0);
});
afterAll(() => mesh.close());

async function subscribed(query: string): Promise<EventStream> {
  const stream = await openEventStream(mesh.url, { query });
  await mesh.tickets.listened(1);
  return stream;
}

test('a field that has become too old is null from the next event on, and its subgraph is not asked for it', async () => {
  ageMinutes = 1;
  const stream = await subscribed(
    'subscription { ticketUpdated { subject @fresh(within: "PT15M") customer { name @fresh(within: "PT15M") } } }',
  );
  mesh.tickets.publish(ticket(1));
  expect((await stream.next()).data.errors).toBeUndefined();
  const asked = mesh.customers.queries.length;
  ageMinutes = 30;
  mesh.tickets.publish(ticket(2));
  const { data } = await stream.next();
  expect(data.data).toEqual({ ticketUpdated: { subject: null, customer: { name: null } } });
  expect(data.errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toEqual([
    'STALE_DATA',
    'STALE_DATA',
  ]);
  expect(mesh.customers.queries).toHaveLength(asked);
  stream.leave();
});

test('one that was too old at the beginning ends the subscription when it no longer is, for the events do not hold it', async () => {
  ageMinutes = 30;
  const stream = await subscribed('subscription { ticketUpdated { id subject @fresh(within: "PT15M") } }');
  mesh.tickets.publish(ticket(1));
  expect((await stream.next()).data.data.ticketUpdated.subject).toBeNull();
  ageMinutes = 1;
  mesh.tickets.publish(ticket(2));
  expect((await stream.next()).data.errors).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_OUTDATED' } }]);
  stream.leave();
});
