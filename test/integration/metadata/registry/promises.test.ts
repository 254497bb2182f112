// What consumers can rely on over time: fields that are announced to go, ranges of versions, states of a product, and the past.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, people, twoDomains } from '../two-domains.ts';
import { caller, changedPeople, check, publish, seen, withoutNick, withSunset } from './publishing.ts';

let metadata: MetadataUnderTest;

beforeEach(async () => {
  metadata = await startMetadata();
  expect((await publish(metadata, [people()])).status).toBe(200);
});
afterEach(() => metadata.close());

const dayMs = 86_400_000;
const nicks = { Nicks: ['Person', 'Person.nick'] };
const shop = { operation: 'Nicks', client: 'web-shop' };
const ofShop = caller('service|web-shop', { client: 'web-shop', roles: new Set(['service']) });
const producer = caller('ada', { scopes: new Set(['gordian:contract:write']), claims: { groups: ['people-data'] } });
const deprecation = `{ field(coordinate: "Person.nick") { deprecation { reason replacement since sunsetAt remainingConsumers readyToRemove } } }`;

async function nick() {
  return (await metadata.query(deprecation)).data.field?.deprecation;
}

describe('a field that goes', () => {
  test('one straggler keeps it, and after a window without anybody it is free', async () => {
    expect((await publish(metadata, [withSunset('1.1.0', '2026-03-20')])).status).toBe(200);
    await seen(metadata, [{ ...shop, daysAgo: 1 }], nicks);
    expect(await nick()).toEqual({
      reason: 'Use name.',
      replacement: 'Person.name',
      since: '2026-03-01T12:00:00.000Z',
      sunsetAt: '2026-03-20T00:00:00.000Z',
      remainingConsumers: 1,
      readyToRemove: false,
    });
    const codes = async () => (await check(metadata, [withoutNick('2.0.0')])).body.problems!.map(({ code }) => code);
    expect(await codes()).toEqual(['BREAKS_CONSUMERS', 'REMOVED_BEFORE_SUNSET']);

    metadata.clock.advance(25 * dayMs);
    await seen(metadata, [], nicks, { instance: 'gateway-2' });
    expect(await nick()).toMatchObject({ remainingConsumers: 1, readyToRemove: false });
    metadata.clock.advance(10 * dayMs);
    await seen(metadata, [], nicks, { instance: 'gateway-3', days: 50 });
    // What was said by the two that fell silent is over; this one has watched the whole window.
    await metadata.database.query(
      `UPDATE gateway_instance SET stopped_at = covered_until WHERE instance <> 'gateway-3'`,
    );
    expect(await nick()).toMatchObject({ remainingConsumers: 0, readyToRemove: true });
    expect(await codes()).toEqual([]);
    expect((await publish(metadata, [withoutNick('2.0.0')])).status).toBe(200);
    expect(await metadata.database.query('SELECT * FROM field_deprecation')).toEqual([]);
  });

  test('nobody uses it, and still it stays until its time', async () => {
    expect((await publish(metadata, [withSunset('1.1.0', '2026-03-20')])).status).toBe(200);
    await seen(metadata, [], nicks);
    const { body } = await check(metadata, [withoutNick('2.0.0')]);
    expect(body.problems!.map(({ code }) => code)).toEqual(['REMOVED_BEFORE_SUNSET']);
  });

  const announce = `mutation Go($coordinate: SchemaCoordinate!, $at: DateTime!, $replacement: SchemaCoordinate) {
    deprecateField(coordinate: $coordinate, reason: "It is not unique.", replacement: $replacement, sunsetAt: $at) {
      coordinate deprecation { reason sunsetAt } } }`;

  test('the team announces it between two versions, on record; others cannot', async () => {
    const variables = { coordinate: 'Person.region', at: '2026-06-01T00:00:00.000Z', replacement: 'Person.name' };
    const { data } = await metadata.queryAs(producer, announce, variables);
    expect(data.deprecateField).toEqual({
      coordinate: 'Person.region',
      deprecation: { reason: 'It is not unique.', sunsetAt: variables.at },
    });
    const [audited] = await metadata.database.query(
      `SELECT actor, target FROM audit WHERE action = 'contract.field-deprecated'`,
    );
    expect(audited).toEqual({ actor: 'ada', target: 'gordian:product:people/persons' });
    // It outlasts a registration that does not mention it.
    expect((await publish(metadata, [people('1.0.1')])).status).toBe(200);
    expect(
      await metadata.database.query(`SELECT origin FROM field_deprecation WHERE coordinate = 'Person.region'`),
    ).toEqual([{ origin: 'REGISTRY' }]);

    const code = async (by: typeof producer, wrong: object) =>
      (await metadata.queryAs(by, announce, { ...variables, ...wrong })).errors![0]!.extensions!.code;
    expect(await code({ ...producer, claims: { groups: ['sales-data'] } }, {})).toBe('NOT_AN_APPROVER');
    expect(await code(producer, { coordinate: 'Person.age' })).toBe('NOT_FOUND');
    expect(await code(producer, { replacement: 'Person.age' })).toBe('BAD_USER_INPUT');
    expect(await code(producer, { at: '2026-02-01T00:00:00.000Z' })).toBe('BAD_USER_INPUT');
    expect(await code(ofShop, {})).toBe('FORBIDDEN');
  });
});

describe('a range that a consumer has pinned', () => {
  const pin = `mutation Pin($range: String!) { pinContract(contract: "people/persons", consumer: "web-shop", range: $range) { range resolved breaksAt } }`;
  const pins = '{ contract(id: "people/persons") { pins { consumer range resolved breaksAt } } }';

  test('is left by a major version only with its consent; within one it is named', async () => {
    await seen(metadata, [], {});
    expect((await metadata.queryAs(ofShop, pin, { range: '^1.0.0' })).data.pinContract).toEqual({
      range: '^1.0.0',
      resolved: '1.0.0',
      breaksAt: null,
    });
    const { status, body } = await publish(metadata, [people('2.0.0')]);
    expect([status, body.problems!.map(({ code }) => code)]).toEqual([422, ['LEAVES_PINS']]);
    expect(body.problems![0]!.message).toContain('web-shop has pinned ^1.0.0');
    expect(body.products![0]!.changes.map(({ kind, verdict }) => [kind, verdict])).toEqual([
      ['PINS_LEFT', 'BREAKS_PINNED_ONLY'],
    ]);
    // The open proposal says until when.
    expect((await metadata.queryAs(ofShop, pins)).data.contract.pins).toEqual([
      { consumer: 'web-shop', range: '^1.0.0', resolved: '1.0.0', breaksAt: '2026-03-31T12:00:00.000Z' },
    ]);
    expect((await metadata.queryAs(caller('eve'), pins)).data.contract.pins).toEqual([]);

    expect((await metadata.queryAs(ofShop, pin, { range: '~1.0.0' })).data.pinContract.range).toBe('~1.0.0');
    const minor = await publish(metadata, [people('1.1.0')]);
    expect([minor.status, minor.body.products![0]!.changes[0]]).toMatchObject([
      200,
      { kind: 'PINS_LEFT', severity: 'WARNING' },
    ]);
    expect((await metadata.queryAs(ofShop, pins)).data.contract.pins[0]).toMatchObject({
      resolved: '1.0.0',
      breaksAt: '2026-03-01T12:00:00.000Z',
    });
  });

  test('is understood, fits what is in force, and is nobody else’s', async () => {
    const code = async (by: typeof ofShop, range: string) =>
      (await metadata.queryAs(by, pin, { range })).errors![0]!.extensions!.code;
    expect(await code(ofShop, '>=1')).toBe('BAD_USER_INPUT');
    expect(await code(ofShop, '^2.0.0')).toBe('BAD_USER_INPUT');
    expect(await code(caller('eve'), '^1.0.0')).toBe('NOT_AN_APPROVER');
    await metadata.queryAs(ofShop, pin, { range: '^1' });
    const unpin = 'mutation { unpinContract(contract: "people/persons", consumer: "web-shop") }';
    expect((await metadata.queryAs(ofShop, unpin)).data.unpinContract).toBe(true);
    expect((await metadata.queryAs(ofShop, unpin)).data.unpinContract).toBe(false);
  });
});

test('the states of a product follow each other', async () => {
  const inState = (version: string, status: string) =>
    changedPeople(version, (text) => text.replace('status: active', `status: ${status}`));
  const accepted = { acceptUnknown: true, reason: 'Nobody is live.' };
  const refused = await publish(metadata, [inState('2.0.0', 'retired')], accepted);
  const [problem] = refused.body.problems!;
  expect([refused.status, problem!.code, problem!.line]).toEqual([422, 'LIFECYCLE_STEP_FORBIDDEN', 6]);
  expect((await publish(metadata, [inState('1.1.0', 'deprecated')], accepted)).status).toBe(200);
  expect((await publish(metadata, [inState('2.0.0', 'retired')], accepted)).status).toBe(200);
  expect((await publish(metadata, [inState('2.1.0', 'active')], accepted)).body.problems![0]!.code).toBe(
    'LIFECYCLE_STEP_FORBIDDEN',
  );
});

test('the past is readable: the fields of a version, a field at an instant, and what was in force after any registration', async () => {
  metadata.clock.advance(dayMs);
  const accepted = { acceptUnknown: true, reason: 'Nobody is live.' };
  expect((await publish(metadata, [withoutNick('2.0.0')], accepted)).status).toBe(200);
  const { data, errors } = await metadata.query(
    `{ contract(id: "people/persons") { first: version(v: "1.0.0") { sunsetAt fields { coordinate } } current { sunsetAt fields { coordinate } slas { id } }
       since: version(v: "2.0.0") { changes(since: "1.0.0") { kind } } }
       then: field(coordinate: "Person.nick", at: "2026-03-01T18:00:00Z") { type } now: field(coordinate: "Person.nick") { type }
       before: field(coordinate: "Person.nick", at: "2026-02-01T18:00:00Z") { type } }`,
  );
  expect(errors).toBeUndefined();
  const names = (fields: { coordinate: string }[]) => fields.map(({ coordinate }) => coordinate);
  expect(names(data.contract.first.fields)).toContain('Person.nick');
  expect(names(data.contract.current.fields)).not.toContain('Person.nick');
  expect([data.contract.first.sunsetAt, data.contract.current.sunsetAt]).toEqual(['2026-03-02T12:00:00.000Z', null]);
  expect(data.contract.current.slas.map(({ id }: { id: string }) => id)).toEqual(['availability', 'freshness']);
  expect(data.contract.since.changes).toEqual([{ kind: 'FIELD_REMOVED' }]);
  expect([data.then, data.now, data.before]).toEqual([{ type: 'String' }, null, null]);

  const back = async (to: number) =>
    metadata.send('POST', '/registry/rollback', {
      token: await metadata.token('gordian:contract:write', { domains: '*' }),
      body: { to, reason: 'It was too early.' },
    });
  const answer = await back(1);
  expect([answer.status, answer.body.contracts]).toEqual([
    200,
    [{ product: 'people/persons', version: '1.0.0', isNew: false }],
  ]);
  expect((await metadata.query('{ field(coordinate: "Person.nick") { type } }')).data.field).toEqual({
    type: 'String',
  });
  expect((await back(99)).status).toBe(404);
});

test('a team that is called otherwise keeps URNs, lineage and grants', async () => {
  expect((await publish(metadata, [...twoDomains(), metadataFolder()])).status).toBe(200);
  const kept = () =>
    metadata.database.query(
      `SELECT (SELECT array_agg(urn ORDER BY urn) FROM product) AS products, (SELECT array_agg(urn ORDER BY urn) FROM lineage_node) AS nodes,
         (SELECT count(*) FROM lineage_edge WHERE valid_to = 'infinity') AS edges, (SELECT array_agg(coordinate ORDER BY coordinate) FROM field WHERE valid_to = 'infinity') AS fields`,
    );
  const before = await kept();
  const renamed = changedPeople('1.1.0', (text) => text.replace('  name: People data', '  name: Human data'));
  expect((await publish(metadata, [renamed])).status).toBe(200);
  expect(await kept()).toEqual(before);
  const { data } = await metadata.query(
    '{ dataProduct(urn: "gordian:product:people/persons") { owners { id } } contract(id: "people/persons") { current { changes { kind } } } }',
  );
  expect(data.dataProduct.owners).toEqual([{ id: 'human-data' }]);
  expect(data.contract.current.changes).toContainEqual({ kind: 'OWNER_CHANGED' });
});
