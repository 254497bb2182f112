// Service levels, incidents and health as the graph and the service routes show them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import { currentSlas } from '../../../../subgraphs/metadata/freshness/queries.ts';
import { openIncident } from '../../../../subgraphs/metadata/incidents/incidents.ts';
import { judgeAndAnnounce } from '../../../../subgraphs/metadata/service-levels/announce.ts';
import { insertFetches } from '../../../support/service-levels.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  const answer = await metadata.register([...twoDomains(), metadataFolder()]);
  expect(answer.body.problems ?? []).toEqual([]);
});
afterAll(() => metadata.close());

function person(subject: string, { groups = [], scopes = [], domains = [] }: Record<string, string[]> = {}): Caller {
  return {
    issuer: 'https://identity.test',
    subject,
    client: 'portal',
    scopes: new Set(scopes),
    roles: new Set(groups),
    claims: { domains },
    purpose: null,
    expiresAt: null,
  };
}

const persons = 'gordian:product:people/persons';
const owner = person('user|owner', { groups: ['people-data'] });
const stranger = person('user|stranger');

async function data(document: string, caller: Caller = stranger) {
  const answer = await metadata.queryAs(caller, document);
  expect(answer.errors ?? []).toEqual([]);
  return answer.data;
}

async function refusal(document: string, caller: Caller = stranger) {
  const { errors } = await metadata.queryAs(caller, document);
  return [errors?.[0]?.extensions?.code, errors?.[0]?.message];
}

describe('who reports on what', () => {
  const report = async (product: string, claims: object) => {
    const eventTime = metadata.clock.now().toISOString();
    const token = await metadata.token('gordian:sla:write', { azp: 'nightly', ...claims });
    const answer = await metadata.send('POST', '/api/v1/watermarks', { token, body: { product, eventTime } });
    return [answer.status, answer.body.errors?.[0]?.extensions.code ?? null];
  };

  test.each([
    ['the domain of the product', { domains: ['people'] }, [202, null]],
    ['several domains', { domains: ['sales', 'people'] }, [202, null]],
    ['domains as one text', { domains: 'sales people' }, [202, null]],
    ['another domain', { domains: ['sales'] }, [403, 'FORBIDDEN']],
    ['a domain that begins alike', { domains: ['people2', 'peop'] }, [403, 'FORBIDDEN']],
    ['no domain', {}, [403, 'FORBIDDEN']],
    ['something else than names', { domains: { people: true } }, [403, 'FORBIDDEN']],
    ['the name of a process of the domain', { azp: 'subgraph-people' }, [403, 'FORBIDDEN']],
  ])('a client whose token names %s', async (_, claims, expected) => {
    expect(await report('people/persons', claims)).toEqual(expected);
  });

  test('the refusal names the client and the product', async () => {
    const token = await metadata.token('gordian:sla:write', { azp: 'nightly', domains: ['sales'] });
    const body = { product: 'people/persons', eventTime: metadata.clock.now().toISOString() };
    const answer = await metadata.send('POST', '/api/v1/watermarks', { token, body });
    expect(answer.body.errors![0]!.message).toContain('nightly does not report on people/persons');
  });

  test('through the graph, for people and pipelines, by the same rule', async () => {
    const eventTime = metadata.clock.now().toISOString();
    const document = `mutation { recordWatermark(product: "${persons}", eventTime: "${eventTime}", rows: 7) { id status } }`;
    const scopes = ['gordian:sla:write'];
    expect(await data(document, person('user|loader', { scopes, domains: ['people'] }))).toEqual({
      recordWatermark: [{ id: 'freshness', status: 'OK' }],
    });
    expect((await refusal(document, person('user|loader', { scopes, domains: ['sales'] })))[0]).toBe('FORBIDDEN');
    expect((await refusal(document, person('user|loader', { domains: ['people'] })))[0]).toBe('FORBIDDEN');
    const future = document.replace(eventTime, '2999-01-01T00:00:00Z');
    expect((await refusal(future, person('user|loader', { scopes, domains: ['people'] })))[0]).toBe('BAD_USER_INPUT');
  });
});

describe('promises', () => {
  test('show what is observed, the budget that is left, how fast it burns, and the record step by step', async () => {
    const now = metadata.clock.now();
    const fetches = (count: number, minutesAgo: number, latencyMs: number | null) =>
      Array.from({ length: count }, () => ({ at: new Date(now.getTime() - minutesAgo * 60_000), latencyMs }));
    await insertFetches(metadata.database, 'people', [...fetches(10_000, 50, 10), ...fetches(9, 40, null)]);
    const from = new Date(now.getTime() - 3_600_000).toISOString();
    const { dataProduct } = await data(`{ dataProduct(urn: "${persons}") { slas {
      id status observed unit evidenceAgeSeconds
      budget { remaining alert exhaustsAt burn { window rate alerting } }
      history(from: "${from}", to: "${now.toISOString()}", step: "PT30M") { at good total } } } }`);
    const [availability, freshness] = dataProduct.slas;
    expect(availability).toMatchObject({
      id: 'availability',
      status: 'AT_RISK',
      unit: 'percent',
      evidenceAgeSeconds: 2_100,
    });
    expect(availability.observed).toBeCloseTo((100 * 10_000) / 10_009);
    expect(availability.budget.remaining).toBeCloseTo(1 - 9 / 10.009);
    expect(availability.budget).toMatchObject({ alert: null, exhaustsAt: null });
    expect(availability.budget.burn.map(({ window }: { window: string }) => window)).toEqual([
      'PT5M',
      'PT30M',
      'PT1H',
      'PT6H',
      'P3D',
    ]);
    expect(availability.budget.burn[0]).toEqual({ window: 'PT5M', rate: null, alerting: false });
    expect(availability.history.map(({ good, total }: { good: number; total: number }) => [good, total])).toEqual([
      [10_000, 10_009],
      [0, 0],
    ]);
    // Reported just now for the first time: nothing is known of any window.
    expect(freshness.budget).toMatchObject({ remaining: null, alert: null });
  });

  test.each([
    ['step: "PT1M"', 'a step shorter than what is counted together'],
    ['step: "PT7M"', 'a step in which a bucket would be in two'],
    ['step: "P1M"', 'a step without a length'],
  ])('refuse a history with %s: %s', async (step) => {
    const document = `{ dataProduct(urn: "${persons}") { slas { kind history(from: "2026-01-01T00:00:00Z", to: "2026-03-01T00:00:00Z", ${step}) { at } } } }`;
    expect((await refusal(document))[0]).toBe('BAD_USER_INPUT');
  });
});

describe('incidents and health', () => {
  let incident: string;

  beforeAll(async () => {
    const { database, clock } = metadata;
    await metadata.watermark('people/persons', new Date(clock.now().getTime() - 3_600_000).toISOString());
    await insertOlder();
    await judgeAndAnnounce(database, clock, await currentSlas(database));
    const [row] = await database.query<{ id: string }>('SELECT id FROM incident');
    incident = row!.id;
  });

  /** The newest report counts, so what was reported before has to go. */
  async function insertOlder(): Promise<void> {
    await metadata.database.query(`DELETE FROM watermark WHERE event_time > $1`, [
      new Date(metadata.clock.now().getTime() - 1_800_000),
    ]);
    await metadata.watermark('people/persons', new Date(metadata.clock.now().getTime() - 3_600_000).toISOString());
  }

  test('a breach is an incident of the product, and the product and its domain stand as it says', async () => {
    expect(
      await data(`{ dataProduct(urn: "${persons}") { health { status reasons } incidents { id cause severity state title } }
        domain(slug: "people") { health { status } } }`),
    ).toEqual({
      dataProduct: {
        health: {
          status: 'BREACHED',
          reasons: [
            'The promised freshness (freshness) is not kept.',
            'Open incident: The promised freshness (freshness, 10 min) is not kept: 60 min.',
            'The promised availability (availability) is at risk.',
          ],
        },
        incidents: [
          {
            id: incident,
            cause: 'sla:people/persons:freshness',
            severity: 'MAJOR',
            state: 'OPEN',
            title: 'The promised freshness (freshness, 10 min) is not kept: 60 min.',
          },
        ],
      },
      domain: { health: { status: 'BREACHED' } },
    });
  });

  test('what is made from the product says that something upstream is not well, how far away and by which fields', async () => {
    const { dataProduct } = await data(`{ dataProduct(urn: "gordian:product:sales/best-buyers") {
      health { status upstream { product { urn } status hops via } } } }`);
    const upstream = dataProduct.health.upstream.find(
      (one: { product: { urn: string } }) => one.product.urn === persons,
    );
    expect(upstream).toMatchObject({ status: 'BREACHED', hops: 1 });
    expect(upstream.via).toContain('Person.region');
  });

  test.each([
    ['domain: "people"', 1],
    ['domain: "sales"', 0],
    [`product: "${persons}"`, 1],
    ['state: OPEN', 1],
    ['state: RESOLVED', 0],
    ['severity: MAJOR, state: OPEN, domain: "people"', 1],
    ['severity: MINOR', 0],
  ])('the list with { %s } has %d', async (filter, count) => {
    const { incidents } = await data(`{ incidents(filter: { ${filter} }, first: 5) { totalCount nodes { id } } }`);
    expect([incidents.totalCount, incidents.nodes.length]).toEqual([count, count]);
  });

  test('whom it concerns: what is made from the product, and who asked for it is told to those who have to repair it', async () => {
    const document = `{ incident(id: "${incident}") { blastRadius { downstreamProducts { urn } downstreamFields clients requests complete operations { client } } } }`;
    const { incident: shown } = await data(document, owner);
    expect(shown.blastRadius.downstreamProducts.map(({ urn }: { urn: string }) => urn)).toContain(
      'gordian:product:sales/best-buyers',
    );
    expect(shown.blastRadius).toMatchObject({ complete: false, operations: [], clients: 0, requests: 0 });
    expect((await refusal(document))[0]).toBe('FORBIDDEN');
    expect((await data(document.replace(' operations { client }', ''))).incident.blastRadius.clients).toBe(0);
  });

  test('only who answers for the product acknowledges it; then it is not escalated, and the audit tells its story', async () => {
    const acknowledge = `mutation { acknowledgeIncident(id: "${incident}", note: "The pipeline is restarted.") { state acknowledgedBy escalatesAt } }`;
    expect(await refusal(acknowledge)).toEqual(['FORBIDDEN', 'Only members of people-data may acknowledge this.']);
    expect((await refusal(acknowledge.replace(incident, 'nothing'), owner))[0]).toBe('NOT_FOUND');
    const acknowledged = { state: 'ACKNOWLEDGED', acknowledgedBy: 'user|owner', escalatesAt: null };
    expect((await data(acknowledge, owner)).acknowledgeIncident).toEqual(acknowledged);
    expect((await data(acknowledge, owner)).acknowledgeIncident).toEqual(acknowledged);
    const { incident: shown } = await data(
      `{ incident(id: "${incident}") { acknowledgeNote timeline { by action severity note } } }`,
    );
    expect(shown).toEqual({
      acknowledgeNote: 'The pipeline is restarted.',
      timeline: [
        { by: 'metadata', action: 'opened', severity: 'MAJOR', note: null },
        { by: 'user|owner', action: 'acknowledged', severity: 'MAJOR', note: 'The pipeline is restarted.' },
      ],
    });
  });

  test('what is resolved cannot be acknowledged any more', async () => {
    const { database, clock } = metadata;
    await metadata.watermark('people/persons', clock.now().toISOString());
    await judgeAndAnnounce(database, clock, await currentSlas(database));
    expect((await data(`{ incident(id: "${incident}") { state resolvedAt } }`)).incident).toEqual({
      state: 'RESOLVED',
      resolvedAt: clock.now().toISOString(),
    });
    expect((await refusal(`mutation { acknowledgeIncident(id: "${incident}") { id } }`, owner))[0]).toBe(
      'ALREADY_DECIDED',
    );
  });

  test('incidents that others find stand beside those of promises', async () => {
    const { database, clock } = metadata;
    const cause = {
      product: 'sales/sales',
      dedupe: 'quality:sales/sales#amounts',
      severity: 'MINOR',
      title: 'Amounts are missing.',
      slaId: null,
      checkId: 'sales/sales#amounts',
    } as const;
    await database.transaction((transaction) => openIncident(transaction, cause, clock.now()));
    const { dataProduct } = await data(
      '{ dataProduct(urn: "gordian:product:sales/sales") { health { status reasons } } }',
    );
    expect(dataProduct.health).toEqual({ status: 'AT_RISK', reasons: ['Open incident: Amounts are missing.'] });
  });
});

describe('metrics', () => {
  test('are what Prometheus reads: states, burn rates, budgets, incidents and checks', async () => {
    metadata.clock.advance(60_000);
    const { body } = await metadata.send<string>('GET', '/metrics');
    const promise = 'product="people/persons",sla="availability",kind="AVAILABILITY"';
    expect(body).toContain(`gordian_sla_status{${promise},status="AT_RISK"} 1`);
    expect(body).toContain(`gordian_sla_status{${promise},status="OK"} 0`);
    expect(body).toMatch(
      /gordian_sla_burn_rate\{product="people\/persons",sla="availability",kind="AVAILABILITY",window="PT1H"\} 0\.89/,
    );
    expect(body).not.toContain(`gordian_sla_burn_rate{${promise},window="PT5M"}`);
    expect(body).toMatch(
      /gordian_sla_budget_remaining\{product="people\/persons",sla="availability",kind="AVAILABILITY"\} 0\.1/,
    );
    expect(body).toContain('gordian_incidents_open{product="sales/sales",severity="MINOR"} 1');
    expect(body).toContain('gordian_contract_checks_total{kind="register",outcome="passed"} 1');
    expect(body).toMatch(/^gordian_lineage_index_lag_seconds \d/m);
  });

  test('are for this machine only, and nobody else learns that they are there', async () => {
    for (const [name, value] of [
      ['x-forwarded-for', '10.0.0.1'],
      ['host', 'evil.example'],
    ] as const)
      expect((await metadata.send('GET', '/metrics', { headers: { [name]: value } })).status).toBe(404);
  });
});
