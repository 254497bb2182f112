// What the resolvers of one request share. Made per request, so that loaders never outlive the answer they batch for.
import type { Clock } from '../../kit/clock.ts';
import type { EntityReference } from '../../kit/entity-reference.ts';
import type { Queries } from '../../kit/postgres.ts';
import type { SubgraphContext } from '../../kit/serve-subgraph.ts';
import type { KnownTargetsStore } from './access/known-targets-store.ts';
import { type AccessLoaders, createAccessLoaders } from './access/loaders.ts';
import { type AuditLoaders, createAuditLoaders } from './audit/loaders.ts';
import { type CatalogueLoaders, createCatalogueLoaders } from './catalogue/loaders.ts';
import { createFreshnessLoaders, type FreshnessLoaders } from './freshness/loaders.ts';
import { createLineageLoaders, type LineageLoaders } from './lineage/loaders.ts';
import { createProvenanceReader, type ProvenanceReader } from './provenance/provenance-reader.ts';
import type { ProvenanceStore } from './provenance/provenance-store.ts';

export interface MetadataLoaders {
  /** The instant at which the whole request is answered. */
  readonly now: Date;
  readonly catalogue: CatalogueLoaders;
  readonly freshness: FreshnessLoaders;
  readonly lineage: LineageLoaders;
  readonly provenance: ProvenanceReader;
  readonly access: AccessLoaders;
  readonly audit: AuditLoaders;
}

export type MetadataContext = SubgraphContext<MetadataLoaders>;

export function createMetadataLoaders(
  database: Queries,
  clock: Clock,
  store: ProvenanceStore,
  knownTargets: KnownTargetsStore,
  entityReference: EntityReference | null,
): MetadataLoaders {
  const now = clock.now();
  return {
    now,
    catalogue: createCatalogueLoaders(database),
    freshness: createFreshnessLoaders(database, now),
    lineage: createLineageLoaders(database),
    provenance: createProvenanceReader(store.snapshot(), now),
    access: createAccessLoaders(database, knownTargets),
    audit: createAuditLoaders(database, entityReference),
  };
}
