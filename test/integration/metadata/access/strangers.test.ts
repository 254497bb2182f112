// What a contract tags `secret` reaches a stranger by no detour: not by a check that leaves it out, not by the text of a contract, not
// by the words of its business, not by what goes wrong with it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';
import { staff } from './guarded-domain.ts';
import { ann, person } from './people.ts';

const reader = person('rea', { scopes: new Set(['staff:restricted:read']) });

let metadata: MetadataUnderTest;
beforeAll(async () => {
  metadata = await startMetadata();
  expect((await metadata.register([withWords(staff()), metadataFolder()])).status).toBe(200);
});
afterAll(() => metadata.close());

function withWords(folder: SubgraphFolder): SubgraphFolder {
  const [people, ...others] = folder.contracts;
  const text = people!.text.replace(
    'tags: [secret] }',
    'tags: [secret], businessName: Top clearance, description: How far the clearance goes, quality: [{ metric: nullValues, mustBe: 0 }] }',
  );
  const promise =
    'slaProperties: [{ id: filled, property: completeness, value: 99, unit: percent, element: Person.clearance }]\n';
  return { ...folder, contracts: [{ ...people!, text: text + promise }, ...others] };
}

const guessed = (folder: SubgraphFolder): SubgraphFolder => ({
  ...folder,
  sdl: folder.sdl.replace('  clearance: String\n', ''),
  contracts: folder.contracts.map(({ file, text }) => ({ file, text: text.replace(/^.*clearance.*\n/m, '') })),
});

test('a check of a contract without it does not tell that it is missing', async () => {
  const { sdl, contracts } = guessed(staff({ version: '2.0.0' }));
  const input = { product: 'staff/people', sdl, odcs: contracts[0]!.text, sourceRevision: 'x' };
  const document = `mutation ($input: ContractInput!) { checkContract(input: $input) {
    ok changes { coordinate message before } problems { message fix } composition { message } policies { detail } summaryMarkdown } }`;
  const { data, errors } = await metadata.queryAs(ann, document, { input });
  expect(errors).toBeUndefined();
  expect(JSON.stringify(data)).not.toMatch(/clearance/i);
  const known = await metadata.queryAs(reader, document, { input });
  expect(JSON.stringify(known.data)).toMatch(/Person\.clearance/);
});

test('neither does a check over HTTP', async () => {
  const { name, file, sdl, contracts } = guessed(staff({ version: '2.0.0' }));
  const body = { subgraphs: [{ name, sdl, sdlFile: file, contracts }], sourceRevision: 'x' };
  const { body: answer } = await metadata.send('POST', '/registry/check', { token: await metadata.token(''), body });
  expect(JSON.stringify(answer)).not.toMatch(/clearance/i);
});

test('the text of its contract is not for every client', async () => {
  const path = '/contracts/staff/people/1.0.0.odcs.yaml';
  const { body } = await metadata.send<unknown>('GET', path, { token: await metadata.token('') });
  expect(JSON.stringify(body)).not.toMatch(/clearance/i);
});

test('its business name is no word of the glossary', async () => {
  const { data } = await metadata.queryAs(
    ann,
    `{ search(text: "clearance") { nodes { item { ... on GlossaryTerm { term definition } } } }
       dataProduct(urn: "gordian:product:staff/people") { glossary { term definition } } }`,
  );
  expect(JSON.stringify(data)).not.toMatch(/clearance/i);
});

test('an incident with it does not name it', async () => {
  const [check] = await metadata.database.query<{ id: string }>(
    "SELECT 'staff/people#' || rule AS id FROM quality_check WHERE element = 'Person.clearance'",
  );
  const reported = await metadata.send('POST', '/api/v1/quality/results', {
    token: await metadata.token('gordian:quality:write', { domains: ['staff'] }),
    body: { results: [{ check: check!.id, outcome: 'FAIL', observed: 3, failedRows: 3 }] },
  });
  expect(reported.status).toBeLessThan(300);
  const { data, errors } = await metadata.queryAs(
    ann,
    `{ incidents { nodes { title cause product { health { reasons } } } } }`,
  );
  expect(errors).toBeUndefined();
  expect(data.incidents.nodes).toHaveLength(1);
  expect(JSON.stringify(data)).not.toMatch(/clearance/i);
});

test('a promise about it is there for whoever may know of it', async () => {
  const promises =
    '{ dataProduct(urn: "gordian:product:staff/people") { slas { element } contracts { current { slas { element } } } } }';
  expect(JSON.stringify((await metadata.queryAs(ann, promises)).data)).not.toMatch(/clearance/i);
  const { data } = await metadata.queryAs(reader, promises);
  expect(data.dataProduct.slas).toEqual([{ element: 'Person.clearance' }]);
});

test('when it is gone, what has changed does not tell that it was there', async () => {
  const { name, file, sdl, contracts } = guessed(staff({ version: '2.0.0' }));
  const { status } = await metadata.send('POST', '/registry/register', {
    token: await metadata.token('gordian:contract:write', { domains: '*' }),
    body: {
      subgraphs: [{ name, sdl, sdlFile: file, contracts }],
      sourceRevision: 'x',
      acceptUnknown: true,
      reason: 'Nobody needs it.',
    },
  });
  expect(status).toBe(200);
  const { data } = await metadata.queryAs(
    ann,
    '{ contract(id: "staff/people") { current { version changes { coordinate message before } } } proposals { nodes { changes { coordinate } } } }',
  );
  expect(data.contract.current.version).toBe('2.0.0');
  expect(JSON.stringify(data)).not.toMatch(/clearance/i);
});
