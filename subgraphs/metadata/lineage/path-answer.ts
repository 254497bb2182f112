// Paths as GraphQL answers them: nodes and edges, nameless what the caller may not know, and how far the answer can be trusted.
import { type AnsweredEdge, type AnsweredNode, nameless, withEnds } from './graph-answer.ts';
import type { GraphView, LineageLoaders } from './loaders.ts';
import type { Paths } from './paths.ts';
import type { Pair } from './queries/edges.ts';
import type { NodeRow } from './queries/nodes.ts';
import type { IsRedacted } from './redaction.ts';

export interface AnsweredPath {
  readonly nodes: readonly AnsweredNode[];
  readonly edges: readonly AnsweredEdge[];
  readonly masked: boolean;
}

export interface Shown {
  readonly view: GraphView;
  readonly load: Pick<LineageLoaders, 'node'>;
  readonly isRedacted: IsRedacted;
  /** Gives operations the names that the caller may see. */
  readonly named: <Node extends NodeRow>(nodes: readonly Node[], pairs: readonly Pair[]) => Promise<readonly Node[]>;
}

export async function pathAnswer({ paths, cutReason }: Paths, shown: Shown): Promise<object> {
  const { view } = shown;
  return {
    paths: await Promise.all(paths.map((ids) => answeredPath(ids, shown))),
    complete: cutReason === null,
    cutReason,
    asOf: view.asOf,
    indexLagSeconds: view.indexLagSeconds,
  };
}

async function answeredPath(ids: readonly number[], { view, load, isRedacted, named }: Shown): Promise<AnsweredPath> {
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
  const known = nameless(await named(nodes, pairs), isRedacted);
  const present = edges.filter((edge) => edge !== null);
  return {
    nodes: [...known.values()],
    edges: withEnds(present, known),
    masked: present.some(({ masking }) => masking),
  };
}
