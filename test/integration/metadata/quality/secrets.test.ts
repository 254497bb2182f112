// Of a field that a contract tags `secret`, whoever may not read it hears nothing from its checks either.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import { staff } from '../access/guarded-domain.ts';
import { ann, person } from '../access/people.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';
import { qualityOf } from './people-with-rules.ts';

const reader = person('rea', { scopes: new Set(['staff:restricted:read']) });

let metadata: MetadataUnderTest;
beforeAll(async () => {
  metadata = await startMetadata();
  for (const version of ['1.0.0', '1.1.0'])
    expect((await metadata.register([withRules(staff({ version })), metadataFolder()])).status).toBe(200);
});
afterAll(() => metadata.close());

function withRules(folder: SubgraphFolder): SubgraphFolder {
  const [people, ...others] = folder.contracts;
  const rule = (id: string) => `quality: [{ id: ${id}, metric: nullValues, mustBe: 0 }]`;
  const text = people!.text
    .replace('tags: [secret] }', `tags: [secret], ${rule('clearance-is-given')} }`)
    .replace('{ name: desk, ', `{ name: desk, ${rule('desk-is-given')}, `);
  return { ...folder, contracts: [{ ...people!, text }, ...others] };
}

describe.each([
  ['whoever may not read it', ann, ['desk-is-given']],
  ['whoever may', reader, ['clearance-is-given', 'desk-is-given']],
] as const)('for %s', (_, caller, rules) => {
  test('its checks are there, or not, in every list', async () => {
    const { data, errors } = await metadata.queryAs(
      caller,
      `{ dataProduct(urn: "gordian:product:staff/people") { quality { unknown } checks { totalCount nodes { rule } }
        contracts { versions { nodes { checks { rule } } } } } }`,
    );
    expect(errors).toBeUndefined();
    const named = (checks: readonly { rule: string }[]) => checks.map(({ rule }) => rule).toSorted();
    const { quality, checks, contracts } = data.dataProduct;
    expect([checks.totalCount, named(checks.nodes)]).toEqual([rules.length, rules]);
    expect(contracts[0].versions.nodes.map((version: { checks: { rule: string }[] }) => named(version.checks))).toEqual(
      [rules, rules],
    );
    // Counts stay honest.
    expect(quality).toEqual({ unknown: 2 });
  });
});

describe('an example that names it', () => {
  const example = (field: string) =>
    `{ id: shows-${field}, type: custom, engine: graphql-example, implementation: { document: 'query A { person(id: "1") { ${field} } }' } }`;

  beforeAll(async () => {
    const folder = withRules(staff({ version: '1.2.0' }));
    const [people, ...others] = folder.contracts;
    const shown = `  - name: Person\n    quality: [${['clearance', 'desk', 'gone'].map(example).join(', ')}]\n`;
    const contracts = [{ ...people!, text: people!.text.replace('  - name: Person\n', shown) }, ...others];
    expect((await metadata.register([{ ...folder, contracts }])).status).toBe(200);
  });

  test.each([
    ['whoever may not read it, like one that is broken', ann, ['desk']],
    ['nobody who may', reader, ['clearance', 'desk', 'gone']],
  ] as const)('is hidden from %s, as an example and as a check', async (_, caller, fields) => {
    const { data } = await metadata.queryAs(
      caller,
      `{ dataProduct(urn: "gordian:product:staff/people") { examples { id } checks { totalCount nodes { id } }
        contracts { versions { nodes { version checks { id } } } } } }`,
    );
    const { examples, checks, contracts } = data.dataProduct;
    const current = contracts[0].versions.nodes.find(({ version }: { version: string }) => version === '1.2.0');
    const shown = fields.map((field) => `staff/people#shows-${field}`);
    for (const listed of [examples, checks.nodes, current.checks]) expect(examplesIn(listed)).toEqual(shown);
    expect(checks.totalCount).toBe(checks.nodes.length);
  });

  test('is not named by the incident that its failure opens, in no text that everybody reads', async () => {
    await deliver('shows-clearance', 'shows-desk');
    const causes = async (caller: Caller) => {
      const { data } = await metadata.queryAs(caller, '{ incidents { nodes { cause title } } }');
      return data.incidents.nodes.map((incident: { cause: string }) => incident.cause).toSorted();
    };
    const desk = 'quality:staff/people#shows-desk';
    expect(await causes(ann)).toEqual(['quality:staff/people', desk]);
    expect(await causes(reader)).toEqual(['quality:staff/people#shows-clearance', desk]);
    const told = await metadata.database.query(
      `SELECT title AS text FROM incident UNION ALL SELECT body::text FROM event_outbox WHERE topic = 'incident.changed'
       UNION ALL SELECT body::text FROM notification UNION ALL SELECT payload::text FROM audit WHERE action LIKE 'incident.%'`,
    );
    expect(told.length).toBe(8);
    expect(JSON.stringify(told)).not.toContain('clearance');
  });

  const deliver = async (...rules: readonly string[]) => {
    const results = rules.map((rule) => ({ check: `staff/people#${rule}`, outcome: 'FAIL' }));
    const claims = { azp: 'subgraph-staff', domains: ['staff'] };
    const answer = await qualityOf(metadata).report(results, claims);
    expect(answer.body).toMatchObject({ recorded: rules.length, refused: [] });
  };

  const examplesIn = (checks: readonly { id: string }[]) =>
    checks.map(({ id }) => id).filter((id) => id.includes('#shows-'));
});
