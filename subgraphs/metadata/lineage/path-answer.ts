// Paths as GraphQL answers them: nodes and edges, nameless what the caller may not know, and how far the answer can be trusted.
import { type AnsweredEdge, type AnsweredNode, nameless, withEnds } from './graph-answer.ts';
import type { GraphView, LineageLoaders } from './loaders.ts';
import type { Paths } from './paths.ts';
import type { IsRedacted } from './redaction.ts';

export interface AnsweredPath {
  readonly nodes: readonly AnsweredNode[];
  readonly edges: readonly AnsweredEdge[];
  readonly masked: boolean;
}

export async function pathAnswer(
  { paths, cutReason }: Paths,
  view: GraphView,
  load: Pick<LineageLoaders, 'node'>,
  isRedacted: IsRedacted,
): Promise<object> {
  return {
    paths: await Promise.all(paths.map((ids) => answeredPath(ids, view, load, isRedacted))),
    complete: cutReason === null,
    cutReason,
    asOf: view.asOf,
    indexLagSeconds: view.indexLagSeconds,
  };
}

async function answeredPath(
  ids: readonly number[],
  view: GraphView,
  load: Pick<LineageLoaders, 'node'>,
  isRedacted: IsRedacted,
): Promise<AnsweredPath> {
  const pairs = ids.slice(1).map((dst, place) => ({ src: ids[place]!, dst }));
  const edges = await Promise.all(pairs.map((pair) => view.edges.load(pair)));
  const nodes = await Promise.all(
    ids.map(async (id, depth) => {
      const [node, { sources, consumers }] = await Promise.all([load.node.load(id), view.neighbourhood.degrees(id)]);
      const hiddenUpstream = sources - Number(depth > 0);
      const hiddenDownstream = consumers - Number(depth < ids.length - 1);
      return { ...node!, depth, hiddenUpstream, hiddenDownstream };
    }),
  );
  const named = nameless(nodes, isRedacted);
  const known = edges.filter((edge) => edge !== null);
  return { nodes: [...named.values()], edges: withEnds(known, named), masked: known.some(({ masking }) => masking) };
}
