// One hop from a node to one side, as the graph answered it, and what can be read from it.

import type {
  LineageEdgePartsFragment,
  LineageNodePartsFragment,
  LineagePathPartsFragment,
} from '../generated/lineage.ts';
import { type OpenSides, sideKey } from './open-sides.ts';
import type { Side } from './side.ts';

export type LineageNode = LineageNodePartsFragment;
export type LineageEdge = LineageEdgePartsFragment;
export type LineagePath = LineagePathPartsFragment;

export interface Hop {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}

export interface Exploration {
  readonly root: LineageNode;
  readonly open: OpenSides;
  /** By `sideKey`; a side that is open and not there yet is on its way. */
  readonly hops: ReadonlyMap<string, Hop>;
  /** Ways between the root and another node, each from its beginning to its end. */
  readonly paths: readonly LineagePath[];
}

export interface Neighbours {
  readonly known: readonly LineageNode[];
  /** How many there are besides that the viewer may not know. */
  readonly unknown: number;
}

/** The nodes at the far end of the edges of that side, in the order of the answer. */
export function neighboursIn(hop: Hop, urn: string, side: Side): Neighbours {
  const far = new Set(hop.edges.filter((edge) => nearEnd(edge, side) === urn).map((edge) => farEnd(edge, side)));
  const found = hop.nodes.filter((node) => far.has(node.urn));
  const known = found.filter((node) => !isUnknown(node));
  return { known, unknown: found.length - known.length };
}

export function nearEnd({ from, to }: LineageEdge, side: Side): string {
  return side === 'sources' ? to : from;
}

export function farEnd({ from, to }: LineageEdge, side: Side): string {
  return side === 'sources' ? from : to;
}

export function isUnknown({ kind }: Pick<LineageNode, 'kind'>): boolean {
  return kind === 'REDACTED';
}

/**
 * The names that a drawing uses in place of the URNs of an answer: those of nodes that the viewer may not know mean something
 * within that answer only.
 */
export function idsWithin({ nodes }: Hop, nameOfUnknown: (urn: string) => string): (urn: string) => string {
  const unknown = new Set(nodes.filter(isUnknown).map(({ urn }) => urn));
  return (urn) => (unknown.has(urn) ? nameOfUnknown(urn) : urn);
}

/** What the viewer may not know of one side is one node, however many it stands for. */
export function unknownId(id: string, side: Side): string {
  return `unknown ${sideKey(id, side)}`;
}

export function groupId(id: string, side: Side): string {
  return `group ${sideKey(id, side)}`;
}

/** How many neighbours each node has on each side, drawn or not: those that the answer shows, and those that it says it does not. */
export type Degrees = Map<string, Readonly<Record<Side, number>>>;

export function learnDegrees(degrees: Degrees, { nodes, edges }: Hop): void {
  const sources = countBy(edges, ({ to }) => to);
  const consumers = countBy(edges, ({ from }) => from);
  for (const { urn, hiddenUpstream, hiddenDownstream } of nodes) {
    const known = degrees.get(urn) ?? { sources: 0, consumers: 0 };
    degrees.set(urn, {
      sources: Math.max(known.sources, hiddenUpstream + (sources.get(urn) ?? 0)),
      consumers: Math.max(known.consumers, hiddenDownstream + (consumers.get(urn) ?? 0)),
    });
  }
}

export function countBy<Row>(
  rows: Iterable<Row>,
  keyOf: (row: Row) => string,
  weightOf: (row: Row) => number = () => 1,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + weightOf(row));
  return counts;
}
