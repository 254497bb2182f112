// Everything that is reached, against sets that are walked one hop after the other: on graphs with narrow levels, of which each node is
// queued as it is met, and with wide ones, of which the nodes are gathered afterwards.
import { describe, expect, test } from 'vitest';
import { closureIn } from '../../../subgraphs/metadata/lineage/index/closure.ts';
import { createGraphBuilder } from '../../../subgraphs/metadata/lineage/index/compressed-graph.ts';
import { type ChangingIndex, createLineageIndex } from '../../../subgraphs/metadata/lineage/index/lineage-index.ts';

type Neighbours = (node: number) => readonly number[];

const size = 2_000;
const graphs: readonly (readonly [string, Neighbours])[] = [
  ['a chain', (node) => [node + 1]],
  ['a star', (node) => (node === 1 ? Array.from({ length: size }, (_, index) => index + 1) : [])],
  ['a tree that becomes wide', (node) => [node * 3 - 1, node * 3, node * 3 + 1]],
  ['a tree of which the end is narrow again', (node) => (node < 700 ? [node * 3, node * 3 + 1] : [node - 690, size])],
];

function neighboursIn(of: Neighbours, node: number): number[] {
  return [...new Set(of(node))].filter((to) => to >= 1 && to <= size && to !== node).sort((one, other) => one - other);
}

function indexOf(of: Neighbours): ChangingIndex {
  const builder = createGraphBuilder(size, size * 3);
  for (let node = 1; node <= size; node++) for (const to of neighboursIn(of, node)) builder.add(node, to, to % 2 === 0);
  const building = builder.build();
  for (;;) {
    const step = building.next();
    if (step.done) return createLineageIndex(step.value, 0);
  }
}

function levelsFrom(of: Neighbours, depth: number, carryingOnly: boolean): number[][] {
  const met = new Set([1]);
  const levels: number[][] = [[1]];
  while (levels.length <= depth && levels.at(-1)!.length > 0) {
    const reached = levels.at(-1)!.flatMap((node) => neighboursIn(of, node));
    const level = [...new Set(reached)].filter((node) => !met.has(node) && (!carryingOnly || node % 2 === 0));
    for (const node of level) met.add(node);
    levels.push(level);
  }
  return levels.slice(1);
}

describe.each(graphs)('%s', (_, of) => {
  const index = indexOf(of);

  test.each([
    [Number.POSITIVE_INFINITY, false],
    [Number.POSITIVE_INFINITY, true],
    [3, false],
    [6, true],
  ])('to a depth of %d, carrying only: %s', (depth, carryingOnly) => {
    const levels = levelsFrom(of, depth, carryingOnly);
    const { ids, isCut } = closureIn(index, [1], { direction: 'DOWNSTREAM', limit: size, depth, carryingOnly });
    expect([...ids].sort()).toEqual(levels.flat().sort());
    expect(isCut).toBe(false);
  });

  test('is cut where there is more, and has the nearest', () => {
    const levels = levelsFrom(of, Number.POSITIVE_INFINITY, false);
    const limit = 150;
    const { ids, isCut } = closureIn(index, [1], { direction: 'DOWNSTREAM', limit });
    expect([ids.length, isCut]).toEqual([limit, true]);
    const distance = new Map(levels.flatMap((level, hops) => level.map((node) => [node, hops])));
    const distances = [...ids].map((id) => distance.get(id)!);
    expect(distances).toEqual([...distances].sort((one, other) => one - other));
    expect(distances).toEqual([...distance.values()].slice(0, limit));
  });
});
