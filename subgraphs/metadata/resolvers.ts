// All resolvers of the metadata schema; each area keeps its own, and may add fields to the types of others.
import type { Resolvers } from '../../kit/subgraph-schema.ts';
import { accessResolvers } from './access/resolvers.ts';
import { auditResolvers } from './audit/resolvers.ts';
import { catalogueResolvers } from './catalogue/resolvers.ts';
import { eventResolvers } from './events/resolvers.ts';
import { exampleResolvers } from './examples/resolvers.ts';
import { healthResolvers } from './health/resolvers.ts';
import { incidentResolvers } from './incidents/resolvers.ts';
import { lineageResolvers } from './lineage/resolvers.ts';
import { mergeResolvers } from './merge-resolvers.ts';
import { operationResolvers } from './operation/resolvers.ts';
import { platformResolvers } from './platform/resolvers.ts';
import { policyResolvers } from './policy/resolvers.ts';
import { proposalResolvers } from './proposals/resolvers.ts';
import { provenanceResolvers } from './provenance/resolvers.ts';
import { qualityResolvers } from './quality/resolvers.ts';
import { registryResolvers } from './registry/resolvers.ts';
import { variantResolvers } from './registry/variant-resolvers.ts';
import { scorecardResolvers } from './scorecard/resolvers.ts';
import { searchResolvers } from './search/resolvers.ts';
import { serviceLevelResolvers } from './service-levels/resolvers.ts';
import { trustResolvers } from './trust/resolvers.ts';
import { usageResolvers } from './usage/resolvers.ts';

export const resolvers: Resolvers = mergeResolvers([
  catalogueResolvers,
  serviceLevelResolvers,
  incidentResolvers,
  healthResolvers,
  lineageResolvers,
  provenanceResolvers,
  operationResolvers,
  accessResolvers,
  auditResolvers,
  eventResolvers,
  searchResolvers,
  qualityResolvers,
  scorecardResolvers,
  usageResolvers,
  platformResolvers,
  registryResolvers,
  variantResolvers,
  proposalResolvers,
  policyResolvers,
  exampleResolvers,
  trustResolvers,
]);
