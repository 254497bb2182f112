// Where each node stands. Columns are known (one hop is one column), so that what is left is the order within a column: each node
// stands as near as it can to what it is connected with in the column before, counted from the root.

import type { DrawnEdge, DrawnNode, ExploredGraph } from './explored-graph.ts';

export const nodeSize = { width: 216, height: 56 } as const;
const gap = { column: 84, row: 24 } as const;
/** Around everything, with room for the buttons that stick out of a node. */
const margin = 36;

export interface Position {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** The upper left corner of each node. */
  readonly positions: ReadonlyMap<string, Position>;
  /** Ids from left to right, and within a column from top to bottom. */
  readonly columns: readonly (readonly string[])[];
}

export function graphLayout({ nodes, edges }: Pick<ExploredGraph, 'nodes' | 'edges'>): GraphLayout {
  const columns = orderedColumns(nodes, edges);
  const tallest = Math.max(...columns.map(heightOf));
  const positions = new Map<string, Position>();
  for (const [place, ids] of columns.entries()) {
    const top = margin + (tallest - heightOf(ids)) / 2;
    for (const [row, id] of ids.entries())
      positions.set(id, {
        x: margin + place * (nodeSize.width + gap.column),
        y: top + row * (nodeSize.height + gap.row),
      });
  }
  const width = 2 * margin + columns.length * nodeSize.width + (columns.length - 1) * gap.column;
  return { width, height: 2 * margin + tallest, positions, columns };
}

function heightOf(ids: readonly string[]): number {
  return ids.length * (nodeSize.height + gap.row) - gap.row;
}

/** From the root outwards, so that the column before has its order already. */
function orderedColumns(nodes: ReadonlyMap<string, DrawnNode>, edges: readonly DrawnEdge[]): string[][] {
  const byColumn = new Map<number, DrawnNode[]>();
  for (const node of nodes.values()) byColumn.set(node.column, [...(byColumn.get(node.column) ?? []), node]);
  const neighbours = neighboursOf(edges);
  /** Between 0 and 1, from the top of its column to the bottom. */
  const heights = new Map<string, number>();
  const ordered = new Map<number, string[]>();
  const outwards = [...byColumn.keys()].sort((a, b) => Math.abs(a) - Math.abs(b));
  for (const column of outwards) {
    const pullOf = (node: DrawnNode) => pull(node, nodes, neighbours, heights);
    const ids = byColumn
      .get(column)!
      .map((node, place) => ({ id: node.id, pull: pullOf(node), isGroup: node.kind === 'GROUP', place }))
      .sort((a, b) => a.pull - b.pull || Number(a.isGroup) - Number(b.isGroup) || a.place - b.place)
      .map(({ id }) => id);
    for (const [row, id] of ids.entries()) heights.set(id, (row + 0.5) / ids.length);
    ordered.set(column, ids);
  }
  return [...ordered].sort(([a], [b]) => a - b).map(([, ids]) => ids);
}

/** The middle of what it is connected with one column nearer to the root; a group stands at its opener. */
function pull(
  { id, column, via }: DrawnNode,
  nodes: ReadonlyMap<string, DrawnNode>,
  neighbours: ReadonlyMap<string, readonly string[]>,
  heights: ReadonlyMap<string, number>,
): number {
  const inner = column - Math.sign(column);
  const near = (neighbours.get(id) ?? []).filter((other) => nodes.get(other)!.column === inner && heights.has(other));
  const anchors = near.length > 0 ? near : via ? [via.id] : [];
  if (anchors.length === 0) return 0.5;
  return anchors.reduce((sum, other) => sum + (heights.get(other) ?? 0.5), 0) / anchors.length;
}

function neighboursOf(edges: readonly DrawnEdge[]): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (id: string, other: string) => {
    const known = neighbours.get(id);
    if (known) known.push(other);
    else neighbours.set(id, [other]);
  };
  for (const { from, to } of edges) {
    add(from, to);
    add(to, from);
  }
  return neighbours;
}

/**
 * The line of an edge as SVG writes it: from the right side of its source to the left side of its consumer, or around to its right
 * side when the two stand in one column.
 */
export function edgeLine(from: Position, to: Position): string {
  const start = { x: from.x + nodeSize.width, y: from.y + nodeSize.height / 2 };
  const isBeside = from.x === to.x;
  const end = { x: isBeside ? start.x : to.x, y: to.y + nodeSize.height / 2 };
  const bend = isBeside ? gap.column / 2 : Math.max(40, Math.abs(end.x - start.x) / 2);
  return `M${start.x},${start.y} C${start.x + bend},${start.y} ${end.x + (isBeside ? bend : -bend)},${end.y} ${end.x},${end.y}`;
}

export function middleOfEdge(from: Position, to: Position): Position {
  return { x: (from.x + nodeSize.width + to.x) / 2, y: (from.y + to.y + nodeSize.height) / 2 };
}
