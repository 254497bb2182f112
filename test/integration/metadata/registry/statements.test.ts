// How Postgres goes about the statements of contracts and of the catalogue when there is much of everything: by index.
import { afterAll, beforeAll, test } from 'vitest';
import type { Queries } from '../../../../kit/postgres.ts';
import { createCatalogueLoaders } from '../../../../subgraphs/metadata/catalogue/loaders.ts';
import { fieldAsOf, registeredBytes } from '../../../../subgraphs/metadata/catalogue/queries.ts';
import { deprecationsOf } from '../../../../subgraphs/metadata/deprecation/queries.ts';
import { pinnableVersions, pinsOfProducts } from '../../../../subgraphs/metadata/pins/queries.ts';
import { acknowledgementsOf } from '../../../../subgraphs/metadata/proposals/queries/acknowledgements.ts';
import { documentsOf } from '../../../../subgraphs/metadata/proposals/queries/documents.ts';
import {
  openProposal,
  proposalPage,
  proposalsById,
  proposalsOfVersions,
} from '../../../../subgraphs/metadata/proposals/queries/proposals.ts';
import {
  deletionOf,
  latestRegistration,
  registrationByNumber,
  registrationPage,
  stepsOf,
  subgraphsAfter,
} from '../../../../subgraphs/metadata/registry/queries/history.ts';
import { forgetOutcomes, outcomeOf } from '../../../../subgraphs/metadata/registry/queries/outcomes.ts';
import {
  changesOfVersions,
  fieldsOfVersions,
  lastingOfVersions,
} from '../../../../subgraphs/metadata/registry/queries/versions.ts';
import {
  knownVersions,
  latestPublication,
  registeredSubgraphs,
} from '../../../../subgraphs/metadata/registry/queries.ts';
import { expectNoSequentialScan } from '../../../support/explain.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';

let metadata: MetadataUnderTest;

const urn = 'gordian:product:d7/p777';
const hash = 'ab'.repeat(32);
const key = { contractId: 777, version: '1.0.3' };
const now = new Date('2026-03-01T12:00:00Z');
const someId = '00000000-0000-4000-8000-000000000001';

/** Twelve thousand products with four versions and as many changes, proposals and pins; a hundred thousand fields. */
const filling = [
  `INSERT INTO team (id, name) VALUES ('t', 'T')`,
  `INSERT INTO domain (slug, name, owner_team) SELECT 'd' || n, 'D' || n, 't' FROM generate_series(0, 99) AS n`,
  `INSERT INTO product (urn, name, domain, owner_team, kind, status)
   SELECT 'gordian:product:d' || n % 100 || '/p' || n, 'P' || n, 'd' || n % 100, 't', 'SOURCE_ALIGNED', 'ACTIVE' FROM generate_series(1, 12000) AS n`,
  `INSERT INTO contract (product_id) SELECT id FROM product`,
  `INSERT INTO contract_version (contract_id, version, ord, status, odcs_raw, content_hash, sdl, sdl_hash, source_revision, registered_by, registered_at)
   SELECT contract.id, '1.0.' || v, v, 'ACTIVE', '', decode(md5(v::text), 'hex'), '', '', 'r', 'b', timestamptz '2026-01-01' + v * interval '1 day'
   FROM contract CROSS JOIN generate_series(1, 4) AS v`,
  `UPDATE contract SET current_version = '1.0.4'`,
  `INSERT INTO contract_change (contract_id, version, seq, coordinate, axis, kind, severity, message, verdict, affected)
   SELECT contract_id, version, 1, 'T' || contract_id || '.f', 'SCHEMA', 'FIELD_ADDED', 'INFO', '', 'NOT_BREAKING', '{}' FROM contract_version`,
  `INSERT INTO field (coordinate, product_id, subgraph, type, level, valid_from, valid_to)
   SELECT 'T' || product.id || '.f' || f, product.id, 's', 'String', 'INTERNAL', timestamptz '2026-01-01' + age * interval '1 day',
     CASE age WHEN 4 THEN 'infinity' ELSE timestamptz '2026-01-01' + (age + 1) * interval '1 day' END
   FROM product CROSS JOIN generate_series(1, 2) AS f CROSS JOIN generate_series(1, 4) AS age`,
  `INSERT INTO contract_pin SELECT id, 'c' || n, '^1.0.0', 'x', now() FROM contract CROSS JOIN generate_series(1, 2) AS n`,
  `INSERT INTO change_proposal (contract_id, base_version, version, changes_hash, changes, affected, odcs, sdl, state, source_revision, proposed_by, proposed_at, deadline)
   SELECT id, '1.0.1', '1.0.3', decode(md5(id::text), 'hex'), '[]', '[]', '', '', 'PENDING', 'r', 'b', now(), now() + interval '1 day' FROM contract`,
  `INSERT INTO proposal_acknowledgement (proposal_id, consumer, response, source, given_by, given_at)
   SELECT id, 'c', 'APPROVED', 'HUMAN', 'x', now() FROM change_proposal`,
  `INSERT INTO field_deprecation SELECT 'T' || n || '.f1', 'r', null, now(), null, 'REGISTRY', 'x' FROM generate_series(1, 12000) AS n`,
  `INSERT INTO registration_outcome SELECT 'c', 'key-' || n, '', '{}', now() FROM generate_series(1, 12000) AS n`,
  `INSERT INTO operation (hash, kind, document, reported_at) SELECT decode(md5(n::text), 'hex'), 'query', '{ a }', now() FROM generate_series(1, 12000) AS n`,
  `INSERT INTO supergraph_artefact SELECT 'a', '', '{}'`,
  `INSERT INTO publication (artefact_id, source_revision, published_by, published_at) SELECT 'a', 'r', 'b', now() FROM generate_series(1, 12000)`,
  `INSERT INTO registration (number, publication_seq, source_revision, registered_by, registered_at) SELECT seq, seq, 'r', 'b', now() FROM publication`,
  `INSERT INTO registration_subgraph (registration_seq, subgraph, url, sdl, sdl_file, contracts) SELECT seq, 's' || seq % 10, '', '', '', '[]' FROM registration`,
  'ANALYZE',
];

beforeAll(async () => {
  metadata = await startMetadata();
  for (const statement of filling) await metadata.database.query(statement);
});
afterAll(() => metadata.close());

const statements: Readonly<Record<string, (database: Queries) => Promise<unknown>>> = {
  'versions of products': (database) => knownVersions(database, [urn]),
  'the newest publication': (database) => latestPublication(database),
  'what versions changed': (database) => changesOfVersions(database, [key], { since: '1.0.1', first: 100 }),
  'the fields of a version': (database) => fieldsOfVersions(database, [key]),
  'how long versions last': (database) => lastingOfVersions(database, [key]),
  'the bytes of a contract': (database) => registeredBytes(database, urn, '1.0.3'),
  'a field at an instant': (database) => fieldAsOf(database, 'T777.f1', now),
  'the open proposal of changes': (database) => openProposal(database, urn, hash, now),
  'proposals by id': (database) => proposalsById(database, [someId]),
  'proposals of versions': (database) => proposalsOfVersions(database, [key]),
  'a page of proposals': (database) =>
    proposalPage(
      database,
      { productUrn: urn, state: 'PENDING', consumer: null, now },
      { first: 20, limit: 21, after: null },
    ),
  'the newest proposals': (database) =>
    proposalPage(
      database,
      { productUrn: null, state: null, consumer: null, now },
      { first: 20, limit: 21, after: null },
    ),
  'what was said to proposals': (database) => acknowledgementsOf(database, [someId]),
  'documents of operations': (database) => documentsOf(database, [hash]),
  'pins of products': (database) => pinsOfProducts(database, [urn]),
  'versions that pins may hold': (database) => pinnableVersions(database, [777]),
  deprecations: (database) => deprecationsOf(database, ['T777.f1']),
  'what was answered to a key': (database) => outcomeOf(database, { client: 'c', key: 'key-1', requestHash: hash }),
  'answers that are forgotten': (database) => forgetOutcomes(database, new Date('2020-01-01')),
  'what was in force after a registration': (database) => subgraphsAfter(database, 'prod', 100),
  'what is in force': (database) => registeredSubgraphs(database, 'staging'),
  'the last registration': (database) => latestRegistration(database, 'prod'),
  'a registration by its number': (database) => registrationByNumber(database, 'prod', 100),
  'a page of the history': (database) =>
    registrationPage(database, { variant: 'prod', subgraph: null, before: 6000, first: 20 }),
  'a page of the history of one subgraph': (database) =>
    registrationPage(database, { variant: 'prod', subgraph: 's3', before: 6000, first: 20 }),
  'what registrations changed': (database) => stepsOf(database, [100, 101]),
  'who deleted a subgraph': (database) => deletionOf(database, 'prod', 's3'),
  'the catalogue around a product': async (database) => {
    const loaders = createCatalogueLoaders(database);
    await Promise.all([
      loaders.productByUrn.load(urn),
      loaders.product.load(777),
      loaders.contractByProductUrn.load(urn),
      loaders.contractsOfProduct.load(777),
      loaders.version.load(key),
      loaders.versionTexts.load(key),
      loaders.versionPages.load(777, { first: 10, after: null }),
      loaders.field.load('T777.f1'),
      loaders.contactsOfDomain.load('d7'),
      loaders.productPages.load('d7', { first: 10, after: null }),
    ]);
  },
};

test.each(Object.entries(statements))('%s', (_name, run) =>
  expectNoSequentialScan(metadata.database, () => run(metadata.database)));
