// GraphQL over lineage: a root by coordinate or URN, and the bounded walk from it.
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import type { FieldRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { type AnsweredEdge, type AnsweredNode, graphAnswer } from './graph-answer.ts';
import { originBits } from './queries/edges.ts';
import { redactionFor } from './redaction.ts';
import { type Granularity, type LineageRef, rootsOf, urnOfRef } from './roots.ts';
import { type WalkLimits, walkLineage } from './walk.ts';

type Context = MetadataContext;

interface LineageArguments extends WalkLimits {
  readonly granularity?: Granularity | null;
  readonly at?: Date | null;
  readonly position?: number | null;
}

export const lineageResolvers = {
  Query: {
    lineage: (_: unknown, { root, ...args }: LineageArguments & { root: LineageRef }, context: Context) =>
      lineageOf(urnOfRef(root), args, context),
  },
  SchemaField: {
    lineage: (field: FieldRow, args: LineageArguments, context: Context) =>
      lineageOf(fieldUrn(field.coordinate), args, context),
  },
  LineageNode: {
    product: (node: AnsweredNode, _: object, { loaders: { catalogue } }: Context) =>
      node.productId === null ? null : catalogue.product.load(node.productId),
  },
  LineageEdge: {
    origins: (edge: AnsweredEdge) =>
      Object.entries(originBits).flatMap(([origin, bit]) => (edge.origins & bit ? [origin] : [])),
    job: async ({ job }: AnsweredEdge, _: object, { loaders: { lineage } }: Context) =>
      job === null ? null : (await lineage.node.load(job))!.urn,
  },
};

/** Null when the graph has no such node. */
async function lineageOf(
  urn: string,
  { granularity = null, at = null, position = null, ...limits }: LineageArguments,
  { caller, database, loaders: { access, lineage, catalogue } }: Context,
): Promise<object | null> {
  const isRedacted = await redactionFor(await lineage.secrets(), await access.knownTo(caller));
  const roots = await rootsOf(urn, granularity, isRedacted, { database, lineage, catalogue });
  if (roots.length === 0) return null;
  const view = await lineage.view({ at, position });
  const ids = roots.map(({ id }) => id);
  return graphAnswer(await walkLineage(lineage, view, ids, limits), view, isRedacted);
}
