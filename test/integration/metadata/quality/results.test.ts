import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MetadataUnderTest, start, startMetadata } from '../metadata-under-test.ts';
import { everything, exist, ofPeople, qualityOf, unique } from './people-with-rules.ts';

let metadata: MetadataUnderTest;
let quality: ReturnType<typeof qualityOf>;
beforeAll(async () => {
  metadata = await startMetadata();
  quality = qualityOf(metadata);
});
afterAll(() => metadata.close());

const minuteMs = 60_000;
const ids = 'people/persons#ids-are-unique';
const people = 'people/persons#people-exist';
const pass = { outcome: 'PASS', observed: 0, failedRows: 0 };
const fail = { outcome: 'FAIL', observed: 3, failedRows: 3 };

/** Whatever a test changes, it may: each version is a major one. */
let major = 0;
const nextVersion = () => `${++major}.0.0`;

/** Each test begins with both checks, no results and nothing open. */
beforeEach(async () => {
  expect((await metadata.register(everything({ version: nextVersion() }))).status).toBe(200);
  await quality.report([
    { check: ids, ...pass },
    { check: people, ...pass },
  ]);
  await metadata.database.query('DELETE FROM quality_result');
});

describe('a check', () => {
  test('is what the contract says, and nobody knows until somebody has looked', async () => {
    expect(await quality.checks()).toEqual([
      {
        id: ids,
        rule: 'ids-are-unique',
        coordinate: 'Person.id',
        dimension: 'uniqueness',
        metric: 'duplicateValues',
        engine: 'gordian',
        severity: 'error',
        expectation: 'duplicateValues must be 0 rows',
        schedule: 'PT1H',
        status: 'UNKNOWN',
        reason: 'It has not been run yet.',
        nextRunAt: expect.any(String),
        latest: null,
        results: [],
      },
      expect.objectContaining({ id: people, coordinate: 'Person', schedule: 'PT15M', status: 'UNKNOWN' }),
    ]);
    expect(await quality.summary()).toEqual({ passing: 0, failing: 0, unknown: 2, score: 0, asOf: null });
  });

  test('of a former version is described, and has no results', async () => {
    await quality.report([{ check: ids, ...pass }]);
    await metadata.register(everything({ version: nextVersion(), ofType: [], ofId: [unique] }));
    const { data } = await metadata.query(`{ contract(id: "people/persons") {
      current { checks { id latest { outcome } } } versions(first: 2) { nodes { version checks { rule expectation latest { outcome } results { outcome } } } } } }`);
    expect(data.contract.current.checks).toMatchObject([{ id: ids }]);
    expect(data.contract.versions.nodes[1].checks).toMatchObject([
      { rule: 'people-exist', latest: null, results: [] },
      { rule: 'ids-are-unique', latest: null, results: [] },
    ]);
  });

  test('that the contract changes is known again only when somebody has looked again', async () => {
    await quality.report([{ check: ids, ...pass }]);
    expect(await quality.summary()).toMatchObject({ passing: 1 });
    const stricter = unique.replace('mustBe: 0', 'mustBeLessThan: 1');
    await metadata.register(everything({ version: nextVersion(), ofType: [exist], ofId: [stricter] }));
    expect(await quality.summary()).toMatchObject({ passing: 0, unknown: 2 });
  });

  test('keeps its results when the contract only describes it otherwise', async () => {
    await quality.report([{ check: ids, ...pass }]);
    const worded = unique.replace('severity: error', 'severity: warning, description: Each is one person.');
    await metadata.register(everything({ version: nextVersion(), ofType: [exist], ofId: [worded] }));
    expect(await quality.summary()).toMatchObject({ passing: 1, unknown: 1 });
    expect((await quality.checks())[0]).toMatchObject({ severity: 'warning', status: 'PASSING' });
  });
});

describe('results', () => {
  test('are counted apart, and what nobody knows is never taken for passing', async () => {
    await quality.report([
      { check: ids, ...fail, at: metadata.clock.now().toISOString() },
      { check: people, outcome: 'ERROR', detail: 'It was stopped after 30 seconds.' },
    ]);
    expect(await quality.summary()).toEqual({
      passing: 0,
      failing: 1,
      unknown: 1,
      score: 0,
      asOf: metadata.clock.now().toISOString(),
    });
    expect(await quality.checks()).toMatchObject([
      {
        status: 'FAILING',
        reason: null,
        latest: { outcome: 'FAIL', observed: 3, failedRows: 3, reportedBy: 'subgraph-people' },
      },
      { status: 'UNKNOWN', reason: 'It was stopped after 30 seconds.', latest: { outcome: 'ERROR' } },
    ]);
    metadata.clock.advance(minuteMs);
    await quality.report([{ check: people, ...pass }]);
    expect(await quality.summary()).toMatchObject({ passing: 1, failing: 1, unknown: 0, score: 0.5 });
  });

  test('are stale once the second run after them is overdue, and then say nothing any more', async () => {
    await quality.report([
      { check: ids, ...pass },
      { check: people, ...fail },
    ]);
    metadata.clock.advance(35 * minuteMs - 1);
    expect(await quality.summary()).toMatchObject({ passing: 1, failing: 1, unknown: 0 });
    metadata.clock.advance(1);
    expect(await quality.summary()).toMatchObject({ passing: 1, failing: 0, unknown: 1 });
    expect((await quality.checks())[1].reason).toMatch(/^The last result is stale since /);
    metadata.clock.advance(90 * minuteMs);
    expect(await quality.summary()).toMatchObject({ passing: 0, failing: 0, unknown: 2, score: 0 });
  });

  test('are in the metrics by how they stand, with the score of each product', async () => {
    metadata.clock.advance(minuteMs);
    await quality.report([
      { check: ids, ...pass },
      { check: people, outcome: 'ERROR' },
    ]);
    const { body } = await metadata.send<string>('GET', '/metrics');
    for (const [status, count] of [
      ['passing', 1],
      ['failing', 0],
      ['unknown', 1],
    ])
      expect(body).toContain(`gordian_quality_checks{product="people/persons",status="${status}"} ${count}`);
    expect(body).toContain('gordian_quality_score{product="people/persons"} 0.5');
    expect(body).not.toContain('gordian_quality_score{product="sales/sales"}');
  });

  test('that come late go into the history and change nothing', async () => {
    const earlier = new Date(metadata.clock.now().getTime() - minuteMs).toISOString();
    await quality.report([{ check: ids, ...pass }]);
    await quality.report([{ check: ids, ...fail, at: earlier }]);
    expect((await quality.checks())[0]).toMatchObject({
      status: 'PASSING',
      results: [{ outcome: 'PASS' }, { outcome: 'FAIL' }],
    });
    expect((await quality.incidents()).filter(({ state }) => state === 'OPEN')).toEqual([]);
  });

  test('that come twice are there once', async () => {
    const result = { check: ids, ...fail, at: start };
    await quality.report([result]);
    await quality.report([result]);
    expect((await quality.checks())[0].results).toHaveLength(1);
  });

  test('of the future are of now', async () => {
    const ahead = new Date(metadata.clock.now().getTime() + 60 * minuteMs).toISOString();
    await quality.report([{ check: ids, ...pass, at: ahead }]);
    expect((await quality.checks())[0].latest.at).toBe(metadata.clock.now().toISOString());
  });

  test('are kept up to a number, the newest', async () => {
    const from = metadata.clock.now().getTime() - 600_000;
    const results = Array.from({ length: 510 }, (_, index) => ({
      check: ids,
      ...pass,
      at: new Date(from + index * 1_000).toISOString(),
    }));
    await quality.report(results);
    const [kept] = await metadata.database.query<{ count: number; oldest: Date }>(
      'SELECT count(*) AS count, min(at) AS oldest FROM quality_result',
    );
    expect(kept).toEqual({ count: 500, oldest: new Date(from + 10_000) });
  });

  test('one that is wrong does not lose the others', async () => {
    const { status, body } = await quality.report([
      { check: ids, outcome: 'MAYBE' },
      { check: 'people/persons#nothing', ...pass },
      { check: 'sales/sales#amounts', ...pass },
      'no result at all',
      { check: ids, ...pass, failedRows: -1 },
      { check: people, ...pass },
    ]);
    expect(status).toBe(200);
    expect(body.recorded).toBe(1);
    expect(body.refused).toEqual([
      { index: 0, check: ids, reason: expect.stringContaining('outcome') },
      { index: 1, check: 'people/persons#nothing', reason: 'No contract in force has this check.' },
      { index: 2, check: 'sales/sales#amounts', reason: 'The token does not name the domain of the product.' },
      { index: 3, check: null, reason: expect.any(String) },
      { index: 4, check: ids, reason: expect.stringContaining('failedRows') },
    ]);
    expect(await quality.summary()).toMatchObject({ passing: 1, unknown: 1 });
  });

  test.each([
    [{}, 400, 'BAD_USER_INPUT'],
    [{ results: 'all fine' }, 400, 'BAD_USER_INPUT'],
    [{ results: Array.from({ length: 1_001 }, () => ({})) }, 400, 'BAD_USER_INPUT'],
  ])('a report without a list of them is refused: case %#', async (body, status, code) => {
    const answer = await quality.post<{ errors: { extensions: { code: string } }[] }>('/api/v1/quality/results', body);
    expect([answer.status, answer.body.errors[0]!.extensions.code]).toEqual([status, code]);
  });

  test('need the scope', async () => {
    const token = await metadata.token('gordian:sla:write', ofPeople);
    const answer = await metadata.send('POST', '/api/v1/quality/results', { token, body: { results: [] } });
    expect(answer.status).toBe(403);
  });
});

describe('incidents', () => {
  test('a check that fails opens one, however often it fails, and its recovery closes it', async () => {
    const before = (await quality.incidents()).length;
    await quality.report([{ check: ids, ...fail }]);
    metadata.clock.advance(minuteMs);
    await quality.report([{ check: ids, ...fail, failedRows: 4 }]);
    expect((await quality.incidents()).slice(before)).toEqual([
      {
        checkId: ids,
        state: 'OPEN',
        severity: 'MAJOR',
        title: 'Quality of people/persons: ids-are-unique is not kept, duplicateValues must be 0 rows (3 rows fail).',
      },
    ]);
    metadata.clock.advance(minuteMs);
    await quality.report([{ check: ids, ...pass }]);
    expect((await quality.incidents()).slice(before)).toMatchObject([{ state: 'RESOLVED' }]);
  });

  test('what says nothing about the data leaves it as it is', async () => {
    await quality.report([{ check: people, ...fail }]);
    metadata.clock.advance(minuteMs);
    await quality.report([{ check: people, outcome: 'ERROR' }]);
    metadata.clock.advance(60 * minuteMs);
    expect((await quality.incidents()).at(-1)).toMatchObject({ checkId: people, state: 'OPEN', severity: 'MINOR' });
    await quality.report([{ check: people, ...pass }]);
    expect((await quality.incidents()).at(-1)).toMatchObject({ checkId: people, state: 'RESOLVED' });
  });

  test('it is over when the contract does not have the check any more', async () => {
    await quality.report([{ check: ids, ...fail }]);
    await metadata.register(everything({ version: nextVersion(), ofType: [exist], ofId: [] }));
    expect((await quality.incidents()).at(-1)).toMatchObject({ checkId: ids, state: 'RESOLVED' });
  });

  test('of several processes that report the same failure, all have opened one', async () => {
    const before = (await quality.incidents()).length;
    const at = metadata.clock.now().getTime();
    const reports = Array.from({ length: 8 }, (_, index) =>
      quality.report([
        { check: ids, ...fail, at: new Date(at - index).toISOString() },
        { check: people, ...fail, at: new Date(at - index).toISOString() },
      ]),
    );
    await Promise.all(reports);
    expect((await quality.incidents()).slice(before)).toMatchObject([{ state: 'OPEN' }, { state: 'OPEN' }]);
    await quality.report([
      { check: ids, ...pass },
      { check: people, ...pass },
    ]);
  });
});
