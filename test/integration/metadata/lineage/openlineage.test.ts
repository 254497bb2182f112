// Pipelines report over HTTP, and the graph has what they did: next to what contracts say, under the same names, and never twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([...twoDomains(), metadataFolder()]);
});
afterAll(() => metadata.close());

/** The server `people` of the contracts, as OpenLineage calls it. */
const namespace = 'postgres://127.0.0.1:5432';
const lake = 's3://lake';

interface Given {
  readonly job?: string;
  readonly run?: string;
  readonly second?: number;
  readonly type?: string;
  readonly inputs?: readonly object[];
  readonly outputs?: readonly object[];
}

function eventOf({
  job = 'copy-persons',
  run = 'run-1',
  second = 0,
  type = 'COMPLETE',
  inputs = [],
  outputs = [],
}: Given) {
  const eventTime = new Date(Date.parse('2026-03-01T11:00:00Z') + second * 1_000).toISOString();
  return { eventType: type, eventTime, run: { runId: run }, job: { namespace: 'airflow', name: job }, inputs, outputs };
}

/** `column` of a lake table, made from a column of the people database. */
function copyOf(name: string, column: string, from: string, more: object = {}) {
  const inputFields = [{ namespace, name: 'd.people.person', field: from, ...more }];
  return { namespace: lake, name, facets: { columnLineage: { fields: { [column]: { inputFields } } } } };
}

async function post(body: unknown, path = '/api/v1/lineage', domains = ['people']) {
  const token = await metadata.token('gordian:lineage:write', { domains });
  return metadata.send<Record<string, unknown>>('POST', path, { token, body });
}

async function lineage(urn: string, more = 'direction: UPSTREAM', position?: unknown) {
  const after = position === undefined ? '' : `, position: ${position}`;
  const answer = await metadata.query(`{ lineage(root: { urn: "${urn}" }, ${more}${after}) {
    nodes { urn kind } edges { from to transform subtype masking origins confidence firstSeen lastSeen job }
    complete asOf indexLagSeconds } }`);
  expect(answer.errors).toBeUndefined();
  return answer.data.lineage;
}

const job = 'openlineage:job:airflow#copy-persons';

describe('an event', () => {
  test('makes edges from the columns that the contracts know to those of the lake, which a reader with its position sees', async () => {
    const answer = await post(
      eventOf({ inputs: [{ namespace, name: 'd.people.person' }], outputs: [copyOf('persons', 'name', 'full_name')] }),
    );
    expect(answer.status).toBe(201);
    const position = answer.headers['x-gordian-lineage-position'];
    const graph = await lineage('s3://lake#persons#name', 'direction: UPSTREAM, depth: 1', position);
    expect(graph).toMatchObject({ complete: true, indexLagSeconds: 0 });
    expect(graph.edges).toEqual([
      {
        from: 'postgres://people#people.person.full_name',
        to: 's3://lake#persons#name',
        transform: 'DIRECT',
        subtype: null,
        masking: false,
        origins: ['OPENLINEAGE'],
        confidence: 0.95,
        firstSeen: '2026-03-01T11:00:00.000Z',
        lastSeen: '2026-03-01T11:00:00.000Z',
        job,
      },
    ]);
    const downstream = await lineage('postgres://people#people.person.full_name', 'direction: DOWNSTREAM');
    expect(downstream.nodes.map((node: { urn: string }) => node.urn)).toEqual([
      'postgres://people#people.person.full_name',
      'graphql://gordian#Person.name',
      's3://lake#persons#name',
    ]);
    const ofJob = await lineage(job, 'direction: BOTH, depth: 1');
    expect(ofJob.nodes).toEqual([
      { urn: job, kind: 'JOB' },
      { urn: 'postgres://people#people.person', kind: 'TABLE' },
      { urn: 's3://lake#persons', kind: 'TABLE' },
    ]);
  });

  test('of a newer run takes the place of an older one, and of an older run changes nothing', async () => {
    await post(eventOf({ run: 'run-2', second: 60, outputs: [copyOf('persons', 'name', 'nick')] }));
    await post(eventOf({ run: 'run-0', second: -60, outputs: [copyOf('persons', 'name', 'id')] }));
    const graph = await lineage('s3://lake#persons#name', 'direction: UPSTREAM, depth: 1', 1e9);
    expect(graph.edges.map((edge: { from: string }) => edge.from)).toEqual(['postgres://people#people.person.nick']);
  });

  test('of a run that fails adds nothing, whatever the run said before', async () => {
    const outputs = [copyOf('failed', 'name', 'full_name')];
    const failed = { job: 'fails', run: 'run-f', outputs };
    await post(eventOf({ ...failed, type: 'START' }));
    await post(eventOf({ ...failed, type: 'RUNNING', second: 1 }));
    expect((await lineage('s3://lake#failed#name', 'direction: UPSTREAM', 1e9)).edges).toHaveLength(1);
    await post(eventOf({ ...failed, type: 'FAIL', second: 2, outputs: [] }));
    expect((await lineage('s3://lake#failed#name', 'direction: UPSTREAM', 1e9)).edges).toEqual([]);
    expect(await metadata.database.query('SELECT * FROM watermark')).toEqual([]);
  });

  test('before it failed is in the graph as it was then', async () => {
    metadata.clock.advance(60_000);
    const before = metadata.clock.now();
    await post(eventOf({ job: 'moves', run: 'm', second: 3, outputs: [copyOf('moved', 'name', 'full_name')] }));
    metadata.clock.advance(60_000);
    const between = metadata.clock.now();
    metadata.clock.advance(60_000);
    await post(eventOf({ job: 'moves', run: 'm', second: 4, type: 'FAIL' }));
    const at = async (instant: Date) =>
      (await lineage('s3://lake#moved#name', `direction: UPSTREAM, at: "${instant.toISOString()}"`)).edges.length;
    const exact = new Date(before.getTime() - 1);
    expect([await at(exact), await at(between), await at(metadata.clock.now())]).toEqual([0, 1, 0]);
  });

  test.each([
    [{ transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION', masking: true }] }, 'DIRECT', 'AGGREGATION', true],
    [{ transformations: [{ type: 'INDIRECT', subtype: 'FILTER' }] }, 'INDIRECT', 'FILTER', false],
    [
      {
        transformations: [
          { type: 'DIRECT', subtype: 'IDENTITY', masking: true },
          { type: 'DIRECT', subtype: 'IDENTITY' },
        ],
      },
      'DIRECT',
      'IDENTITY',
      false,
    ],
    [{ transformations: [] }, 'DIRECT', null, false],
  ])('says %j of a column', async (more, transform, subtype, masking) => {
    const run = JSON.stringify(more);
    await post(eventOf({ job: run, run, outputs: [copyOf(`shapes-${run.length}`, 'name', 'full_name', more)] }));
    const { edges } = await lineage(`s3://lake#shapes-${run.length}#name`, 'direction: UPSTREAM, depth: 1', 1e9);
    expect(edges).toMatchObject([{ transform, subtype, masking }]);
  });

  test('in the former shape of column lineage is read as well', async () => {
    const fields = {
      name: {
        inputFields: [{ namespace, name: 'd.people.person', field: 'full_name' }],
        transformationType: 'MASKED',
        transformationDescription: 'sha256',
      },
    };
    const outputs = [{ namespace: lake, name: 'former', facets: { columnLineage: { fields } } }];
    await post(eventOf({ job: 'former', run: 'former', outputs }));
    const { edges } = await lineage('s3://lake#former#name', 'direction: UPSTREAM, depth: 1', 1e9);
    expect(edges).toMatchObject([{ transform: 'DIRECT', masking: true }]);
  });

  test('of a dataset or a job alone is taken', async () => {
    const facets = { schema: { fields: [{ name: 'name', type: 'text' }] } };
    const eventTime = '2026-03-01T11:00:00Z';
    const aboutDataset = await post({ eventTime, dataset: { namespace: lake, name: 'alone', facets } });
    const aboutJob = await post({
      eventTime,
      job: { namespace: 'airflow', name: 'designed' },
      inputs: [{ namespace: lake, name: 'alone' }],
      outputs: [{ namespace: lake, name: 'designed' }],
    });
    expect([aboutDataset.status, aboutJob.status]).toEqual([201, 201]);
    const { nodes } = await lineage('s3://lake#designed', 'direction: UPSTREAM', 1e9);
    expect(nodes.map((node: { urn: string }) => node.urn)).toEqual([
      's3://lake#designed',
      'openlineage:job:airflow#designed',
      's3://lake#alone',
    ]);
  });

  test('with five megabytes of facets is taken, and what nobody asks for is not kept', async () => {
    const facets = { weather: { text: 'x'.repeat(5 * 1024 * 1024) }, dataSource: { name: 'lake', uri: 's3://lake' } };
    const answer = await post(
      eventOf({ job: 'large', run: 'large', outputs: [{ namespace: lake, name: 'large', facets }] }),
    );
    expect(answer.status).toBe(201);
    const kept = await metadata.database.query(
      `SELECT facet.name, facet.body FROM lineage_facet AS facet JOIN lineage_node AS node ON node.id = facet.node
       WHERE node.urn = 's3://lake#large'`,
    );
    expect(kept).toEqual([{ name: 'dataSource', body: { name: 'lake', uri: 's3://lake' } }]);
  });
});

test('a reader of a dataset does not describe it, and what an event says of one dataset in two places counts together', async () => {
  const described = { namespace: 's3://lake', name: 'read', facets: { schema: { fields: [{ name: 'a' }] } } };
  await post(
    eventOf({
      job: 'twice',
      run: 'twice',
      inputs: [described],
      outputs: [copyOf('twice', 'a', 'full_name'), copyOf('twice', 'b', 'nick')],
    }),
  );
  const kept = `SELECT FROM lineage_facet AS facet JOIN lineage_node AS node ON node.id = facet.node WHERE node.urn = 's3://lake#read'`;
  expect(await metadata.database.query(kept)).toEqual([]);
  for (const column of ['a', 'b'])
    expect((await lineage(`s3://lake#twice#${column}`, 'direction: UPSTREAM, depth: 1', 1e9)).edges).toHaveLength(1);
});

test('a facet that is nested without end is left out, and the event is taken', async () => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  const event = JSON.stringify(
    eventOf({
      job: 'deep',
      run: 'deep',
      outputs: [{ namespace: lake, name: 'deep', facets: { schema: { fields: 0 } } }],
    }),
  );
  const token = await metadata.token('gordian:lineage:write', { domains: ['people'] });
  const answer = await metadata.send('POST', '/api/v1/lineage', {
    token,
    headers: { 'content-type': 'application/json' },
    text: event.replace('"fields":0', `"fields":${deep}`),
  });
  expect(answer.status).toBe(201);
  const kept = `SELECT FROM lineage_facet AS facet JOIN lineage_node AS node ON node.id = facet.node WHERE node.urn = 's3://lake#deep'`;
  expect(await metadata.database.query(kept)).toEqual([]);
});

test('a facet with a text that cannot be stored is left out, and the event is taken', async () => {
  for (const [second, description] of ['\ud800', '\0', '\\u0000 as a text'].entries()) {
    const output = { namespace: lake, name: 'described', facets: { documentation: { description } } };
    expect(
      (await post(eventOf({ job: 'describes', run: `describes-${second}`, second, outputs: [output] }))).status,
    ).toBe(201);
  }
});

test.each([
  ['a job', { job: 'half a pair \ud800' }],
  ['a run', { run: 'half a pair \ud800' }],
  ['a dataset', { inputs: [{ namespace: lake, name: '\udfff' }] }],
  ['a name that no index holds', { inputs: [{ namespace: lake, name: manyCharacters(2_000) }] }],
])('what is no name is refused: %s', async (_, given) => {
  const { status, body } = await post(eventOf(given));
  expect([status, body.errors]).toEqual([
    400,
    [expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) })],
  ]);
});

/** All different, so that they cannot be made shorter. */
function manyCharacters(count: number): string {
  return Array.from({ length: count }, (_, place) => String.fromCharCode(0x4e00 + ((place * 7_919) % 20_000))).join('');
}

describe('what is refused', () => {
  test.each([
    [null],
    [[]],
    [{}],
    [{ ...eventOf({}), eventTime: 'yesterday' }],
    [{ ...eventOf({}), eventTime: '2999-01-01T00:00:00Z' }],
    [{ ...eventOf({}), eventType: 'DONE' }],
    [{ ...eventOf({}), job: undefined }],
    [{ ...eventOf({}), inputs: [{ namespace: lake }] }],
    [{ ...eventOf({}), job: { namespace: 'a', name: 'nul\0' } }],
  ])('%j is no event', async (body) => {
    const answer = await post(body);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining('BAD_USER_INPUT')]);
  });

  test('a pipeline writes nothing about data of another domain, and nobody without the scope writes', async () => {
    const own = eventOf({ job: 'own', outputs: [{ namespace, name: 'd.people.person' }] });
    expect((await post(own, '/api/v1/lineage', ['sales'])).status).toBe(403);
    expect((await post(own)).status).toBe(201);
    const token = await metadata.token('gordian:sla:write', { domains: ['people'] });
    expect((await metadata.send('POST', '/api/v1/lineage', { token, body: own })).status).toBe(403);
    expect((await metadata.send('POST', '/api/v1/lineage/batch', { body: [own] })).status).toBe(401);
  });

  test('one bad event of a batch is named, and the others are taken', async () => {
    const good = (name: string) => eventOf({ job: name, run: name, outputs: [{ namespace: lake, name }] });
    const answer = await post([good('first'), { eventTime: 'never' }, good('third')], '/api/v1/lineage/batch');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'partial_success',
      summary: { received: 3, successful: 2, failed: 1, retriable: 0, non_retriable: 1 },
      failed_events: [{ index: 1, retriable: false, reason: expect.stringContaining('eventTime') }],
    });
    expect((await lineage('s3://lake#third', 'direction: UPSTREAM', 1e9)).edges).toHaveLength(1);
    expect((await post({}, '/api/v1/lineage/batch')).status).toBe(400);
  });
});

test('a registration leaves what pipelines say, and says what it says once more', async () => {
  await post(eventOf({ job: 'stays', run: 's', second: 5, outputs: [copyOf('stays', 'name', 'full_name')] }));
  const registered = await metadata.register(twoDomains({ people: '1.0.1' }));
  expect(registered.status).toBe(200);
  expect((await lineage('s3://lake#stays#name', 'direction: UPSTREAM, depth: 1')).edges).toHaveLength(1);
});

test('what one process takes another one answers with, when it is given the position, and later without', async () => {
  const other = await metadata.startAnother(3_600_000);
  const ask = async (more: string) => {
    const document = `{ lineage(root: { coordinate: "Person.id" }, direction: DOWNSTREAM, depth: 1${more}) { nodes { urn } asOf indexLagSeconds } }`;
    const answer = await metadata.query(document, {}, other.url);
    expect(answer.errors).toBeUndefined();
    return answer.data.lineage;
  };
  const has = (graph: { nodes: { urn: string }[] }) => graph.nodes.some(({ urn }) => urn === 's3://lake#elsewhere#id');
  // It has the graph in memory from here on.
  await ask(', position: 1');
  const fields = { id: { inputFields: [{ namespace: 'graphql://gordian', name: 'Person', field: 'id' }] } };
  metadata.clock.advance(10_000);
  const written = await post(
    eventOf({
      job: 'elsewhere',
      run: 'e',
      outputs: [{ namespace: lake, name: 'elsewhere', facets: { columnLineage: { fields } } }],
    }),
  );
  const stale = await ask('');
  expect([has(stale), stale.indexLagSeconds]).toEqual([false, 10]);
  const fresh = await ask(`, position: ${written.headers['x-gordian-lineage-position']}`);
  expect([has(fresh), fresh.indexLagSeconds]).toEqual([true, 0]);
  expect(has(await ask(''))).toBe(true);
  await other.close();
});

describe('how far data reach', () => {
  /** Both are in what the contract says a person is made from. */
  const tables = ['person', 'region'].map((table) => ({ namespace, name: `d.people.${table}` }));
  const both = 'gordian:lineage:write gordian:sla:write';

  async function report(body: object, scope = both) {
    metadata.clock.advance(1_000);
    const token = await metadata.token(scope, { domains: ['people'] });
    const answer = await metadata.send('POST', '/api/v1/lineage', { token, body });
    expect(answer.status).toBe(201);
  }

  const eventTimes = async (runId: string) =>
    (
      await metadata.database.query<{ element: string; event_time: Date }>(
        'SELECT element, event_time FROM watermark WHERE run_id = $1 ORDER BY element',
        [runId],
      )
    ).map(({ element, event_time }) => [element, event_time.toISOString()]);

  const run = (id: string, second: number, type: string, more: object = {}) => ({
    ...eventOf({ job: `load ${id}`, run: id, second, type, outputs: tables }),
    ...more,
  });

  test('is up to the beginning of a run that completed, whichever of its events comes first', async () => {
    await report(run('loaded', 30, 'COMPLETE'));
    expect(await eventTimes('loaded')).toEqual([]);
    await report(run('loaded', 10, 'START'));
    expect(await eventTimes('loaded')).toEqual([['', '2026-03-01T11:00:10.000Z']]);
  });

  test('is up to the end of the time that the run says it is for', async () => {
    const facets = {
      nominalTime: { nominalStartTime: '2026-02-28T00:00:00Z', nominalEndTime: '2026-03-01T11:00:20Z' },
    };
    await report(run('daily', 40, 'COMPLETE', { run: { runId: 'daily', facets } }));
    expect(await eventTimes('daily')).toEqual([['', '2026-03-01T11:00:20.000Z']]);
  });

  test.each([
    ['a run that failed', 'failed', 'FAIL', both],
    ['a run that goes on', 'going on', 'RUNNING', both],
    ['who may not report on service levels', 'stranger', 'COMPLETE', 'gordian:lineage:write'],
  ])('is not told by %s', async (_, id, type, scope) => {
    await report(run(id, 50, 'START'), scope);
    await report(run(id, 55, type), scope);
    expect(await eventTimes(id)).toEqual([]);
  });

  test('is not told by a run that wrote a part of what a type is made from', async () => {
    await report(run('person alone', 50, 'START', { outputs: tables.slice(0, 1) }));
    await report(run('person alone', 55, 'COMPLETE', { outputs: tables.slice(0, 1) }));
    expect(await eventTimes('person alone')).toEqual([]);
  });

  test('is told of a type, where the rest of its product is made elsewhere', async () => {
    await metadata.database.query(
      `INSERT INTO field (coordinate, product_id, subgraph, type, level, physical, valid_from)
       SELECT 'Hobby.name', product_id, subgraph, type, level, ARRAY['postgres://people#people.hobby.name'], valid_from
       FROM field WHERE coordinate = 'Person.name' AND valid_to = 'infinity'`,
    );
    await report(run('a part', 60, 'START'));
    await report(run('a part', 65, 'COMPLETE'));
    expect(await eventTimes('a part')).toEqual([['Person', '2026-03-01T11:01:00.000Z']]);
  });
});
