// What a contract tags `secret` is not in the catalogue either, for whoever may not read it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';
import { staff } from './guarded-domain.ts';
import { ann, person } from './people.ts';

/** May read `Person.clearance`. */
const reader = person('rea', { scopes: new Set(['staff:restricted:read']) });

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  expect((await metadata.register([withVault(staff()), metadataFolder()])).status).toBe(200);
});
afterAll(() => metadata.close());

/** Something whose every field is a secret, and a field that leads to it, which no contract calls one. */
function withVault(folder: SubgraphFolder): SubgraphFolder {
  const [people, ...others] = folder.contracts;
  const vault = `  - name: Vault
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, classification: restricted, tags: [secret] }
      - { name: code, logicalType: string, classification: restricted, tags: [secret] }
roles:
`;
  const text = people!.text
    .replace('roles:\n', vault)
    .replace(
      '- { name: inside,',
      '- { name: strongroom, logicalType: object, classification: internal }\n      - { name: inside,',
    );
  const sdl = `${folder.sdl.replace('inside:', 'strongroom: Vault\n  inside:')}type Vault @key(fields: "id") { id: ID! code: String }\n`;
  return { ...folder, sdl, contracts: [{ ...people!, text }, ...others] };
}

describe.each([
  ['whoever may not read it', ann, false],
  ['whoever may', reader, true],
] as const)('for %s', (_name, caller: Caller, mayKnow) => {
  const ask = async (document: string) => {
    const { data, errors } = await metadata.queryAs(caller, document);
    expect(errors).toBeUndefined();
    return data;
  };

  test('a secret is a field of the catalogue, or none', async () => {
    const { secret, plain } = await ask(
      '{ secret: field(coordinate: "Person.clearance") { type } plain: field(coordinate: "Person.badge") { type } }',
    );
    expect([secret?.type, plain.type]).toEqual([mayKnow ? 'String' : undefined, 'String']);
  });

  test('an entity brings it with its provenance, or not', async () => {
    const { _entities } = await ask(
      '{ _entities(representations: [{ __typename: "Person", id: "1" }]) { ... on Person { provenance { fields { coordinate } } } } }',
    );
    const coordinates = _entities[0].provenance.fields.map((field: { coordinate: string }) => field.coordinate);
    expect(coordinates).toContain('Person.badge');
    expect(coordinates.includes('Person.clearance')).toBe(mayKnow);
  });

  test('what may be read of its product names it, or not', async () => {
    const { dataProduct } = await ask(
      '{ dataProduct(urn: "gordian:product:staff/people") { myAccess { outcome deniedFields } } }',
    );
    const { outcome, deniedFields } = dataProduct.myAccess;
    expect([outcome, deniedFields.includes('Person.badge')]).toEqual(['MASK', !mayKnow]);
    expect(deniedFields).not.toContain('Person.clearance');
  });

  test('what leads to secrets alone is there for both, or for neither', async () => {
    const urn = 'graphql://gordian#Vault';
    const { dataProduct, field, search, lineageNodes, lineage, _entities, explainOwnDecision } = await ask(
      `{ dataProduct(urn: "gordian:product:staff/people") { entities }
         field(coordinate: "Person.strongroom") { coordinate }
         search(text: "strongroom") { totalCount }
         lineageNodes(text: "vault") { urn }
         lineage(root: { urn: "${urn}" }) { nodes { urn } }
         explainOwnDecision(coordinate: "Person.strongroom") { outcome }
         _entities(representations: [{ __typename: "Person", id: "1" }]) { ... on Person { provenance { fields { coordinate } } } } }`,
    );
    expect(dataProduct.entities).toEqual(mayKnow ? ['Person', 'Vault'] : ['Person']);
    expect(field?.coordinate).toBe(mayKnow ? 'Person.strongroom' : undefined);
    expect(search.totalCount).toBe(mayKnow ? 1 : 0);
    expect(lineageNodes.map((node: { urn: string }) => node.urn)).toEqual(
      mayKnow ? [urn, ...['id', 'code', 'provenance'].map((field) => `${urn}.${field}`)] : [],
    );
    expect(lineage?.nodes[0].urn).toBe(mayKnow ? urn : undefined);
    expect(explainOwnDecision?.outcome).toBe(mayKnow ? 'ALLOW' : undefined);
    expect(JSON.stringify(_entities).includes('strongroom')).toBe(mayKnow);
  });

  test('access to it cannot be asked for, like to what is not there', async () => {
    const { errors } = await metadata.queryAs(caller, '{ previewAccess(targets: ["Person.strongroom"]) { longest } }');
    expect(errors?.[0]?.extensions?.code).toBe('ACCESS_TARGET_UNKNOWN');
  });

  test('the texts that name it are there whole, or not at all', async () => {
    const { people, badges } = await ask(
      `{ people: contract(id: "staff/people") { current { odcs sdl } } badges: contract(id: "staff/badges") { current { odcs sdl } } }`,
    );
    const contains = (text: string | null) => text?.includes('clearance') ?? null;
    const expected = mayKnow ? true : null;
    expect([contains(people.current.odcs), contains(people.current.sdl)]).toEqual([expected, expected]);
    // Another product of the same subgraph: its contract names no secret, the schema of both does.
    expect([contains(badges.current.odcs), contains(badges.current.sdl)]).toEqual([false, expected]);
  });
});
