// What is asked of lineage besides the walk: paths, what gets through without a mask, drift, operations, what a classification takes
// over, and who may know what.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import { observeOperations } from '../../../../subgraphs/metadata/lineage/observe-operations.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';

let metadata: MetadataUnderTest;
const namespace = 'postgres://127.0.0.1:5432';

beforeAll(async () => {
  metadata = await startMetadata();
  const registered = await metadata.register([contacts(), metadataFolder()]);
  expect(registered.body.problems ?? []).toEqual([]);
});
afterAll(() => metadata.close());

function callerWith(scopes: readonly string[], roles: readonly string[] = []): Caller {
  const rest = { claims: {}, purpose: null, expiresAt: null };
  return { subject: 'ada', issuer: 'i', client: 'portal', scopes: new Set(scopes), roles: new Set(roles), ...rest };
}
const security = callerWith(['gordian:security']);
const auditor = callerWith(['gordian:audit:read']);
const owner = callerWith([], ['people-data']);
const somebody = callerWith([]);

async function ask(document: string, caller: Caller = somebody) {
  const answer = await metadata.queryAs(caller, document);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

async function report(
  job: string,
  to: { dataset: string; column: string },
  from: string,
  transformations: object[] = [],
) {
  const inputFields = [{ namespace, name: 'd.people.person', field: from, transformations }];
  const facets = { columnLineage: { fields: { [to.column]: { inputFields } } } };
  const body = {
    eventType: 'COMPLETE',
    eventTime: metadata.clock.now().toISOString(),
    run: { runId: job },
    job: { namespace: 'airflow', name: job },
    outputs: [{ namespace: to.dataset.startsWith('d.') ? namespace : 's3://lake', name: to.dataset, facets }],
  };
  const token = await metadata.token('gordian:lineage:write', { domains: ['people'] });
  expect((await metadata.send('POST', '/api/v1/lineage', { token, body })).status).toBe(201);
  // The copy in memory has it before the next question.
  await ask('{ lineage(root: { coordinate: "Person.id" }, position: 1000000000) { complete } }');
}

const urnsOf = (nodes: readonly { urn: string }[]) => nodes.map(({ urn }) => urn);

describe('paths', () => {
  test('are the shortest, from one node to the other and not back', async () => {
    const document = (
      from: string,
      to: string,
    ) => `{ lineagePaths(from: { urn: "${from}" }, to: { coordinate: "${to}" }) {
      paths { nodes { urn depth hiddenDownstream } edges { from to } masked } complete } }`;
    const { lineagePaths } = await ask(document('postgres://people#people.person.email', 'Person.contactHash'));
    expect(lineagePaths).toMatchObject({ complete: true, paths: [{ masked: true }] });
    expect(urnsOf(lineagePaths.paths[0].nodes)).toEqual([
      'postgres://people#people.person.email',
      'graphql://gordian#Person.contactHash',
    ]);
    expect(lineagePaths.paths[0].nodes[0].hiddenDownstream).toBe(2);
    const back = `{ lineagePaths(from: { coordinate: "Person.contactHash" }, to: { coordinate: "Person.email" }) { paths { masked } } }`;
    expect((await ask(back)).lineagePaths).toEqual({ paths: [] });
    expect((await ask(document('postgres://people#nowhere', 'Person.email'))).lineagePaths).toBeNull();
  });
});

describe('what gets through without a mask', () => {
  const document = (kinds: string) => `{ unmaskedPaths(tag: "pii"${kinds}) { complete paths { nodes { urn } } } }`;
  const ends = async (kinds = '') => {
    const { unmaskedPaths } = await ask(document(kinds), security);
    return unmaskedPaths.paths.map(({ nodes }: { nodes: { urn: string }[] }) => urnsOf(nodes).at(-1));
  };

  test('is every field and column that the value gets to and that does not say so; a mask ends it', async () => {
    expect(await ends()).toEqual(['graphql://gordian#Person.mailbox']);
    await report('masked', { dataset: 'safe', column: 'hash' }, 'email', [{ type: 'DIRECT', masking: true }]);
    expect(await ends()).toEqual(['graphql://gordian#Person.mailbox']);
    await report('plain', { dataset: 'leak', column: 'mail' }, 'email');
    expect(await ends()).toEqual(['graphql://gordian#Person.mailbox', 's3://lake#leak#mail']);
    expect(await ends(', toKinds: [COLUMN]')).toEqual(['s3://lake#leak#mail']);
  });

  test('is for security', async () => {
    const answer = await metadata.queryAs(somebody, document(''));
    expect(answer.data.unmaskedPaths).toBeNull();
    expect(answer.errors).toHaveLength(1);
  });
});

describe('a classification', () => {
  const document = (name: string) =>
    `{ field(coordinate: "Person.${name}") { classification { level origin inheritedFrom effectiveLevel effectiveTags } } }`;
  const of = async (name: string) => (await ask(document(name))).field.classification;

  test('is taken over by a plain copy, and stays where a mask conceals the value', async () => {
    expect(await of('mailbox')).toEqual({
      level: 'INTERNAL',
      origin: 'PROPAGATED',
      inheritedFrom: ['Person.email'],
      effectiveLevel: 'RESTRICTED',
      effectiveTags: ['pii'],
    });
    const declared = { level: 'INTERNAL', origin: 'DECLARED', inheritedFrom: [], effectiveLevel: 'INTERNAL' };
    expect(await of('contactHash')).toEqual({ ...declared, effectiveTags: [] });
  });

  test('is taken over from what a pipeline reports as well', async () => {
    expect((await of('score')).origin).toBe('DECLARED');
    await report('score', { dataset: 'd.people.person', column: 'score' }, 'email');
    expect(await of('score')).toMatchObject({ inheritedFrom: ['Person.email'], effectiveLevel: 'RESTRICTED' });
  });
});

describe('drift', () => {
  test('is what nobody has reported, and what nobody has said', async () => {
    const document = `{ lineageDrift(product: "gordian:product:people/persons") {
      complete items { kind edge { from to origins } } } }`;
    const { lineageDrift } = await ask(document);
    const of = (kind: string) =>
      lineageDrift.items
        .filter((item: { kind: string }) => item.kind === kind)
        .map((item: { edge: object }) => item.edge);
    expect(of('OBSERVED_NOT_DECLARED')).toEqual([
      {
        from: 'postgres://people#people.person.email',
        to: 'postgres://people#people.person.score',
        origins: ['OPENLINEAGE'],
      },
    ]);
    expect(of('DECLARED_NOT_OBSERVED')).toContainEqual({
      from: 'postgres://people#people.person.email',
      to: 'graphql://gordian#Person.email',
      origins: ['DECLARED'],
    });
    const [error] = (await metadata.query('{ lineageDrift(product: "gordian:product:no/body") { complete } }')).errors!;
    expect(error!.extensions!.code).toBe('NOT_FOUND');
  });
});

describe('operations', () => {
  const document =
    '{ lineage(root: { coordinate: "Person.email" }, direction: DOWNSTREAM, depth: 1, position: 1000000000) { nodes { urn kind label } edges { to origins job } } }';
  const urn = `gordian:operation:${'ab'.repeat(32)}`;

  test('that the gateways report are fed by the fields they ask for, once', async () => {
    await metadata.database.query(
      `INSERT INTO operation (hash, name, kind, reported_at) VALUES (decode($1, 'hex'), 'Fraud', 'query', $2)`,
      ['ab'.repeat(32), metadata.clock.now()],
    );
    await metadata.database.query(
      `INSERT INTO operation_field SELECT coordinate, id FROM operation, unnest(ARRAY['Person.email', 'Person.gone']) AS coordinate`,
    );
    for (const _ of [1, 2]) await observeOperations(metadata.database, metadata.clock.now());
    const { lineage } = await ask(document);
    expect(lineage.edges.filter(({ to }: { to: string }) => to === urn)).toEqual([
      { to: urn, origins: ['OBSERVED'], job: urn },
    ]);
  });

  test('of which a later schema makes more are fed by what is new as well', async () => {
    const ofScore = `{ lineage(root: { coordinate: "Person.score" }, direction: DOWNSTREAM, depth: 1, position: 1000000000) { edges { to } } }`;
    const users = async () => (await ask(ofScore)).lineage.edges.map(({ to }: { to: string }) => to);
    expect(await users()).not.toContain(urn);
    await metadata.database.query(`INSERT INTO operation_field SELECT 'Person.score', id FROM operation`);
    await observeOperations(metadata.database, metadata.clock.now());
    expect(await users()).toContain(urn);
  });

  test.each([
    ['an auditor', auditor, 'Fraud'],
    ['the team that owns the field', owner, 'Fraud'],
    ['somebody', somebody, 'abababababab'],
  ])('are shown to %s as %#', async (_, caller, label) => {
    const { lineage } = await ask(document, caller);
    expect(lineage.nodes.find((node: { urn: string }) => node.urn === urn)).toMatchObject({ kind: 'OPERATION', label });
  });
});

test.each([
  ['an auditor', auditor, 'Fraud'],
  ['somebody', somebody, 'abababababab'],
])('an operation at the end of a path is shown to %s as %s', async (_, caller, label) => {
  const urn = `gordian:operation:${'ab'.repeat(32)}`;
  const document = `{ lineagePaths(from: { coordinate: "Person.email" }, to: { urn: "${urn}" }) { paths { nodes { label } } } }`;
  const { lineagePaths } = await ask(document, caller);
  expect(lineagePaths.paths[0].nodes.at(-1)).toEqual({ label });
});

describe('a secret', () => {
  const document = (root: string) => `{ lineage(root: { urn: "${root}" }, direction: DOWNSTREAM, position: 1000000000) {
    nodes { urn kind label coordinate product { name } } edges { from to } } }`;

  test('is in the graph without a name, for whoever may not read it', async () => {
    const { lineage } = await ask(document('postgres://people#people.person.id'));
    expect(lineage.nodes.at(-1)).toEqual({
      urn: expect.stringMatching(/^gordian:redacted:\d+$/),
      kind: 'REDACTED',
      label: 'not known to you',
      coordinate: null,
      product: null,
    });
    expect(lineage.edges.map(({ to }: { to: string }) => to)).toContain(lineage.nodes.at(-1).urn);
    expect(JSON.stringify(lineage)).not.toContain('watchlist');
  });

  test('and the column that it shows are not there when they are asked for', async () => {
    expect((await ask(document('graphql://gordian#Person.watchlist'))).lineage).toBeNull();
    expect((await ask(document('postgres://people#people.person.watchlist'))).lineage).toBeNull();
  });

  test('and a type or a table that has nothing else are not there either', async () => {
    expect((await ask(document('graphql://gordian#Vault'))).lineage).toBeNull();
    expect((await ask(document('postgres://people#people.vault'))).lineage).toBeNull();
    const { lineage } = await ask(document('postgres://people#people.person'));
    expect(JSON.stringify(lineage)).not.toMatch(/vault/i);
  });

  test('is told by no request that has read its column for another field', async () => {
    const edge = {
      schema: 'people',
      table: 'person',
      column: 'watchlist',
      field: 'Person.score',
      transform: 'INDIRECT',
    };
    const token = await metadata.token('gordian:lineage:write', { domains: ['people'] });
    const body = { domain: 'people', namespace, database: 'd', edges: [edge] };
    expect((await metadata.send('POST', '/api/v1/lineage/observed', { token, body })).status).toBe(204);
    const { lineage } = await ask(
      '{ lineage(root: { coordinate: "Person.score" }, direction: UPSTREAM, position: 1000000000) { nodes { urn label } } }',
    );
    expect(lineage.nodes.map(({ label }: { label: string }) => label)).toContain('not known to you');
    expect(JSON.stringify(lineage)).not.toContain('watchlist');
  });
});

describe('a search for nodes', () => {
  const search = (text: string, more = '') =>
    `{ lineageNodes(text: "${text}"${more}) { urn kind label hiddenUpstream hiddenDownstream } }`;
  const found = async (caller: Caller, text: string, more?: string) =>
    urnsOf((await ask(search(text, more), caller)).lineageNodes);
  const operation = `gordian:operation:${'ab'.repeat(32)}`;

  test('puts the node of that name first, whatever the case, and counts what it comes from and goes to', async () => {
    const { lineageNodes } = await ask(search('person.EMAIL', ', kinds: [GRAPHQL_FIELD, COLUMN]'));
    expect(lineageNodes[0]).toMatchObject({ label: 'Person.email', kind: 'GRAPHQL_FIELD', hiddenUpstream: 1 });
    expect(urnsOf(lineageNodes)).toContain('postgres://people#people.person.email');
    expect(await found(somebody, 'email', ', first: 1')).toHaveLength(1);
    expect(await found(somebody, 'no such thing')).toEqual([]);
  });

  test('finds no secret', async () => {
    expect(await found(somebody, 'watchlist')).toEqual([]);
    expect(await found(somebody, 'vault')).toEqual([]);
  });

  test('leaves no gap where a secret would stand', async () => {
    const all = await found(somebody, 'person', ', first: 100');
    for (let first = 1; first <= all.length; first += 1)
      expect(await found(somebody, 'person', `, first: ${first}`)).toEqual(all.slice(0, first));
  });

  test('finds an operation by its name for whoever may see the names of all, and else by its hash', async () => {
    expect(await found(auditor, 'fraud')).toEqual([operation]);
    expect(await found(somebody, 'fraud')).toEqual([]);
    expect(await found(somebody, 'abababababab')).toEqual([operation]);
  });
});

test('at the granularity of fields a type stands for its fields, at that of products a field for its product', async () => {
  const at = async (granularity: string, coordinate: string) =>
    urnsOf(
      (
        await ask(
          `{ lineage(root: { coordinate: "${coordinate}" }, granularity: ${granularity}, direction: UPSTREAM) { nodes { urn } } }`,
        )
      ).lineage.nodes,
    );
  expect(await at('FIELD', 'Person')).toContain('graphql://gordian#Person.contactHash');
  expect(await at('DATASET', 'Person.email')).toEqual([
    'graphql://gordian#Person',
    'postgres://people#people.person',
    'openlineage:job:airflow#score',
  ]);
  expect(await at('PRODUCT', 'Person.email')).toEqual(['gordian:product:people/persons']);
});

/** A product with what every question needs: something personal, a copy, a mask, a secret. */
function contacts(): SubgraphFolder {
  return {
    name: 'people',
    file: 'subgraphs/people/schema.graphql',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
type Query { person(id: ID!): Person }
type Person @key(fields: "id") { id: ID! email: String contactHash: String mailbox: String score: Int watchlist: String vault: Vault }
type Vault { code: String }
`,
    contracts: [
      {
        file: 'subgraphs/people/contract.yaml',
        text: `apiVersion: v3.2.0
kind: DataContract
id: people/persons
name: Persons
version: 1.0.0
status: active
domain: people
team: { name: People data }
servers:
  - { server: people, type: postgres, host: 127.0.0.1, port: 5432, database: d, schema: people }
schema:
  - name: Query
    properties:
      - { name: person, logicalType: object, classification: internal }
  - name: Person
    physicalName: person
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, classification: internal, physicalName: id }
      - { name: email, logicalType: string, classification: restricted, tags: [pii], physicalName: email }
      - { name: contactHash, logicalType: string, classification: internal, transformSourceObjects: [person.email], transformLogic: sha256, customProperties: [{ property: masking, value: true }] }
      - { name: mailbox, logicalType: string, classification: internal, transformSourceObjects: [person.email], transformLogic: before the @ }
      - { name: score, logicalType: integer, classification: internal, physicalName: score }
      - { name: watchlist, logicalType: string, classification: restricted, tags: [secret], transformSourceObjects: [person.id, person.watchlist], transformLogic: looked up }
      - { name: vault, logicalType: object, classification: restricted, tags: [secret] }
  - name: Vault
    properties:
      - { name: code, logicalType: string, classification: restricted, tags: [secret], transformSourceObjects: [vault.code], transformLogic: looked up }
`,
      },
    ],
  };
}
