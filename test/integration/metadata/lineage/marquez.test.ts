// Lineage as Marquez answers it: the whole answers, held against files that were checked by hand, and what is not answered.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';

let metadata: MetadataUnderTest;
const namespace = 'postgres://127.0.0.1:5432';

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([...twoDomains(), metadataFolder()]);
  const token = await metadata.token('gordian:lineage:write', { domains: ['sales'] });
  const inputFields = [
    {
      namespace,
      name: 'd.sales.sale',
      field: 'amount',
      transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION', masking: false }],
    },
    { namespace, name: 'd.sales.sale', field: 'id', transformations: [{ type: 'INDIRECT', subtype: 'GROUP_BY' }] },
  ];
  const outputs = [
    {
      namespace: 's3://lake',
      name: 'revenue',
      facets: {
        columnLineage: { fields: { total: { inputFields } } },
        schema: { fields: [{ name: 'total', type: 'decimal', description: 'Of a day.' }] },
        documentation: { description: 'What was sold.' },
        dataSource: { name: 'lake', uri: 's3://lake' },
      },
    },
  ];
  const body = {
    eventType: 'COMPLETE',
    eventTime: '2026-03-01T11:00:00Z',
    run: { runId: 'r' },
    job: { namespace: 'airflow', name: 'sum-sales' },
    inputs: [{ namespace, name: 'd.sales.sale' }],
    outputs,
  };
  expect((await metadata.send('POST', '/api/v1/lineage', { token, body })).status).toBe(201);
});
afterAll(() => metadata.close());

async function get(path: string, scope = 'gordian:lineage:read') {
  const headers = { 'x-gordian-lineage-position': '1000000000' };
  return metadata.send<Record<string, unknown>>('GET', path, { token: await metadata.token(scope), headers });
}

const ask = (path: string, query: Readonly<Record<string, string>>) => get(`${path}?${new URLSearchParams(query)}`);

describe('golden answers', () => {
  const column = `datasetField:${namespace}:d.sales.sale:amount`;
  test.each([
    ['lineage-of-a-dataset', '/api/v1/lineage', { nodeId: 'dataset:s3://lake:revenue', depth: '5' }],
    ['lineage-of-a-job', '/api/v1/lineage', { nodeId: 'job:airflow:sum-sales', depth: '1' }],
    ['column-lineage-of-a-dataset', '/api/v1/column-lineage', { nodeId: 'dataset:s3://lake:revenue' }],
    ['column-lineage-downstream', '/api/v1/column-lineage', { nodeId: column, withDownstream: 'true' }],
    ['namespaces', '/api/v1/namespaces', {}],
    ['datasets', `/api/v1/namespaces/${encodeURIComponent(namespace)}/datasets`, { limit: '2' }],
  ])('%s', async (name, path, query: Readonly<Record<string, string>>) => {
    const answer = await ask(path, query);
    expect(answer.status).toBe(200);
    const file = packageFile(`test/fixtures/marquez/${name}.json`);
    await expect(`${JSON.stringify(answer.body, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});

test.each([
  ['/api/v1/lineage', 400],
  ['/api/v1/lineage?nodeId=table:a:b', 400],
  ['/api/v1/lineage?nodeId=dataset:a', 400],
  ['/api/v1/lineage?nodeId=dataset:s3://lake:nothing', 404],
  ['/api/v1/lineage?nodeId=job:s3://lake:revenue', 404],
  ['/api/v1/lineage?nodeId=dataset:s3://lake:revenue&depth=21', 400],
  ['/api/v1/column-lineage?nodeId=datasetField:s3://lake:revenue:nothing', 404],
  ['/api/v1/namespaces?limit=0', 400],
])('%s is answered with %i', async (path, status) => {
  expect((await get(path)).status).toBe(status);
});

test('nobody reads without the scope', async () => {
  expect((await get('/api/v1/namespaces', 'gordian:lineage:write')).status).toBe(403);
  expect((await metadata.send('GET', '/api/v1/namespaces')).status).toBe(401);
});
