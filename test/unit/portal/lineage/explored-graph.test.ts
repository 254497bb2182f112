// Exploring random graphs hop by hop, with a server that answers as the metadata service does.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExploredGraph, exploredGraph } from '../../../../portal/source/lineage/explored-graph.ts';
import { graphLayout, nodeSize } from '../../../../portal/source/lineage/graph-layout.ts';
import type { Hop, LineageEdge, LineageNode } from '../../../../portal/source/lineage/hop.ts';
import {
  type OpenSides,
  readOpenSides,
  sideKey,
  writeOpenSides,
} from '../../../../portal/source/lineage/open-sides.ts';
import { maxDrawn } from '../../../../portal/source/lineage/place-nodes.ts';
import { type Side, sides } from '../../../../portal/source/lineage/side.ts';

interface World {
  readonly size: number;
  readonly edges: readonly (readonly [from: number, to: number])[];
  /** Nodes that the viewer may not know; never the root. */
  readonly unknown: ReadonlySet<number>;
}

const world: fc.Arbitrary<World> = fc.integer({ min: 2, max: 60 }).chain((size) => {
  const node = fc.nat(size - 1);
  return fc.record({
    size: fc.constant(size),
    edges: fc.uniqueArray(
      fc.tuple(node, node).filter(([from, to]) => from !== to),
      { maxLength: 160, selector: String },
    ),
    unknown: fc.uniqueArray(node, { maxLength: 4 }).map((ids) => new Set(ids.filter((id) => id > 0))),
  });
});

/** Sides that somebody opens one after the other. */
const opened = fc.array(
  fc.record({ node: fc.nat(59), side: fc.constantFrom(...sides), pages: fc.integer({ min: 1, max: 3 }) }),
  {
    maxLength: 30,
  },
);

const urnOf = (id: number) => `postgres://db#t.c${id}`;
const idOf = (urn: string) => Number(urn.slice('postgres://db#t.c'.length));

function edge(from: string, to: string): LineageEdge {
  const seen = '2026-11-23T00:00:00Z';
  const rest = { transform: 'DIRECT', subtype: null, masking: false, origins: ['DECLARED'], confidence: 1 } as const;
  return { from, to, ...rest, firstSeen: seen, lastSeen: seen, job: null };
}

function neighbours({ edges }: World, id: number, side: Side): number[] {
  return edges
    .filter((pair) => pair[side === 'sources' ? 1 : 0] === id)
    .map((pair) => pair[side === 'sources' ? 0 : 1]);
}

/** What the service answers: the neighbours of one side, all edges among them, and how many of each node are not shown. */
function answer(of: World, id: number, side: Side): Hop {
  const shown = [id, ...new Set(neighbours(of, id, side))];
  const within = of.edges.filter(([from, to]) => shown.includes(from) && shown.includes(to));
  const nameOf = (each: number) => (of.unknown.has(each) ? `gordian:redacted:${shown.indexOf(each)}` : urnOf(each));
  const hidden = (each: number, on: Side) =>
    neighbours(of, each, on).length - within.filter((pair) => pair[on === 'sources' ? 1 : 0] === each).length;
  return {
    nodes: shown.map((each) => node(nameOf(each), hidden(each, 'sources'), hidden(each, 'consumers'))),
    edges: within.map(([from, to]) => edge(nameOf(from), nameOf(to))),
  };
}

function node(urn: string, hiddenUpstream: number, hiddenDownstream: number): LineageNode {
  const kind = urn.startsWith('gordian:redacted:') ? 'REDACTED' : 'COLUMN';
  return { urn, kind, label: urn, coordinate: null, product: null, hiddenUpstream, hiddenDownstream };
}

function explore(of: World, open: OpenSides, hopsInOrder = [...open.keys()]): ExploredGraph {
  const hops = new Map<string, Hop>();
  for (const key of hopsInOrder) {
    const urn = key.slice(key.indexOf(':') + 1);
    if (idOf(urn) < of.size && !of.unknown.has(idOf(urn)))
      hops.set(key, answer(of, idOf(urn), key.startsWith('up') ? 'sources' : 'consumers'));
  }
  return exploredGraph({ root: node(urnOf(0), 0, 0), open, hops, paths: [] });
}

function openOf(steps: readonly { node: number; side: Side; pages: number }[]): Map<string, number> {
  const open = new Map([
    [sideKey(urnOf(0), 'sources'), 1],
    [sideKey(urnOf(0), 'consumers'), 1],
  ]);
  for (const { node: id, side, pages } of steps) open.set(sideKey(urnOf(id), side), pages);
  return open;
}

test('whatever the order in which sides are opened, the graph is the same', () => {
  fc.assert(
    fc.property(world, opened, (of, steps) => {
      const open = openOf(steps);
      const lastOfEach = [...open].map(([key, pages]) => [key, pages] as const);
      const another = new Map([...lastOfEach].reverse());

      expect(explore(of, another, [...another.keys()])).toEqual(explore(of, open));
    }),
    { numRuns: 60 },
  );
});

test('every neighbour of a node is drawn, in a group, or counted as hidden', () => {
  fc.assert(
    fc.property(world, opened, (of, steps) => {
      const { nodes, edges } = explore(of, openOf(steps));
      for (const drawn of nodes.values()) {
        if (drawn.kind !== 'COLUMN') continue;
        const isAnswered = [...nodes.values()].some(({ via }) => via?.id === drawn.id) || drawn.via !== null;
        for (const side of sides) {
          const ends = edges.filter((each) => (side === 'sources' ? each.to : each.from) === drawn.id);
          const seen = ends.reduce((sum, each) => sum + nodes.get(side === 'sources' ? each.from : each.to)!.count, 0);
          const group = nodes.get(`group ${sideKey(drawn.id, side)}`)?.count ?? 0;
          if (isAnswered) expect(seen + group + drawn.hidden[side]).toBe(neighbours(of, idOf(drawn.id), side).length);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('what is closed again leaves the graph as it was', () => {
  fc.assert(
    fc.property(world, opened, fc.nat(59), fc.constantFrom(...sides), (of, steps, id, side) => {
      const before = openOf(steps.filter((step) => step.node !== id && id !== 0));
      const loaded = new Map([...before, [sideKey(urnOf(id), side), 1]]);

      expect(explore(of, before, [...loaded.keys()])).toEqual(explore(of, before));
    }),
    { numRuns: 60 },
  );
});

test('nodes stand beside each other, each in the column next to the one that it was found by', () => {
  fc.assert(
    fc.property(world, opened, (of, steps) => {
      const graph = explore(of, openOf(steps));
      const { positions, width, height } = graphLayout(graph);
      const places = [...positions.values()];
      expect(positions.size).toBe(graph.nodes.size);
      for (const [index, { x, y }] of places.entries()) {
        expect(x >= 0 && y >= 0 && x + nodeSize.width <= width && y + nodeSize.height <= height).toBe(true);
        const overlapping = places
          .slice(index + 1)
          .filter((other) => other.x === x && Math.abs(other.y - y) < nodeSize.height);
        expect(overlapping).toEqual([]);
      }
      for (const { via, column } of graph.nodes.values())
        if (via) expect(column - graph.nodes.get(via.id)!.column).toBe(via.side === 'sources' ? -1 : 1);
    }),
    { numRuns: 40 },
  );
});

test('however much is opened, at most two hundred nodes are drawn', () => {
  const hub: World = {
    size: 400,
    edges: Array.from({ length: 399 }, (_, place) => [0, place + 1] as const).flatMap(([from, to]) => [
      [from, to] as const,
      [to, ((to * 7) % 399) + 1] as const,
    ]),
    unknown: new Set([5]),
  };
  const open = new Map(Array.from({ length: 400 }, (_, id) => [sideKey(urnOf(id), 'consumers'), 30] as const));
  const graph = explore(hub, open);

  expect(graph.nodes.size).toBeLessThanOrEqual(maxDrawn);
  expect(graph.nodes.size).toBeGreaterThan(maxDrawn - 5);
  const group = graph.nodes.get(`group ${sideKey(urnOf(0), 'consumers')}`)!;
  const drawn = graph.edges.filter(({ from }) => from === urnOf(0)).length;
  expect(group.count + drawn).toBe(399);
});

test('the address of a page holds which sides are open', () => {
  fc.assert(
    fc.property(opened, (steps) => {
      const open = openOf(steps);
      expect(readOpenSides(writeOpenSides(open))).toEqual(open);
      expect(writeOpenSides(new Map([...open].reverse()))).toBe(writeOpenSides(open));
    }),
    { numRuns: 60 },
  );
});
