// Which nodes are drawn, and in which column: the root in the middle, the ways that are highlighted, then hop by hop what is open,
// nearest first. At most `maxDrawn`, so that a drawing stays one that people can read and browsers can draw at once.

import {
  type Degrees,
  type Exploration,
  idsWithin,
  type LineageNode,
  type LineagePath,
  learnDegrees,
  neighboursIn,
  unknownId,
} from './hop.ts';
import { sideKey } from './open-sides.ts';
import { type Side, sides, stepOf } from './side.ts';

export const maxDrawn = 200;
/** Neighbours of one node on one side that are drawn at a time; the others are a group. */
export const pageSize = 12;

export interface PlacedNode {
  /** Null for what stands for nodes that the viewer may not know. */
  readonly node: LineageNode | null;
  /** 0 for the root, less towards the sources. */
  readonly column: number;
  /** The node on whose side it was found first; null for the root. */
  readonly via: { readonly id: string; readonly side: Side } | null;
  /** How many it stands for. */
  readonly count: number;
}

export interface Placement {
  readonly placed: ReadonlyMap<string, PlacedNode>;
  readonly pathNodes: ReadonlySet<string>;
  /** Sides that are open and drawn, each with room for a group of what is left. */
  readonly drawnSides: readonly { readonly id: string; readonly side: Side }[];
  readonly degrees: Degrees;
}

interface Placing {
  readonly placed: Map<string, PlacedNode>;
  readonly pathNodes: Set<string>;
  readonly drawnSides: { readonly id: string; readonly side: Side }[];
  readonly degrees: Degrees;
}

export function placeNodes(exploration: Exploration): Placement {
  const { root, paths } = exploration;
  const placing: Placing = {
    placed: new Map([[root.urn, { node: root, column: 0, via: null, count: 1 }]]),
    pathNodes: new Set(),
    drawnSides: [],
    degrees: new Map(),
  };
  for (const [place, path] of paths.entries()) placePath(placing, path, place, root.urn);
  const queue = [...placing.placed.keys()];
  for (let id = queue.shift(); id !== undefined; id = queue.shift())
    for (const side of sides) queue.push(...placeSide(placing, exploration, id, side));
  return placing;
}

function placePath(placing: Placing, path: LineagePath, place: number, root: string): void {
  learnDegrees(placing.degrees, path);
  const isAway = path.nodes[0]?.urn === root;
  const side: Side = isAway ? 'consumers' : 'sources';
  const idOf = pathIds(path, place);
  const nodes = isAway ? path.nodes : [...path.nodes].reverse();
  for (const [distance, node] of nodes.entries()) {
    const via = distance === 0 ? null : { id: idOf(nodes[distance - 1]!.urn), side };
    placing.pathNodes.add(idOf(node.urn));
    put(placing, idOf(node.urn), { node, column: distance * stepOf[side], via, count: 1 });
  }
}

export function pathIds(path: LineagePath, place: number): (urn: string) => string {
  return idsWithin(path, (urn) => `unknown way${place} ${urn}`);
}

/** The nodes that were not drawn before. */
function placeSide(placing: Placing, { open, hops }: Exploration, id: string, side: Side): string[] {
  const key = sideKey(id, side);
  const hop = hops.get(key);
  if (!hop || !open.has(key) || roomLeft(placing) < 2) return [];
  placing.drawnSides.push({ id, side });
  learnDegrees(placing.degrees, hop);
  const { known, unknown } = neighboursIn(hop, id, side);
  const place = { column: placing.placed.get(id)!.column + stepOf[side], via: { id, side } };
  if (unknown > 0) put(placing, unknownId(id, side), { ...place, node: null, count: unknown });
  const absent = known.filter(({ urn }) => !placing.placed.has(urn));
  const wanted = open.get(key)! * pageSize;
  // A group of one would take the room of the one.
  const drawn = absent.slice(0, Math.min(absent.length === wanted + 1 ? wanted + 1 : wanted, roomLeft(placing)));
  for (const node of drawn) put(placing, node.urn, { ...place, node, count: 1 });
  return drawn.map(({ urn }) => urn);
}

/** Each drawn side may need a group. */
function roomLeft({ placed, drawnSides }: Placing): number {
  return maxDrawn - placed.size - drawnSides.length;
}

function put({ placed }: Placing, id: string, node: PlacedNode): void {
  if (!placed.has(id)) placed.set(id, node);
}
