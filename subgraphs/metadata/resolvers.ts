// All resolvers of the metadata schema; each area keeps its own.
import { accessResolvers } from './access/resolvers.ts';
import { auditResolvers } from './audit/resolvers.ts';
import { catalogueResolvers } from './catalogue/resolvers.ts';
import { freshnessResolvers } from './freshness/resolvers.ts';
import { lineageResolvers } from './lineage/resolvers.ts';
import { provenanceResolvers } from './provenance/resolvers.ts';

export const resolvers = {
  ...catalogueResolvers,
  ...freshnessResolvers,
  ...lineageResolvers,
  ...provenanceResolvers,
  ...accessResolvers,
  ...auditResolvers,
  Query: {
    ...catalogueResolvers.Query,
    ...lineageResolvers.Query,
    ...accessResolvers.Query,
    ...auditResolvers.Query,
  },
  DataProduct: { ...catalogueResolvers.DataProduct, ...freshnessResolvers.DataProduct },
  SchemaField: { ...catalogueResolvers.SchemaField, ...lineageResolvers.SchemaField },
};
