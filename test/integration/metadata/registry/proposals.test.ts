// Consumers are asked before something breaks: they answer themselves, or the facts do.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { people } from '../two-domains.ts';
import { caller, changedPeople, type Published, publish, type Seen, seen, withoutNick } from './publishing.ts';

let metadata: MetadataUnderTest;

const nick = '{ person(id: "1") { nick } }';
const nicks = { [nick]: ['Query.person', 'Person', 'Person.nick'] };
const dayMs = 86_400_000;

beforeEach(async () => {
  metadata = await startMetadata();
  expect((await publish(metadata, [people()])).status).toBe(200);
});
afterEach(() => metadata.close());

const shop: Seen = { operation: nick, client: 'web-shop', daysAgo: 2 };
const crm: Seen = { operation: nick, client: 'crm', daysAgo: 3 };
const publisher = new Set(['gordian:contract:write']);
const ofShop = caller('service|web-shop', { client: 'web-shop', roles: new Set(['service']) });

async function propose(folder: SubgraphFolder = withoutNick('2.0.0')) {
  const { body } = await publish(metadata, [folder]);
  return proposalIn(body);
}

function proposalIn({ products = [] }: Published) {
  return products[0]!.proposal!;
}

async function state(id: string) {
  const { data } = await metadata.query('query State($id: ID!) { proposal(id: $id) { state } }', { id });
  return data.proposal.state;
}

const acknowledge = `mutation Answer($id: ID!, $consumer: ID!, $response: AcknowledgementResponse!, $migrateBy: DateTime) {
  acknowledge(proposal: $id, consumer: $consumer, response: $response, migrateBy: $migrateBy, note: "As agreed.") { state }
}`;

async function answer(by: typeof ofShop, variables: object) {
  const { data, errors } = await metadata.queryAs(by, acknowledge, variables);
  return errors?.[0]?.extensions?.code ?? data.acknowledge.state;
}

describe('people answer', () => {
  test('only all of them together agree, and then the version goes through', async () => {
    await seen(metadata, [shop, crm], nicks);
    const { id } = await propose();
    expect(await answer(ofShop, { id, consumer: 'web-shop', response: 'APPROVED' })).toBe('PENDING');
    const waiting = await publish(metadata, [withoutNick('2.0.0')]);
    expect([waiting.status, proposalIn(waiting.body).waitingFor]).toEqual([422, ['crm']]);
    const memberOfCrm = caller('mia', { claims: { groups: ['crm'] } });
    expect(await answer(memberOfCrm, { id, consumer: 'crm', response: 'APPROVED' })).toBe('APPROVED');

    expect((await publish(metadata, [withoutNick('2.0.0')])).status).toBe(200);
    expect(await state(id)).toBe('PUBLISHED');
    const { data } = await metadata.query(
      '{ contract(id: "people/persons") { current { version requiredBump baseVersion proposal { id } changes { kind verdict } } } }',
    );
    expect(data.contract.current).toEqual({
      version: '2.0.0',
      requiredBump: 'MAJOR',
      baseVersion: '1.0.0',
      proposal: { id },
      changes: [{ kind: 'FIELD_REMOVED', verdict: 'BREAKS_CONSUMERS' }],
    });
    const answers = await metadata.database.query(
      `SELECT actor, payload::jsonb->>'consumer' AS consumer FROM audit WHERE action = 'contract.change-acknowledged' ORDER BY seq`,
    );
    expect(answers).toEqual([
      { actor: 'service|web-shop', consumer: 'web-shop' },
      { actor: 'mia', consumer: 'crm' },
    ]);
  });

  test('those who were seen do not agree for those whom nobody could see', async () => {
    await seen(metadata, [shop], nicks, { days: 10 });
    const { id } = await propose();
    expect(await answer(ofShop, { id, consumer: 'web-shop', response: 'APPROVED' })).toBe('APPROVED');
    const { status, body } = await publish(metadata, [withoutNick('2.0.0')]);
    expect([status, body.problems!.map(({ code }) => code)]).toEqual([422, ['BREAKING_WITHOUT_TRAFFIC_DATA']]);
    const taken = { acceptUnknown: true, reason: 'Everybody was asked by mail.' };
    expect((await publish(metadata, [withoutNick('2.0.0')], taken)).status).toBe(200);
  });

  test('nobody answers for somebody else, or for somebody whom nothing breaks', async () => {
    await seen(metadata, [shop], nicks);
    const { id } = await propose();
    expect(await answer(caller('eve'), { id, consumer: 'web-shop', response: 'APPROVED' })).toBe('NOT_AN_APPROVER');
    // Somebody who has logged in with the application.
    const guest = caller('gus', { client: 'web-shop' });
    expect(await answer(guest, { id, consumer: 'web-shop', response: 'APPROVED' })).toBe('NOT_AN_APPROVER');
    expect(await answer(caller('crm', { client: 'crm' }), { id, consumer: 'crm', response: 'APPROVED' })).toBe(
      'BAD_USER_INPUT',
    );
    expect(await answer(ofShop, { id: 'no-such', consumer: 'web-shop', response: 'APPROVED' })).toBe('NOT_FOUND');
    expect(await answer(ofShop, { id, consumer: 'web-shop', response: 'MIGRATING' })).toBe('BAD_USER_INPUT');
    expect(await state(id)).toBe('PENDING');
  });

  test('the newest word counts, and whoever migrates agrees from the day it named', async () => {
    await seen(metadata, [shop], nicks);
    const { id } = await propose();
    expect(await answer(ofShop, { id, consumer: 'web-shop', response: 'BLOCKED' })).toBe('REJECTED');
    const migrateBy = new Date(metadata.clock.now().getTime() + 5 * dayMs).toISOString();
    expect(await answer(ofShop, { id, consumer: 'web-shop', response: 'MIGRATING', migrateBy })).toBe('PENDING');
    expect((await publish(metadata, [withoutNick('2.0.0')])).status).toBe(422);
    metadata.clock.advance(5 * dayMs);
    const unwatched = { acceptUnknown: true, reason: 'No gateway has reported meanwhile.' };
    expect((await publish(metadata, [withoutNick('2.0.0')], unwatched)).status).toBe(200);
  });

  test('silence until the deadline is no agreement: it is asked again', async () => {
    await seen(metadata, [shop], nicks);
    const first = await propose();
    metadata.clock.advance(31 * dayMs);
    expect(await state(first.id)).toBe('EXPIRED');
    expect(await answer(ofShop, { id: first.id, consumer: 'web-shop', response: 'APPROVED' })).toBe('ALREADY_DECIDED');
    await seen(metadata, [shop], nicks, { instance: 'gateway-2' });
    const second = await propose();
    expect(second.id).not.toBe(first.id);
  });

  test('a new consumer is not bound by what the others said', async () => {
    await seen(metadata, [shop], nicks);
    const { id } = await propose();
    expect(await answer(ofShop, { id, consumer: 'web-shop', response: 'APPROVED' })).toBe('APPROVED');
    await seen(metadata, [crm], nicks, { instance: 'gateway-2' });
    const { status, body } = await publish(metadata, [withoutNick('2.0.0')]);
    expect([status, proposalIn(body).waitingFor]).toEqual([422, ['crm']]);
    expect(body.problems![0]!.message).toContain('crm asks for it');
  });

  test('the team that answers for the product takes it back, nobody else', async () => {
    await seen(metadata, [shop], nicks);
    const { id } = await propose();
    const withdraw = 'mutation Back($id: ID!) { withdrawProposal(id: $id, reason: "We keep it.") { state } }';
    const by = (groups: string[]) =>
      metadata.queryAs(caller('ada', { claims: { groups }, scopes: publisher }), withdraw, { id });
    expect((await by(['sales-data'])).errors![0]!.extensions!.code).toBe('NOT_AN_APPROVER');
    expect((await by(['people-data'])).data.withdrawProposal.state).toBe('WITHDRAWN');
    expect((await by(['people-data'])).errors![0]!.extensions!.code).toBe('ALREADY_DECIDED');
    expect(await answer(ofShop, { id, consumer: 'web-shop', response: 'APPROVED' })).toBe('ALREADY_DECIDED');
  });
});

describe('facts answer', () => {
  test('whoever has stopped asking for it needs not be asked', async () => {
    await seen(metadata, [{ ...shop, daysAgo: 8 }], nicks);
    const { status } = await publish(metadata, [withoutNick('2.0.0')]);
    expect(status).toBe(200);
    expect(
      await metadata.database.query('SELECT consumer, response, source, given_by FROM proposal_acknowledgement'),
    ).toEqual([{ consumer: 'web-shop', response: 'APPROVED', source: 'TRAFFIC_STOPPED', given_by: 'registry' }]);
    expect(await metadata.database.query('SELECT state FROM change_proposal')).toEqual([{ state: 'PUBLISHED' }]);
  });

  test('six days of silence may be a long weekend', async () => {
    await seen(metadata, [{ ...shop, daysAgo: 6 }], nicks);
    expect((await publish(metadata, [withoutNick('2.0.0')])).status).toBe(422);
  });

  test('operations that are valid on the new graph speak for their client', async () => {
    const required = changedPeople('2.0.0', (text) => text.replace('person(id: ID!)', 'person(id: ID!, tenant: ID!)'));
    const given = 'query Given($t: ID!) { person(id: "1", tenant: $t) { name } }';
    await seen(metadata, [shop, { operation: given, client: 'crm', daysAgo: 2 }], {
      ...nicks,
      [given]: ['Query.person', 'Person', 'Person.name'],
    });
    const { status, body } = await publish(metadata, [required]);
    expect([status, body.products![0]!.changes.map(({ kind }) => kind)]).toEqual([422, ['REQUIRED_ARGUMENT_ADDED']]);
    expect(proposalIn(body).waitingFor).toEqual(['web-shop']);
    expect(await metadata.database.query('SELECT consumer, source FROM proposal_acknowledgement')).toEqual([
      { consumer: 'crm', source: 'CONTRACT_TEST_PASSED' },
    ]);
  });

  test('of a value that may be null from now on they say nothing', async () => {
    const region = '{ person(id: "1") { region } }';
    const nullable = changedPeople('2.0.0', (text) =>
      text
        .replace('region: String!', 'region: String')
        .replace('{ name: region, logicalType: string, required: true,', '{ name: region, logicalType: string,'),
    );
    await seen(metadata, [{ ...shop, operation: region }], { [region]: ['Query.person', 'Person', 'Person.region'] });
    const { status, body } = await publish(metadata, [nullable]);
    expect([status, proposalIn(body).waitingFor]).toEqual([422, ['web-shop']]);
  });
});

test('lists are paged and narrowed, and names of clients are for those whom they concern', async () => {
  await seen(metadata, [shop, crm], nicks);
  const { id } = await propose();
  const list = `query List($consumer: ID, $state: ProposalState) { proposals(product: "people/persons", consumer: $consumer, state: $state, first: 1) {
    totalCount nodes { id state affectedSnapshot { consumer } changes { affected { clients consumers { consumer } } } } } }`;
  const asked = async (variables: object, by = caller('ada', { claims: { groups: ['people-data'] } })) =>
    (await metadata.queryAs(by, list, variables)).data.proposals;
  const whole = await asked({});
  expect(whole.totalCount).toBe(1);
  expect(whole.nodes[0]).toMatchObject({ id, state: 'PENDING' });
  expect(whole.nodes[0].affectedSnapshot.map(({ consumer }: { consumer: string }) => consumer).sort()).toEqual([
    'crm',
    'web-shop',
  ]);
  expect((await asked({ consumer: 'crm' })).totalCount).toBe(1);
  expect((await asked({ consumer: 'nobody' })).totalCount).toBe(0);
  expect((await asked({ state: 'EXPIRED' })).totalCount).toBe(0);
  const own = await asked({}, ofShop);
  expect(own.nodes[0].affectedSnapshot).toEqual([{ consumer: 'web-shop' }]);
  expect(own.nodes[0].changes[0].affected).toEqual({ clients: 2, consumers: [{ consumer: 'web-shop' }] });
  metadata.clock.advance(31 * dayMs);
  expect((await asked({ state: 'EXPIRED' })).totalCount).toBe(1);
});
