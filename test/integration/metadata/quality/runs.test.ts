// Who runs a check, and when: one process of the domain, on the schedule of the contract or because somebody asked.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../../../kit/caller.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { everything, ofPeople, qualityOf } from './people-with-rules.ts';

const minuteMs = 60_000;
const ids = 'people/persons#ids-are-unique';
const exist = 'people/persons#people-exist';
const both = [ids, exist];
const owner: Caller = { ...anonymous, subject: 'ada.park', client: 'portal', claims: { groups: ['people-data'] } };
const stranger: Caller = { ...owner, subject: 'sam', claims: { groups: ['sales-data'] } };

let metadata: MetadataUnderTest;
let quality: ReturnType<typeof qualityOf>;
beforeAll(async () => {
  metadata = await startMetadata();
  quality = qualityOf(metadata);
  await metadata.register(everything());
});
afterAll(() => metadata.close());

const passed = (checks: readonly string[]) => quality.report(checks.map((check) => ({ check, outcome: 'PASS' })));

beforeEach(async () => {
  metadata.clock.advance(180 * minuteMs);
  await passed(both);
});

describe('on schedule', () => {
  test('a check is due when its contract says, and not before', async () => {
    expect(await quality.claim()).toEqual([]);
    metadata.clock.advance(15 * minuteMs - 1);
    expect(await quality.claim()).toEqual([]);
    metadata.clock.advance(2 * minuteMs);
    expect(await quality.claim()).toEqual([exist]);
    await passed([exist]);
    metadata.clock.advance(14 * minuteMs);
    expect(await quality.claim()).toEqual([]);
    metadata.clock.advance(35 * minuteMs);
    expect(await quality.claim()).toEqual(both);
  });

  test('a new check is due at once', async () => {
    await metadata.database.query('UPDATE quality_check SET due_at = NULL, retired_at = now()');
    await metadata.register(everything({ version: '2.0.0' }));
    expect(await quality.claim()).toEqual(both);
    await passed(both);
  });

  test('of many processes one gets it', async () => {
    const another = await metadata.startAnother(3_600_000);
    metadata.clock.advance(120 * minuteMs);
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, index) => quality.claim(index % 2 === 0 ? metadata.url : another.url)),
    );
    expect(claims.flat().toSorted()).toEqual(both);
    await another.close();
  });

  test('what a process has not reported in time is given to another', async () => {
    metadata.clock.advance(120 * minuteMs);
    expect(await quality.claim()).toEqual(both);
    metadata.clock.advance(5 * minuteMs - 1);
    expect(await quality.claim()).toEqual([]);
    metadata.clock.advance(1);
    expect(await quality.claim()).toEqual(both);
  });
});

describe('on demand', () => {
  test('the team that owns the product has its checks run at once, and that is on record', async () => {
    const { data } = await quality.runNow(owner);
    expect(data.runQualityChecks).toEqual({
      requested: 2,
      requestedAt: metadata.clock.now().toISOString(),
      product: { name: 'Persons' },
    });
    expect(await quality.claim()).toEqual(both);
    metadata.clock.advance(1);
    await passed(both);
    expect(await quality.claim()).toEqual([]);
    const [entry] = await metadata.database.query('SELECT actor, action, target FROM audit ORDER BY seq DESC LIMIT 1');
    expect(entry).toEqual({
      actor: 'ada.park',
      action: 'quality.run_requested',
      target: 'gordian:product:people/persons',
    });
  });

  test('a request that comes while the checks are run has them run once more', async () => {
    await quality.runNow(owner);
    expect(await quality.claim()).toEqual(both);
    const looked = metadata.clock.now().toISOString();
    metadata.clock.advance(1_000);
    await metadata.database.query('UPDATE quality_check SET requested_at = NULL');
    await quality.runNow(owner);
    await quality.report(both.map((check) => ({ check, outcome: 'PASS', at: looked })));
    expect(await quality.claim()).toEqual(both);
  });

  test.each<[string, Caller, string]>([
    ['somebody of another team', stranger, 'FORBIDDEN'],
    ['whoever has not said who it is', anonymous, 'UNAUTHENTICATED'],
  ])('%s has nothing run', async (_, caller, code) => {
    const { errors } = await quality.runNow(caller);
    expect(errors![0]!.extensions!.code).toBe(code);
    expect(await quality.claim()).toEqual([]);
  });

  test('whoever has the scope may ask for any product', async () => {
    const operator = { ...stranger, scopes: new Set(['gordian:quality:write']) };
    expect((await quality.runNow(operator)).data.runQualityChecks.requested).toBe(2);
  });
});

describe('who claims', () => {
  test('a service of another domain gets nothing', async () => {
    const body = { products: ['people/persons'] };
    const answer = await quality.post('/api/v1/quality/claims', body, { ...ofPeople, domains: ['sales'] });
    expect(answer.status).toBe(403);
  });

  test.each([{}, { products: [] }, { products: 'people/persons' }])('%j is no claim', async (body) => {
    expect((await quality.post('/api/v1/quality/claims', body)).status).toBe(400);
  });
});

describe('reportQuality', () => {
  const report = (caller: Caller, results: readonly object[], product = 'people/persons') =>
    metadata.queryAs(
      caller,
      'mutation ($input: QualityReportInput!) { reportQuality(input: $input) { passing failing unknown } }',
      { input: { product: `gordian:product:${product}`, runId: 'nightly-7', results } },
    );
  const pipeline: Caller = {
    ...anonymous,
    subject: 'service|pipeline',
    client: 'pipeline',
    scopes: new Set(['gordian:quality:write']),
    claims: { domains: ['people'] },
  };

  test('takes results and answers how the product stands by them', async () => {
    metadata.clock.advance(minuteMs);
    const { data } = await report(pipeline, [{ checkId: ids, outcome: 'FAIL', observed: 2, failedRows: 2 }]);
    expect(data.reportQuality).toEqual({ passing: 1, failing: 1, unknown: 0 });
    const [entry] = await metadata.database.query('SELECT actor, action, payload FROM audit ORDER BY seq DESC LIMIT 1');
    expect(entry).toEqual({ actor: 'service|pipeline', action: 'quality.reported', payload: { results: 1 } });
  });

  test.each<[string, Caller, object[], string, string]>([
    ['without the scope', { ...pipeline, scopes: new Set() }, [], 'people/persons', 'FORBIDDEN'],
    ['for another domain', { ...pipeline, claims: { domains: ['sales'] } }, [], 'people/persons', 'FORBIDDEN'],
    ['for a product that is not there', pipeline, [], 'people/nobody', 'NOT_FOUND'],
    ['with an unknown check', pipeline, [{ checkId: 'a#b', outcome: 'PASS' }], 'people/persons', 'BAD_USER_INPUT'],
    [
      'with half a row',
      pipeline,
      [{ checkId: ids, outcome: 'FAIL', failedRows: 0.5 }],
      'people/persons',
      'BAD_USER_INPUT',
    ],
  ])('is refused %s', async (_, caller, results, product, code) => {
    const { errors } = await report(caller, results, product);
    expect(errors![0]!.extensions!.code).toBe(code);
  });
});
