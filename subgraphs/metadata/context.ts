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
import { createHealthLoaders, type HealthLoaders } from './health/loaders.ts';
import { createIncidentLoaders, type IncidentLoaders } from './incidents/loaders.ts';
import type { LineageFollower } from './lineage/index/follow-lineage.ts';
import { createLineageLoaders, type LineageLoaders } from './lineage/loaders.ts';
import { createProvenanceReader, type ProvenanceReader } from './provenance/provenance-reader.ts';
import type { ProvenanceStore } from './provenance/provenance-store.ts';
import { createQualityLoaders, type QualityLoaders } from './quality/loaders.ts';
import { createRegistryLoaders, type RegistryLoaders } from './registry/loaders.ts';
import type { Registrar } from './registry/register.ts';
import { createScorecardLoaders, type ScorecardLoaders } from './scorecard/loaders.ts';
import { createSearchLoaders, type SearchLoaders } from './search/loaders.ts';
import { createServiceLevelLoaders, type ServiceLevelLoaders } from './service-levels/loaders.ts';
import { createUsageLoaders, type UsageLoaders } from './usage/loaders.ts';

export interface MetadataLoaders {
  /** The instant at which the whole request is answered. */
  readonly now: Date;
  readonly catalogue: CatalogueLoaders;
  readonly freshness: FreshnessLoaders;
  readonly serviceLevels: ServiceLevelLoaders;
  readonly incidents: IncidentLoaders;
  readonly health: HealthLoaders;
  readonly lineage: LineageLoaders;
  readonly provenance: ProvenanceReader;
  readonly access: AccessLoaders;
  readonly audit: AuditLoaders;
  readonly usage: UsageLoaders;
  readonly quality: QualityLoaders;
  readonly scorecard: ScorecardLoaders;
  readonly search: SearchLoaders;
  readonly registry: RegistryLoaders;
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
  /** Null until the process is ready to take registrations. */
  readonly registrar: () => Registrar | null;
  readonly knownTargets: KnownTargetsStore;
  /** Null without the key of the audit. */
  readonly entityReference: EntityReference | null;
  readonly webhooks: WebhookSettings | null;
}

export function createMetadataLoaders(database: Queries, services: MetadataServices): MetadataLoaders {
  const now = services.clock.now();
  const freshness = createFreshnessLoaders(database, now);
  const serviceLevels = createServiceLevelLoaders(database, now);
  const incidents = createIncidentLoaders(database);
  return {
    now,
    catalogue: createCatalogueLoaders(database),
    freshness,
    serviceLevels,
    incidents,
    health: createHealthLoaders(database, freshness, serviceLevels, incidents),
    lineage: createLineageLoaders(database, services.lineage(), now),
    provenance: createProvenanceReader(services.provenance.snapshot(), now),
    access: createAccessLoaders(database, services.knownTargets),
    audit: createAuditLoaders(database, services.entityReference),
    usage: createUsageLoaders(database, now),
    quality: createQualityLoaders(database),
    scorecard: createScorecardLoaders(database, now),
    search: createSearchLoaders(database),
    registry: createRegistryLoaders(database, services.registrar(), now),
    webhooks: services.webhooks,
  };
}
