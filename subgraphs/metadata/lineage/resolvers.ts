// GraphQL over lineage: a root by coordinate or URN, and the bounded walk from it.
import { GordianError } from '../../../kit/errors.ts';
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import type { FieldRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { type EdgeRow, originBits } from './queries.ts';
import { type Walk, type WalkedNode, type WalkLimits, walkLineage } from './walk.ts';

type Context = MetadataContext;

interface LineageRef {
  readonly coordinate?: string | null;
  readonly urn?: string | null;
}

interface AnsweredEdge extends EdgeRow {
  readonly from: string;
  readonly to: string;
}

export const lineageResolvers = {
  Query: {
    lineage: (_: unknown, { root, ...limits }: WalkLimits & { root: LineageRef }, context: Context) =>
      lineageOf(rootUrn(root), limits, context),
  },
  SchemaField: {
    lineage: (field: FieldRow, limits: WalkLimits, context: Context) =>
      lineageOf(fieldUrn(field.coordinate), limits, context),
  },
  LineageNode: {
    product: (node: WalkedNode, _: object, { loaders: { catalogue } }: Context) =>
      node.productId === null ? null : catalogue.product.load(node.productId),
  },
  LineageEdge: {
    origins: (edge: AnsweredEdge) =>
      Object.entries(originBits).flatMap(([origin, bit]) => (edge.origins & bit ? [origin] : [])),
  },
};

function rootUrn({ coordinate, urn }: LineageRef): string {
  if ((coordinate == null) === (urn == null))
    throw new GordianError('BAD_USER_INPUT', '`root` needs exactly one of `coordinate` and `urn`.', {
      details: { argument: 'root' },
    });
  return urn ?? fieldUrn(coordinate!);
}

/** Null when the graph has no such node. */
async function lineageOf(
  urn: string,
  limits: WalkLimits,
  { loaders: { lineage, now } }: Context,
): Promise<object | null> {
  const root = await lineage.nodeByUrn.load(urn);
  return root === null ? null : answer(await walkLineage(lineage, root, limits), now);
}

function answer(walk: Walk, now: Date): object {
  const urns = new Map(walk.nodes.map((node) => [node.id, node.urn]));
  const edges = walk.edges.map((edge) => ({ ...edge, from: urns.get(edge.src)!, to: urns.get(edge.dst)! }));
  return { ...walk, edges, complete: walk.cutReason === null, asOf: now };
}
