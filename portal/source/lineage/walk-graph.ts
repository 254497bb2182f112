// Where an arrow key leads from a node of the drawing: left to a source, right to a consumer, up and down within the column.

import type { ExploredGraph } from './explored-graph.ts';
import type { GraphLayout } from './graph-layout.ts';

export type ArrowKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

export function isArrowKey(key: string): key is ArrowKey {
  return /^Arrow(Left|Right|Up|Down)$/.test(key);
}

/** Null where there is nothing that way. */
export function nodeAtArrow(id: string, key: ArrowKey, graph: ExploredGraph, layout: GraphLayout): string | null {
  if (key === 'ArrowUp' || key === 'ArrowDown') return inColumn(id, key === 'ArrowUp' ? -1 : 1, layout);
  return nearest(id, connectedWith(id, key, graph), layout) ?? nearest(id, besides(id, key, layout), layout);
}

function inColumn(id: string, step: number, { columns }: GraphLayout): string | null {
  const column = columns.find((ids) => ids.includes(id))!;
  return column[column.indexOf(id) + step] ?? null;
}

/** Only what stands on that side: some edges lead back. */
function connectedWith(id: string, key: 'ArrowLeft' | 'ArrowRight', { nodes, edges }: ExploredGraph): string[] {
  const toLeft = key === 'ArrowLeft';
  const ends = edges.flatMap(({ from, to }) => (toLeft ? (to === id ? [from] : []) : from === id ? [to] : []));
  const own = nodes.get(id)!.column;
  return ends.filter((other) => (toLeft ? nodes.get(other)!.column < own : nodes.get(other)!.column > own));
}

function besides(id: string, key: ArrowKey, { columns }: GraphLayout): readonly string[] {
  const place = columns.findIndex((ids) => ids.includes(id));
  return columns[place + (key === 'ArrowLeft' ? -1 : 1)] ?? [];
}

function nearest(id: string, candidates: readonly string[], { positions }: GraphLayout): string | null {
  const { x, y } = positions.get(id)!;
  const distance = (other: string) => Math.hypot(positions.get(other)!.x - x, positions.get(other)!.y - y);
  return [...candidates].sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
