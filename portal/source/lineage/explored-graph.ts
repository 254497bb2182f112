// What an exploration shows. It depends on which sides are open and on what the graph answered, never on the order in which
// somebody opened them. How many neighbours are hidden is what the answers say, less what is drawn.

import {
  countBy,
  type Exploration,
  farEnd,
  groupId,
  idsWithin,
  type LineageEdge,
  type LineageNode,
  nearEnd,
  unknownId,
} from './hop.ts';
import { sideKey } from './open-sides.ts';
import { type Placement, pathIds, placeNodes } from './place-nodes.ts';
import { type Side, stepOf } from './side.ts';

export interface DrawnNode {
  /** The URN; of a group and of what the viewer may not know, a name of the drawing's own. */
  readonly id: string;
  readonly kind: LineageNode['kind'] | 'GROUP';
  readonly label: string;
  readonly coordinate: string | null;
  readonly product: LineageNode['product'];
  /** 0 for the root, less towards the sources. */
  readonly column: number;
  readonly via: { readonly id: string; readonly side: Side } | null;
  /** Neighbours that are neither drawn nor in a group. */
  readonly hidden: Readonly<Record<Side, number>>;
  /** Open, and something is there. */
  readonly isOpen: Readonly<Record<Side, boolean>>;
  /** How many it stands for. */
  readonly count: number;
  readonly isOnPath: boolean;
}

export interface DrawnEdge extends LineageEdge {
  readonly id: string;
  readonly isOnPath: boolean;
}

export interface ExploredGraph {
  readonly root: string;
  readonly nodes: ReadonlyMap<string, DrawnNode>;
  readonly edges: readonly DrawnEdge[];
}

export function exploredGraph(exploration: Exploration): ExploredGraph {
  const placement = placeNodes(exploration);
  const edges = drawnEdges(exploration, placement);
  const nodes = withGroups(drawnNodes(exploration, placement, edges), placement);
  return { root: exploration.root.urn, nodes, edges };
}

/** Between nodes that are drawn, each once; a highlighted way goes before what else says the same. */
function drawnEdges({ paths, hops }: Exploration, { placed, drawnSides }: Placement): DrawnEdge[] {
  const onPaths = paths.flatMap((path, place) => renamed(path.edges, pathIds(path, place), true));
  const others = drawnSides.flatMap(({ id, side }) => {
    const hop = hops.get(sideKey(id, side))!;
    const idOf = idsWithin(hop, () => unknownId(id, side));
    // Of a node that the viewer may not know, only what it has to do with the one whose side was opened.
    const told = (edge: LineageEdge) =>
      idOf(nearEnd(edge, side)) === nearEnd(edge, side) &&
      (idOf(farEnd(edge, side)) === farEnd(edge, side) || nearEnd(edge, side) === id);
    return renamed(hop.edges.filter(told), idOf, false);
  });
  const all = [...onPaths, ...others].filter(({ from, to }) => placed.has(from) && placed.has(to));
  const byId = new Map<string, DrawnEdge>();
  for (const edge of all) if (!byId.has(edge.id)) byId.set(edge.id, edge);
  return [...byId.values()];
}

function renamed(edges: readonly LineageEdge[], idOf: (urn: string) => string, isOnPath: boolean): DrawnEdge[] {
  return edges.map((edge) => {
    const [from, to] = [idOf(edge.from), idOf(edge.to)];
    return { ...edge, from, to, id: `${from} ${to}`, isOnPath };
  });
}

function drawnNodes(
  { open }: Exploration,
  { placed, pathNodes, degrees }: Placement,
  edges: readonly DrawnEdge[],
): Map<string, DrawnNode> {
  const countOf = (id: string) => placed.get(id)!.count;
  const shown = {
    sources: countBy(
      edges,
      ({ to }) => to,
      ({ from }) => countOf(from),
    ),
    consumers: countBy(
      edges,
      ({ from }) => from,
      ({ to }) => countOf(to),
    ),
  };
  const degree = (id: string, side: Side) => degrees.get(id)?.[side] ?? 0;
  const hidden = (id: string, side: Side) => Math.max(0, degree(id, side) - (shown[side].get(id) ?? 0));
  const isOpen = (id: string, side: Side) => open.has(sideKey(id, side)) && degree(id, side) > 0;
  return new Map(
    [...placed].map(([id, { node, column, via, count }]) => [
      id,
      {
        id,
        kind: node?.kind ?? 'REDACTED',
        label: node?.label ?? 'not known to you',
        coordinate: node?.coordinate ?? null,
        product: node?.product ?? null,
        column,
        via,
        hidden: { sources: hidden(id, 'sources'), consumers: hidden(id, 'consumers') },
        isOpen: { sources: isOpen(id, 'sources'), consumers: isOpen(id, 'consumers') },
        count,
        isOnPath: pathNodes.has(id),
      },
    ]),
  );
}

/** What is left of each side that is open stands as one node beside the others. */
function withGroups(nodes: Map<string, DrawnNode>, { drawnSides }: Placement): Map<string, DrawnNode> {
  for (const { id, side } of drawnSides) {
    const opener = nodes.get(id)!;
    const count = opener.hidden[side];
    if (count === 0) continue;
    nodes.set(id, { ...opener, hidden: { ...opener.hidden, [side]: 0 } });
    nodes.set(groupId(id, side), groupNode(opener, side, count));
  }
  return nodes;
}

function groupNode({ id: opener, column }: DrawnNode, side: Side, count: number): DrawnNode {
  return {
    id: groupId(opener, side),
    kind: 'GROUP',
    label: `${count.toLocaleString('en')} more`,
    coordinate: null,
    product: null,
    column: column + stepOf[side],
    via: { id: opener, side },
    hidden: { sources: 0, consumers: 0 },
    isOpen: { sources: false, consumers: false },
    count,
    isOnPath: false,
  };
}
