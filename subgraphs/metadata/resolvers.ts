// All resolvers of the metadata schema; each area keeps its own, and may add fields to the types of others.
import type { Resolvers } from '../../kit/subgraph-schema.ts';
import { accessResolvers } from './access/resolvers.ts';
import { auditResolvers } from './audit/resolvers.ts';
import { catalogueResolvers } from './catalogue/resolvers.ts';
import { eventResolvers } from './events/resolvers.ts';
import { freshnessResolvers } from './freshness/resolvers.ts';
import { lineageResolvers } from './lineage/resolvers.ts';
import { mergeResolvers } from './merge-resolvers.ts';
import { provenanceResolvers } from './provenance/resolvers.ts';
import { qualityResolvers } from './quality/resolvers.ts';
import { searchResolvers } from './search/resolvers.ts';

export const resolvers: Resolvers = mergeResolvers([
  catalogueResolvers,
  freshnessResolvers,
  lineageResolvers,
  provenanceResolvers,
  accessResolvers,
  auditResolvers,
  eventResolvers,
  searchResolvers,
  qualityResolvers,
]);
