// What a subscription brings: events, enriched by the plan from other subgraphs, in order, over both protocols.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectSocket } from '../../../support/socket-client.ts';
import { enriched, startTwoSubgraphs, type TwoSubgraphs, ticket } from './two-subgraphs.ts';

let mesh: TwoSubgraphs;

beforeAll(async () => {
  mesh = await startTwoSubgraphs();
});

afterAll(() => mesh.close());

describe('over graphql-transport-ws', () => {
  test('each event is completed from the other subgraph', async () => {
    const client = await connectSocket(mesh.url);
    client.subscribe('1', enriched);
    await mesh.tickets.listened(1);
    mesh.tickets.publish(ticket(1));
    expect(await client.next()).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { ticketUpdated: { subject: 'Subject 1', customer: { name: 'Name of C1' } } } },
    });
    client.close();
    await mesh.tickets.listened(0);
  });
});
