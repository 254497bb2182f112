// What a set of subgraphs and contracts becomes when it is published.
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { buildArtefact } from '../../../schema/artefact.ts';
import { preparePublication } from '../../../schema/publication.ts';
import { readSubgraphFolders } from '../../../schema/subgraph-folders.ts';

const submissions = readSubgraphFolders(packageFile('test/fixtures/contracts/subgraphs')).map((folder) => ({
  ...folder,
  url: `http://127.0.0.1/${folder.name}`,
}));
const result = preparePublication(submissions);
const publication = result.ok ? result.publication : null;

it('reads the folders by name, each with its contracts', () => {
  expect(submissions.map(({ name, contracts }) => [name, contracts.map(({ file }) => file)])).toEqual([
    ['customers', ['subgraphs/customers/contract.yaml', 'subgraphs/customers/customer-360.contract.yaml']],
    ['metadata', ['subgraphs/metadata/contract.yaml']],
    ['orders', ['subgraphs/orders/contract.yaml']],
  ]);
});

it('composes the subgraphs with the provenance of every entity', () => {
  expect(result).toMatchObject({ ok: true, warnings: [] });
  expect(publication?.generatedCoordinates).toEqual(['Customer.provenance', 'Order.provenance']);
  expect(publication?.supergraphSdl).toContain('provenance: Provenance');
  expect(publication?.subgraphs.find(({ name }) => name === 'metadata')?.sdl).toContain(
    'type Order @key(fields: "id")',
  );
});

it('classifies every field of the supergraph', () => {
  expect(publication?.classifications.get('Customer.email')).toEqual({
    level: 'CONFIDENTIAL',
    tags: ['pii', 'pii.email'],
    product: 'customers/customer-profile',
    domain: 'customers',
  });
  expect(publication?.classifications.get('Customer.lifetimeValue')?.product).toBe('orders/orders');
  expect(publication?.classifications.get('Customer.provenance')).toMatchObject({
    level: 'PUBLIC',
    domain: 'platform',
  });
});

describe('lineage', () => {
  const edges = new Set(
    publication?.lineage.map(({ from, to, origin, transform, subtype }) =>
      [from, to, origin, transform, subtype].join(' '),
    ),
  );

  it.each([
    [
      '@requires',
      'graphql://gordian#Customer.lifetimeValue graphql://gordian#Customer.profile360 FEDERATION DIRECT TRANSFORMATION',
    ],
    [
      'the key by which another domain contributes',
      'graphql://gordian#Customer.id graphql://gordian#Customer.lifetimeValue FEDERATION INDIRECT JOIN',
    ],
    [
      'a column',
      'postgres://customers#customers.customer.name graphql://gordian#Customer.name DECLARED DIRECT IDENTITY',
    ],
    [
      'a listed column',
      'postgres://customers#customers.contact.email graphql://gordian#Customer.email DECLARED DIRECT IDENTITY',
    ],
    [
      'a field of another product',
      'graphql://gordian#Customer.lifetimeValue graphql://gordian#Customer360.lifetimeValue DECLARED DIRECT IDENTITY',
    ],
    [
      'a whole product',
      'gordian:product:orders/orders graphql://gordian#Customer360.score DECLARED DIRECT TRANSFORMATION',
    ],
    [
      'an input product',
      'gordian:product:orders/orders gordian:product:customers/customer-360 DECLARED DIRECT TRANSFORMATION',
    ],
    [
      'an input field',
      'graphql://gordian#Customer.lifetimeValue gordian:product:customers/customer-360 DECLARED DIRECT TRANSFORMATION',
    ],
  ])('knows %s', (_what, edge) => {
    expect(edges).toContain(edge);
  });

  it('leaves out the fields of value types, and joins within the home of an entity', () => {
    const all = [...edges].join('\n');
    expect(all).not.toContain('Money.amount');
    expect(all).not.toContain('graphql://gordian#Customer.id graphql://gordian#Customer.email');
  });
});

describe('what stands in the way', () => {
  it('is told by stage: a contract', () => {
    const broken = submissions.map((subgraph) => ({
      ...subgraph,
      contracts: subgraph.contracts.map(({ file, text }) => ({ file, text: text.replace('status:', 'state:') })),
    }));
    expect(preparePublication(broken)).toMatchObject({ ok: false, stage: 'contract' });
  });

  it('is told by stage: composition', () => {
    const broken = submissions.map((subgraph) => ({
      ...subgraph,
      sdl: subgraph.sdl.replace('type Money @shareable', 'type Money'),
    }));
    const refused = preparePublication(broken);
    expect(refused).toMatchObject({
      ok: false,
      stage: 'composition',
      problems: [{ code: 'INVALID_FIELD_SHARING' }],
    });
  });

  it('is told where somebody wrote it, and not in the stubs that were made from it', () => {
    const broken = submissions.map((subgraph) => ({
      ...subgraph,
      sdl: subgraph.sdl.replace('type Order @key(fields: "id")', 'type Order @key(fields: "number")'),
    }));
    expect(preparePublication(broken)).toMatchObject({
      ok: false,
      stage: 'composition',
      problems: [{ code: 'KEY_INVALID_FIELDS', file: 'subgraphs/orders/schema.graphql' }],
    });
  });

  it('is told by stage: SDL that cannot be read', () => {
    const broken = submissions.map((subgraph) => ({
      ...subgraph,
      sdl: subgraph.name === 'orders' ? 'type {' : subgraph.sdl,
    }));
    expect(preparePublication(broken)).toMatchObject({
      ok: false,
      stage: 'composition',
      problems: [{ code: 'SDL_SYNTAX', file: 'subgraphs/orders/schema.graphql' }],
    });
  });
});

describe('the artefact', () => {
  const at = (publishedAt: string, tag = 'pii') =>
    buildArtefact({
      supergraphSdl: 'type Query { a: Int }',
      classifications: new Map([
        ['Query.b', { level: 'PUBLIC', tags: [], product: 'a/a', domain: 'a' } as const],
        ['Query.a', { level: 'INTERNAL', tags: [tag], product: 'a/a', domain: 'a' } as const],
      ]),
      publishedAt: new Date(publishedAt),
    });

  it('has one id for one content, whenever it is published', () => {
    expect(at('2026-01-01').id).toBe(at('2026-02-02').id);
    expect(at('2026-01-01').id).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has another id when a classification changes', () => {
    expect(at('2026-01-01', 'pci').id).not.toBe(at('2026-01-01').id);
  });
});
