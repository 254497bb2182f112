// Results of other engines, in our own words but in their shapes, are taken by the rules that name them.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { type DeliveryAnswer, everything, ofPeople, qualityOf, unique } from './people-with-rules.ts';

let metadata: MetadataUnderTest;
let quality: ReturnType<typeof qualityOf>;
beforeAll(async () => {
  metadata = await startMetadata();
  quality = qualityOf(metadata);
  const ofType = [
    '{ id: row-count, type: custom, engine: greatExpectations, implementation: { type: expect_table_row_count_to_be_between, kwargs: { min_value: 1 } } }',
    '{ id: enough-people, name: Enough people, type: custom, engine: soda, implementation: "row_count > 10" }',
    '{ id: known-regions, type: custom, engine: soda, implementation: { identity: b1946ac9 } }',
  ];
  const ofId = [
    unique,
    '{ id: ids-are-given, type: custom, engine: greatExpectations, implementation: "type: expect_column_values_to_not_be_null\\nkwargs:\\n  column: id" }',
    '{ id: ids-look-right, type: custom, engine: gx, implementation: { check: id-format } }',
    '{ id: ids-are-short, type: custom, engine: gx, implementation: { type: expect_column_value_lengths_to_be_between, column: id } }',
    '{ id: ids-are-long, type: custom, engine: gx, implementation: { type: expect_column_value_lengths_to_be_between, column: id } }',
    '{ id: no-id-is-missing, type: custom, engine: Soda, implementation: { metric: missing_count, column: id } }',
  ];
  expect((await metadata.register(everything({ ofType, ofId }))).status).toBe(200);
});
afterAll(() => metadata.close());
beforeEach(() => metadata.clock.advance(60_000));

const ingest = (engine: string, body: unknown, product = 'people/persons') =>
  quality.post<DeliveryAnswer>(`/api/v1/quality/ingest/${engine}?product=${product}`, body);

/** Of the rules that have a result from the last delivery. */
async function delivered(): Promise<Record<string, unknown>> {
  const checks: { rule: string; status: string; latest: Record<string, unknown> | null }[] = await quality.checks();
  const now = metadata.clock.now().getTime();
  return Object.fromEntries(
    checks
      .filter(({ latest }) => latest !== null && new Date(latest.at as string).getTime() > now - 60_000)
      .map(({ rule, latest }) => [rule, [latest!.outcome, latest!.observed, latest!.failedRows]]),
  );
}

const expectation = (type: string, more: object = {}, kwargs: object = {}, meta: object = {}) => ({
  success: true,
  expectation_config: { type, kwargs: { batch_id: 'b', ...kwargs }, meta },
  result: { element_count: 20, unexpected_count: 0, partial_unexpected_list: [] },
  exception_info: { raised_exception: false, exception_traceback: null, exception_message: null },
  ...more,
});

const notNull = (more: object = {}) => expectation('expect_column_values_to_not_be_null', more, { column: 'id' });

function validation(...results: unknown[]) {
  return {
    success: false,
    suite_name: 'people',
    statistics: {},
    meta: { great_expectations_version: '1.3.0' },
    results,
  };
}

describe('Great Expectations', () => {
  test('a validation result reaches the rules by name, and by kind and column', async () => {
    const body = validation(
      notNull({ success: false, result: { element_count: 20, unexpected_count: 3, partial_unexpected_list: ['x'] } }),
      expectation('expect_table_row_count_to_be_between', { result: { observed_value: 20 } }, { min_value: 1 }),
      expectation('expect_column_values_to_match_regex', {}, { column: 'id', regex: '^P' }, { check: 'id-format' }),
    );
    expect((await ingest('gx', body)).body).toEqual({ recorded: 3, refused: [] });
    expect(await delivered()).toEqual({
      'ids-are-given': ['FAIL', 3, 3],
      'ids-look-right': ['PASS', 0, 0],
      'row-count': ['PASS', 20, null],
    });
  });

  test('so does a checkpoint, of the older versions too, with the time of its run', async () => {
    const at = new Date(metadata.clock.now().getTime() - 1_000);
    const stamp = at.toISOString().replace(/[-:]/g, '').replace('Z', '000Z');
    const older = {
      ...validation({
        ...notNull(),
        expectation_config: { expectation_type: 'expect_column_values_to_not_be_null', kwargs: { column: 'id' } },
      }),
      meta: { run_id: { run_time: stamp, run_name: 'nightly' } },
    };
    for (const run of [older, { validation_result: { ...older }, actions_results: {} }]) {
      const { body } = await ingest('gx', {
        success: true,
        run_results: { 'ValidationResultIdentifier::people': run },
      });
      expect(body).toEqual({ recorded: 1, refused: [] });
    }
    const [check] = (await quality.checks()).filter(({ rule }: { rule: string }) => rule === 'ids-are-given');
    expect(check.latest).toMatchObject({ outcome: 'PASS', at: at.toISOString() });
  });

  test.each([
    ['as a whole', { raised_exception: true, exception_message: 'no such column "secret"' }],
    ['in a metric', { "('column_values.nonnull', 'x')": { raised_exception: true, exception_message: 'secret' } }],
  ])('an expectation that raised %s says nothing, and its message stays away', async (_, exception_info) => {
    await ingest('gx', validation(notNull({ success: false, exception_info })));
    expect(await delivered()).toEqual({ 'ids-are-given': ['ERROR', null, null] });
    expect(JSON.stringify(await quality.checks())).not.toContain('secret');
  });

  test('values of the data are not kept', async () => {
    const result = { unexpected_count: 1, partial_unexpected_list: ['Ada Park'], details: { value: 'Ada Park' } };
    await ingest('gx', validation(notNull({ success: false, result })));
    const [stored] = await metadata.database.query<{ text: string }>(
      `SELECT string_agg(to_jsonb(quality_result)::text, '') AS text FROM quality_result`,
    );
    expect(stored!.text).not.toContain('Ada');
  });

  test('what no rule names, what several fit, and what is no result is refused and loses nothing else', async () => {
    const body = validation(
      expectation('expect_column_to_exist', {}, { column: 'id' }),
      expectation('expect_column_value_lengths_to_be_between', {}, { column: 'id' }),
      { success: true },
      null,
      notNull(),
      expectation('expect_column_values_to_be_unique', {}, { column: 'id' }),
    );
    const answer = await ingest('gx', body);
    expect(answer.body).toEqual({
      recorded: 1,
      refused: [
        { index: 0, check: 'expect_column_to_exist', reason: expect.stringContaining('No rule') },
        { index: 1, check: 'expect_column_value_lengths_to_be_between', reason: expect.stringContaining('Several') },
        { index: 2, check: null, reason: 'It is no result of a check.' },
        { index: 3, check: null, reason: 'It is no result of a check.' },
        { index: 5, check: 'expect_column_values_to_be_unique', reason: expect.stringContaining('No rule') },
      ],
    });
    expect(Object.keys(await delivered())).toEqual(['ids-are-given']);
  });
});

const scan = (...checks: unknown[]) => ({
  definitionName: 'people',
  scanEndTimestamp: metadata.clock.now().toISOString().replace('Z', '+00:00'),
  hasErrors: false,
  metrics: [],
  checks,
});

describe('Soda', () => {
  test('the checks of a scan reach the rules by name, identity, and metric and column', async () => {
    const body = scan(
      {
        name: 'row_count > 10',
        identity: 'a',
        table: 'person',
        column: null,
        outcome: 'pass',
        diagnostics: { value: 20 },
      },
      { name: 'regions', identity: 'b1946ac9', outcome: 'warn', diagnostics: { value: 2.5 } },
      { name: 'missing_count(id) = 0', identity: 'c', column: 'id', outcome: 'fail', diagnostics: { value: 4 } },
    );
    expect((await ingest('soda', body)).body).toEqual({ recorded: 3, refused: [] });
    expect(await delivered()).toEqual({
      'enough-people': ['PASS', 20, null],
      'known-regions': ['FAIL', 2.5, null],
      'no-id-is-missing': ['FAIL', 4, 4],
    });
  });

  test('a check that was not evaluated is an error', async () => {
    await ingest('soda', scan({ name: 'row_count > 10', outcome: null, diagnostics: { value: 3 } }));
    expect(await delivered()).toEqual({ 'enough-people': ['ERROR', null, null] });
  });

  test('what this platform runs itself, it does not decide', async () => {
    const { body } = await ingest('soda', scan({ name: 'ids-are-unique', column: 'id', outcome: 'fail' }));
    expect(body).toMatchObject({ recorded: 0, refused: [{ index: 0, check: 'ids-are-unique' }] });
    expect(await delivered()).toEqual({});
  });
});

test('a failing check of another engine opens an incident like any other', async () => {
  await ingest('soda', scan({ name: 'Enough people', outcome: 'fail', diagnostics: { value: 2 } }));
  expect((await quality.incidents()).at(-1)).toMatchObject({
    checkId: 'people/persons#enough-people',
    state: 'OPEN',
    title: 'Quality of people/persons: Enough people is not kept, as soda judges.',
  });
});

test('results in our own words are taken at ingest/odcs too', async () => {
  const { body } = await quality.post('/api/v1/quality/ingest/odcs', {
    results: [{ check: 'people/persons#ids-are-unique', outcome: 'PASS' }],
  });
  expect(body).toEqual({ recorded: 1, refused: [] });
});

describe('a delivery is refused as a whole', () => {
  const someone = { name: 'a', outcome: 'pass' };
  test.each<[string, string, unknown, string, number]>([
    ['that has another form', 'gx', { results: 'fine' }, 'people/persons', 400],
    ['that is no object', 'soda', [], 'people/persons', 400],
    ['of a checkpoint that has another form', 'gx', { run_results: { a: null } }, 'people/persons', 400],
    ['of an engine that nobody knows', 'deequ', {}, 'people/persons', 404],
    ['of a product that is not registered', 'soda', { checks: [] }, 'people/nobody', 404],
    ['of another domain', 'soda', { checks: [] }, 'sales/sales', 403],
    ['that does not say of which product', 'soda', { checks: [] }, '', 400],
    ['with too many results', 'soda', { checks: Array(1_001).fill(someone) }, 'people/persons', 400],
    ['that is too large', 'soda', { checks: [], filler: 'x'.repeat(5 * 1024 * 1024) }, 'people/persons', 413],
  ])('%s', async (_, engine, body, product, status) => {
    expect((await ingest(engine, body, product)).status).toBe(status);
  });

  test('without the scope', async () => {
    const token = await metadata.token('gordian:sla:write', ofPeople);
    const answer = await metadata.send('POST', '/api/v1/quality/ingest/gx?product=people/persons', { token, body: {} });
    expect(answer.status).toBe(403);
  });
});
