// What a breaking change comes to, by who really uses what it touches. The same for check, which writes nothing, and register.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { people, sales } from '../two-domains.ts';
import { changedPeople, check, type Published, publish, seen, withoutNick } from './publishing.ts';

let metadata: MetadataUnderTest;

beforeEach(async () => {
  metadata = await startMetadata();
  expect((await publish(metadata, [people()])).status).toBe(200);
});
afterEach(() => metadata.close());

const nicks = { Nicks: ['Query.person', 'Person', 'Person.nick'] };

function said({ problems = [] }: Published): string[] {
  return problems.map(({ severity, code }) => `${severity} ${code}`);
}

function verdicts({ products = [] }: Published) {
  return products.flatMap(({ changes }) => changes.map(({ kind, coordinate, verdict }) => [kind, coordinate, verdict]));
}

async function rows(text: string): Promise<unknown[]> {
  return metadata.database.query(text);
}

test('without traffic data nobody guesses: it has to be taken on, with a reason that is on record', async () => {
  const before = await rows('SELECT * FROM contract_version');
  for (const answer of [
    await check(metadata, [withoutNick('2.0.0')]),
    await publish(metadata, [withoutNick('2.0.0')]),
  ]) {
    expect(answer.body.code).toBe('CHANGE_NOT_AGREED');
    expect(said(answer.body)).toEqual(['error BREAKING_WITHOUT_TRAFFIC_DATA']);
    expect(verdicts(answer.body)).toEqual([['FIELD_REMOVED', 'Person.nick', 'UNKNOWN_NO_TRAFFIC_DATA']]);
  }
  expect(await rows('SELECT * FROM contract_version')).toEqual(before);
  expect((await publish(metadata, [withoutNick('2.0.0')], { acceptUnknown: true })).status).toBe(400);

  const taken = await publish(metadata, [withoutNick('2.0.0')], { acceptUnknown: true, reason: 'Nobody is live yet.' });
  expect([taken.status, taken.body.status]).toEqual([200, 'published']);
  const [audited] = await rows(
    `SELECT payload::jsonb FROM audit WHERE action = 'registry.published' ORDER BY seq DESC LIMIT 1`,
  );
  expect(audited).toMatchObject({
    payload: { reason: 'Nobody is live yet.', versions: ['gordian:product:people/persons 2.0.0'] },
  });
});

test('unused in a window that was watched without a gap: a major version is enough', async () => {
  await seen(metadata, [{ operation: 'Names', client: 'web-shop', daysAgo: 1 }], { Names: ['Person', 'Person.name'] });
  const minor = await check(metadata, [withoutNick('1.1.0')]);
  expect(minor.body.ok).toBe(false);
  expect(minor.body.products![0]).toMatchObject({ requiredBump: 'MAJOR', previousVersion: '1.0.0', version: '1.1.0' });
  const [problem] = minor.body.problems!;
  expect([problem!.file, problem!.line, problem!.fix]).toEqual([
    'subgraphs/people/contract.yaml',
    5,
    expect.stringContaining('2.0.0'),
  ]);

  const major = await publish(metadata, [withoutNick('2.0.0')]);
  expect([major.status, verdicts(major.body)]).toEqual([200, [['FIELD_REMOVED', 'Person.nick', 'UNUSED_IN_WINDOW']]]);
});

test('a gap in the reports is no silence', async () => {
  await seen(metadata, [], {}, { days: 10 });
  expect(verdicts((await check(metadata, [withoutNick('2.0.0')])).body)).toEqual([
    ['FIELD_REMOVED', 'Person.nick', 'UNKNOWN_NO_TRAFFIC_DATA'],
  ]);
});

describe('with a live consumer', () => {
  beforeEach(() => seen(metadata, [{ operation: 'Nicks', client: 'web-shop', daysAgo: 2 }], nicks));

  test('the answer names consumer, operation and when it was seen last, at the line to mend', async () => {
    const { status, body } = await publish(metadata, [withoutNick('2.0.0')]);
    expect([status, body.code, said(body)]).toEqual([422, 'CHANGE_NOT_AGREED', ['error BREAKS_CONSUMERS']]);
    const [problem] = body.problems!;
    expect([problem!.file, problem!.line]).toEqual(['subgraphs/people/contract.yaml', 5]);
    expect(problem!.message).toContain(
      'web-shop asks for it with Nicks (12 requests in 30 days, last seen 2026-02-27T12:00:00.000Z)',
    );
    expect(body.products![0]!.changes[0]!.affected).toMatchObject({
      consumers: [{ consumer: 'web-shop', operations: [{ name: 'Nicks', requests: 12 }] }],
      complete: true,
    });
  });

  test('a check opens no proposal, a registration one, and the next ones the same', async () => {
    expect((await check(metadata, [withoutNick('2.0.0')])).body.products![0]!.proposal).toBeNull();
    expect(await rows('SELECT id FROM change_proposal')).toEqual([]);
    const first = (await publish(metadata, [withoutNick('2.0.0')])).body.products![0]!.proposal!;
    expect(first).toMatchObject({ state: 'PENDING', waitingFor: ['web-shop'], deadline: '2026-03-31T12:00:00.000Z' });
    // What else is written in the contract is not what they are asked about.
    const reworded = changedPeople('2.1.0', (text) =>
      text.replace(/^.*\bnick\b.*\n/m, '').replace('Who we know.', 'Whom we know.'),
    );
    expect((await publish(metadata, [reworded])).body.products![0]!.proposal!.id).toBe(first.id);
    expect((await check(metadata, [withoutNick('2.0.0')])).body.products![0]!.proposal!.id).toBe(first.id);
    expect(await rows(`SELECT count(*)::int FROM audit WHERE action = 'contract.change-proposed'`)).toEqual([
      { count: 1 },
    ]);
  });

  test('force needs its scope and a reason, is on record, and is told like any other version', async () => {
    const forced = { force: true, reason: 'The column leaks.' };
    expect((await publish(metadata, [withoutNick('2.0.0')], forced)).status).toBe(403);
    const scope = 'gordian:contract:write gordian:contract:force';
    expect((await publish(metadata, [withoutNick('2.0.0')], { scope, force: true })).status).toBe(400);
    const answer = await publish(metadata, [withoutNick('2.0.0')], { ...forced, scope });
    expect([answer.status, said({ problems: (answer.body as { warnings?: [] }).warnings! })]).toEqual([
      200,
      ['warning BREAKS_CONSUMERS'],
    ]);
    expect(await rows('SELECT state, affected->0->>$$consumer$$ AS consumer FROM change_proposal')).toEqual([
      { state: 'FORCED', consumer: 'web-shop' },
    ]);
    const [event] = await rows(
      `SELECT body FROM event_outbox WHERE topic = 'contract.changed' ORDER BY id DESC LIMIT 1`,
    );
    expect(event).toMatchObject({
      body: {
        version: '2.0.0',
        previousVersion: '1.0.0',
        changes: [{ kind: 'FIELD_REMOVED', coordinate: 'Person.nick' }],
      },
    });
    expect(await rows('SELECT reason FROM registration ORDER BY seq DESC LIMIT 1')).toEqual([
      { reason: 'The column leaks.' },
    ]);
    expect(await rows('SELECT version, kind, verdict FROM contract_change')).toEqual([
      { version: '2.0.0', kind: 'FIELD_REMOVED', verdict: 'BREAKS_CONSUMERS' },
    ]);
  });

  test('nothing of it is forced past the version that it needs', async () => {
    const scope = 'gordian:contract:write gordian:contract:force';
    const answer = await publish(metadata, [withoutNick('1.0.1')], { scope, force: true, reason: 'In a hurry.' });
    expect([answer.status, answer.body.code]).toEqual([422, 'CONTRACT_INVALID']);
  });
});

test('what others make from it is used as well', async () => {
  const derived = {
    ...sales(),
    contracts: sales().contracts.map(({ file, text }) => ({
      file,
      text: text.replace('transformSourceObjects: [Sale.amount]', 'transformSourceObjects: [Person.updatedAt]'),
    })),
  };
  expect((await publish(metadata, [derived])).status).toBe(200);
  await seen(metadata, [{ operation: 'Discounts', client: 'web-shop', daysAgo: 2 }], {
    Discounts: ['Person.discount'],
  });
  const nullable = changedPeople('2.0.0', (text) =>
    text
      .replace('updatedAt: DateTime!', 'updatedAt: DateTime')
      .replace(
        '{ name: updatedAt, logicalType: timestamp, required: true,',
        '{ name: updatedAt, logicalType: timestamp,',
      ),
  );
  const { body } = await check(metadata, [nullable]);
  const [change] = body.products![0]!.changes;
  expect(change).toMatchObject({
    kind: 'FIELD_NULLABLE',
    verdict: 'BREAKS_CONSUMERS',
    affected: {
      consumers: [{ consumer: 'web-shop', operations: [{ name: 'Discounts' }] }],
      downstreamProducts: ['sales/best-buyers', 'sales/sales'],
      downstreamFields: 2,
    },
  });
  // Registered together with it, they speak for themselves.
  const together = await check(metadata, [nullable, derived]);
  expect(together.body.products![0]!.changes[0]!.verdict).toBe('UNUSED_IN_WINDOW');
});

test('a field that another product takes over is not gone', async () => {
  await seen(metadata, [{ operation: 'Nicks', client: 'web-shop', daysAgo: 2 }], nicks);
  const nickOfSales = {
    ...sales(),
    sdl: sales().sdl.replace('  spent: Float\n', '  spent: Float\n  nick: String\n'),
    contracts: sales().contracts.map(({ file, text }) => ({
      file,
      text: text.replace(
        '      - { name: spent,',
        '      - { name: nick, logicalType: string, classification: internal }\n      - { name: spent,',
      ),
    })),
  };
  const { body } = await check(metadata, [withoutNick('2.0.0'), nickOfSales]);
  expect(body.problems!.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(verdicts(body)).toContainEqual(['FIELD_REMOVED', 'Person.nick', 'NOT_BREAKING']);
});

test('a product that no subgraph has any more is missed by whoever uses it', async () => {
  expect((await publish(metadata, [sales()])).status).toBe(200);
  await seen(metadata, [{ operation: 'Discounts', client: 'web-shop', daysAgo: 2 }], {
    Discounts: ['Person.discount'],
  });
  const alone = {
    ...sales('2.0.0'),
    sdl: sales()
      .sdl.replace(/ {2}discount.*\n/, '')
      .replace('  region: String! @external\n', ''),
    contracts: sales('2.0.0').contracts.slice(0, 1),
  };
  const { body } = await check(metadata, [alone]);
  expect(verdicts(body)).toContainEqual(['PRODUCT_RETIRED', 'sales/best-buyers', 'BREAKS_CONSUMERS']);
  expect(said(body)).toContain('error BREAKS_CONSUMERS');
});

test('any client of the identity provider may check, and nobody else', async () => {
  expect((await check(metadata, [people('1.0.1')], { scope: 'whatever' })).status).toBe(200);
  const body = { subgraphs: [], sourceRevision: 'x' };
  expect((await metadata.send('POST', '/registry/check', { body })).status).toBe(401);
});
