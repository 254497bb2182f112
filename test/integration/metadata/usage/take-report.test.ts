// What becomes of the reports of gateways: counted once, in any number of processes, and what is lost shows.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { trafficOf } from '../../../../subgraphs/metadata/usage/traffic.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { hashOf, report, slowest, usageReportOf } from './reports.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
});
afterAll(() => metadata.close());

beforeEach(() =>
  metadata.database.query(
    `TRUNCATE operation, operation_field, consumer, usage_hour, usage_seen, fetch_bucket, field_observed, gateway_instance,
      usage_gap CASCADE`,
  ),
);

const at = (time: string) => `2026-03-01T${time}.000Z`;
const names = { operations: { Names: ['Query.persons', 'Person.name'] } };

async function hours() {
  return metadata.database.query(
    `SELECT operation.name, to_char(hour AT TIME ZONE 'UTC', 'HH24:MI') AS hour, client, requests, errors, events
     FROM usage_hour JOIN operation ON operation.id = operation_id JOIN consumer ON consumer.id = consumer_id
     ORDER BY operation.name, hour, client`,
  );
}

describe('counting', () => {
  test('reports of an hour add up, by operation and client', async () => {
    const uses = [
      { operation: 'Names', client: 'crm', requests: 3, errors: 1 },
      { operation: 'Names', client: 'anonymous', requests: 2 },
    ];
    expect(await report(metadata, { sequence: 1, from: at('00:00:00'), to: at('00:00:05'), ...names, uses })).toBe(
      'counted',
    );
    expect(await report(metadata, { sequence: 2, from: at('00:00:05'), to: at('00:00:10'), uses })).toBe('counted');
    expect(
      await report(metadata, { sequence: 3, from: at('01:00:00'), to: at('01:00:05'), uses: uses.slice(0, 1) }),
    ).toBe('counted');
    expect(await hours()).toEqual([
      { name: 'Names', hour: '00:00', client: 'anonymous', requests: 4, errors: 0, events: 0 },
      { name: 'Names', hour: '00:00', client: 'crm', requests: 6, errors: 2, events: 0 },
      { name: 'Names', hour: '01:00', client: 'crm', requests: 3, errors: 1, events: 0 },
    ]);
  });

  test('a report is counted once, however often and however much at once it is sent', async () => {
    const told = {
      sequence: 1,
      from: at('00:00:00'),
      to: at('00:00:05'),
      ...names,
      uses: [{ operation: 'Names', client: 'crm', requests: 5 }],
      fetches: { people: [1] },
    };
    const receipts = await Promise.all(Array.from({ length: 8 }, () => report(metadata, told)));
    expect(receipts.sort()).toEqual(['counted', ...new Array(7).fill('known')]);
    expect(await hours()).toMatchObject([{ requests: 5 }]);
    expect(await metadata.database.query('SELECT fetches FROM fetch_bucket')).toEqual([{ fetches: 1 }]);
  });

  test('gateways that report the same at the same time, in different orders, do not lock each other out', async () => {
    const documents = Array.from({ length: 20 }, (_, index) => `Op${index}`);
    const operations = Object.fromEntries(documents.map((document) => [document, ['Person.name']]));
    const send = (instance: string, order: readonly string[]) =>
      report(metadata, {
        instance,
        sequence: 1,
        from: at('00:00:00'),
        to: at('00:00:05'),
        operations,
        uses: order.flatMap((operation) => [
          { operation, client: 'crm', requests: 1 },
          { operation, client: 'erp', requests: 1 },
        ]),
        fetches: Object.fromEntries(order.map((name) => [name, [1]])),
      });
    const receipts = await Promise.all(
      Array.from({ length: 8 }, (_, index) => send(`gateway-${index}`, index % 2 ? documents : documents.toReversed())),
    );
    expect(new Set(receipts)).toEqual(new Set(['counted']));
    expect((await hours()).map(({ requests }) => requests)).toEqual(new Array(40).fill(8));
  });

  test('an operation that nobody has told of makes the whole report wait for it', async () => {
    const told = {
      sequence: 1,
      from: at('00:00:00'),
      to: at('00:00:05'),
      uses: [{ operation: 'Names', client: 'crm', requests: 1 }],
      fetches: { people: [1] },
    };
    expect(await report(metadata, told)).toBe('unknown-operations');
    expect(await metadata.database.query('SELECT FROM fetch_bucket')).toEqual([]);
    expect(await report(metadata, { ...told, ...names })).toBe('counted');
    expect(await hours()).toMatchObject([{ requests: 1 }]);
  });

  test('fetches are counted by five minutes, and their latencies by bounds', async () => {
    await report(metadata, { sequence: 1, from: at('00:04:58'), to: at('00:05:00'), fetches: { people: [1, 4, -1] } });
    await report(metadata, { sequence: 2, from: at('00:05:00'), to: at('00:05:05'), fetches: { people: [slowest] } });
    await report(metadata, { sequence: 3, from: at('00:05:05'), to: at('00:05:10'), fetches: { people: [4] } });
    const rows = await metadata.database.query<{ counts: number[] }>(
      `SELECT to_char(bucket AT TIME ZONE 'UTC', 'HH24:MI') AS bucket, fetches, failures, latency_counts::int[] AS counts
       FROM fetch_bucket ORDER BY bucket`,
    );
    const filled = rows.map(({ counts, ...row }) => ({
      ...row,
      counts: counts.flatMap((count, index) => (count > 0 ? [[index, count]] : [])),
    }));
    expect(filled).toEqual([
      {
        bucket: '00:00',
        fetches: 3,
        failures: 1,
        counts: [
          [0, 1],
          [3, 1],
        ],
      },
      {
        bucket: '00:05',
        fetches: 2,
        failures: 0,
        counts: [
          [3, 1],
          [25, 1],
        ],
      },
    ]);
  });

  test('what fields hold adds up by the hour', async () => {
    const observed = [{ coordinate: 'Person.name', requests: 1, observed: 10, nulls: 2, errors: 1 }];
    await report(metadata, { sequence: 1, from: at('00:00:00'), to: at('00:00:05'), observed });
    await report(metadata, { sequence: 2, from: at('00:00:05'), to: at('00:00:10'), observed });
    expect(
      await metadata.database.query('SELECT coordinate, requests, observed, nulls, errors FROM field_observed'),
    ).toEqual([{ coordinate: 'Person.name', requests: 2, observed: 20, nulls: 4, errors: 2 }]);
  });

  test('the document is written once, and what it asks for on another supergraph as well is added', async () => {
    await report(metadata, { sequence: 1, from: at('00:00:00'), to: at('00:00:05'), ...names });
    await report(metadata, {
      sequence: 2,
      from: at('00:00:05'),
      to: at('00:00:10'),
      operations: { Names: ['Person.other'] },
    });
    expect(
      await metadata.database.query(
        `SELECT document, coordinate FROM operation JOIN operation_field ON operation_id = id ORDER BY coordinate`,
      ),
    ).toEqual([
      { document: 'Names', coordinate: 'Person.name' },
      { document: 'Names', coordinate: 'Person.other' },
      { document: 'Names', coordinate: 'Query.persons' },
    ]);
  });

  test('an operation that a report tells of twice is counted together', async () => {
    const uses = [
      { operation: 'Names', client: 'crm', requests: 3, errors: 1 },
      { operation: 'Names', client: 'crm', requests: 2 },
    ];
    expect(await report(metadata, { sequence: 1, from: at('00:00:00'), to: at('00:00:05'), ...names, uses })).toBe(
      'counted',
    );
    expect(await hours()).toMatchObject([{ name: 'Names', client: 'crm', requests: 5, errors: 1 }]);
  });
});

describe('who may report', () => {
  test.each([
    ['without the scope', 'gordian:sla:write', {}, 403],
    ['nonsense', 'gordian:usage:write', { uses: [{ operation: 'Names', client: '', requests: -1 }] }, 400],
  ])('%s, nobody', async (_, scope, more, status) => {
    const answer = await metadata.send('POST', '/usage/reports', {
      token: await metadata.token(scope),
      body: usageReportOf({ sequence: 1, from: at('00:00:00'), to: at('00:00:05'), ...more }),
    });
    expect(answer.status).toBe(status);
  });

  test('nobody reports for the gateway of another client', async () => {
    await report(metadata, { sequence: 1, from: at('00:00:00'), to: at('00:00:05') });
    expect(await report(metadata, { sequence: 2, from: at('00:00:05'), to: at('00:00:10') }, 'somebody')).toBe('409');
  });
});

describe('whether reports cover a time', () => {
  const window = { from: new Date(at('00:10:00')), to: new Date(at('02:00:00')) };
  const traffic = () => trafficOf(metadata.database, ['Person.name'], window);
  const whole = { from: at('00:00:00'), to: at('02:00:00') };

  test('nobody has reported: nothing is known', async () => {
    expect(await traffic()).toEqual({ coversWindow: false, knownSince: null, uses: [] });
  });

  test.each([
    ['without a gap', [whole], true],
    ['up to a moment ago', [{ from: at('00:00:00'), to: at('01:59:30') }], true],
    ['from too late on', [{ ...whole, startedAt: at('00:20:00'), from: at('00:20:00') }], false],
    ['up to a while ago, and then a gateway fell silent', [{ from: at('00:00:00'), to: at('01:30:00') }], false],
    ['until the gateway stopped', [{ from: at('00:00:00'), to: at('01:30:00'), isLast: true }], true],
    [
      'with a lost report between two',
      [
        { from: at('00:00:00'), to: at('01:00:00') },
        { from: at('01:00:05'), to: at('02:00:00') },
      ],
      false,
    ],
    ['with requests that were too many to be told apart', [{ ...whole, overflowed: 1 }], false],
    [
      'by one gateway, while another was killed long before',
      [
        {
          instance: 'killed',
          startedAt: '2026-02-20T00:00:00Z',
          from: '2026-02-20T00:00:00Z',
          to: '2026-02-28T00:00:00Z',
        },
        whole,
      ],
      true,
    ],
    [
      'by one gateway, while another was killed shortly before',
      [
        {
          instance: 'killed',
          startedAt: '2026-02-20T00:00:00Z',
          from: '2026-02-20T00:00:00Z',
          to: '2026-02-28T23:30:00Z',
        },
        whole,
      ],
      false,
    ],
  ])('%s', async (_, reports, covers) => {
    for (const [index, told] of reports.entries()) await report(metadata, { sequence: index + 1, ...told });
    expect((await traffic()).coversWindow).toBe(covers);
  });

  test('who used a coordinate, with which operation, and how often', async () => {
    await report(metadata, {
      sequence: 1,
      from: at('00:00:00'),
      to: at('00:00:05'),
      operations: { Names: ['Person.name', 'Person.id'], Ids: ['Person.id'] },
      uses: [
        { operation: 'Names', client: 'crm', requests: 3, at: at('00:00:01') },
        { operation: 'Names', client: 'erp', requests: 1, at: at('00:00:02') },
        { operation: 'Ids', client: 'crm', requests: 7, at: at('00:00:03') },
      ],
    });
    const { uses } = await trafficOf(metadata.database, ['Person.name', 'Person.none'], window);
    expect(uses).toEqual([
      {
        coordinate: 'Person.name',
        operationHash: hashOf('Names'),
        operationName: 'Names',
        client: 'crm',
        requests: 3,
        firstSeen: new Date(at('00:00:01')),
        lastSeen: new Date(at('00:00:01')),
      },
      expect.objectContaining({ client: 'erp', requests: 1 }),
    ]);
  });

  test('more uses than fit into memory leave the rest open', async () => {
    await report(metadata, {
      sequence: 1,
      ...whole,
      operations: { Names: ['Person.name'] },
      uses: [
        { operation: 'Names', client: 'crm', requests: 3, at: at('00:00:01') },
        { operation: 'Names', client: 'erp', requests: 1, at: at('00:00:02') },
      ],
    });
    const asked = (limit: number) => trafficOf(metadata.database, ['Person.name'], window, limit);
    expect(await asked(2)).toMatchObject({ coversWindow: true, uses: [{ client: 'crm' }, { client: 'erp' }] });
    expect(await asked(1)).toMatchObject({ coversWindow: false, uses: [{ client: 'crm' }] });
  });
});
