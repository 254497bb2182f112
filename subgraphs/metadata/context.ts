// What the resolvers of one request share. Made per request, so that loaders never outlive the answer they batch for.
import type { Clock } from '../../kit/clock.ts';
import type { EntityReference } from '../../kit/entity-reference.ts';
import type { Queries } from '../../kit/postgres.ts';
import type { SubgraphContext } from '../../kit/serve-subgraph.ts';
import type { KnownTargetsStore } from './access/known-targets-store.ts';
import { type AccessLoaders, createAccessLoaders } from './access/loaders.ts';
import { type AuditLoaders, createAuditLoaders } from './audit/loaders.ts';
import { type CatalogueLoaders, createCatalogueLoaders } from './catalogue/loaders.ts';
import type { WebhookSettings } from './events/subscribe-changes.ts';
import { createFreshnessLoaders, type FreshnessLoaders } from './freshness/loaders.ts';
import type { LineageFollower } from './lineage/index/follow-lineage.ts';
import { createLineageLoaders, type LineageLoaders } from './lineage/loaders.ts';
import { createProvenanceReader, type ProvenanceReader } from './provenance/provenance-reader.ts';
import type { ProvenanceStore } from './provenance/provenance-store.ts';
import { createQualityLoaders, type QualityLoaders } from './quality/loaders.ts';
import { createSearchLoaders, type SearchLoaders } from './search/loaders.ts';

export interface MetadataLoaders {
  /** The instant at which the whole request is answered. */
  readonly now: Date;
  readonly catalogue: CatalogueLoaders;
  readonly freshness: FreshnessLoaders;
  readonly lineage: LineageLoaders;
  readonly provenance: ProvenanceReader;
  readonly access: AccessLoaders;
  readonly audit: AuditLoaders;
  readonly quality: QualityLoaders;
  readonly search: SearchLoaders;
  /** Null where no webhooks are sent. */
  readonly webhooks: WebhookSettings | null;
}

export type MetadataContext = SubgraphContext<MetadataLoaders>;

/** What lives as long as the process, and every request uses. */
export interface MetadataServices {
  readonly clock: Clock;
  readonly provenance: ProvenanceStore;
  /** Null until the process has begun to follow it. */
  readonly lineage: () => LineageFollower | null;
  readonly knownTargets: KnownTargetsStore;
  /** Null without the key of the audit. */
  readonly entityReference: EntityReference | null;
  readonly webhooks: WebhookSettings | null;
}

export function createMetadataLoaders(database: Queries, services: MetadataServices): MetadataLoaders {
  const now = services.clock.now();
  return {
    now,
    catalogue: createCatalogueLoaders(database),
    freshness: createFreshnessLoaders(database, now),
    lineage: createLineageLoaders(database, services.lineage(), now),
    provenance: createProvenanceReader(services.provenance.snapshot(), now),
    access: createAccessLoaders(database, services.knownTargets),
    audit: createAuditLoaders(database, services.entityReference),
    quality: createQualityLoaders(database),
    search: createSearchLoaders(database),
    webhooks: services.webhooks,
  };
}
