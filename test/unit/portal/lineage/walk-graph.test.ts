import { expect, test } from 'vitest';
import { type DrawnEdge, type DrawnNode, exploredGraph } from '../../../../portal/source/lineage/explored-graph.ts';
import { edgeLine, graphLayout, nodeSize } from '../../../../portal/source/lineage/graph-layout.ts';
import type { LineageEdge, LineageNode, LineagePath } from '../../../../portal/source/lineage/hop.ts';
import { canToggle, expand } from '../../../../portal/source/lineage/node-actions.ts';
import { sideKey } from '../../../../portal/source/lineage/open-sides.ts';
import type { Side } from '../../../../portal/source/lineage/side.ts';
import { treeRows } from '../../../../portal/source/lineage/tree-rows.ts';
import { nodeAtArrow } from '../../../../portal/source/lineage/walk-graph.ts';

const seen = '2026-11-23T00:00:00Z';
const rest = { transform: 'DIRECT', subtype: null, masking: false, origins: ['DECLARED'], confidence: 1 } as const;
const edge = (from: string, to: string): LineageEdge => ({
  from,
  to,
  ...rest,
  firstSeen: seen,
  lastSeen: seen,
  job: null,
});
const node = (urn: string, hiddenUpstream = 0, hiddenDownstream = 0): LineageNode => ({
  urn,
  kind: urn.startsWith('gordian:redacted') ? 'REDACTED' : 'COLUMN',
  label: urn,
  coordinate: null,
  product: null,
  hiddenUpstream,
  hiddenDownstream,
});

const root = node('d#root');
const sources = { nodes: [root, node('d#a', 2), node('d#b')], edges: [edge('d#a', 'd#root'), edge('d#b', 'd#root')] };
const consumers = {
  nodes: [root, node('d#x', 0, 3), node('gordian:redacted:2'), node('gordian:redacted:3')],
  edges: [edge('d#root', 'd#x'), edge('d#root', 'gordian:redacted:2'), edge('d#root', 'gordian:redacted:3')],
};
const both = new Map([
  [sideKey('d#root', 'sources'), 1],
  [sideKey('d#root', 'consumers'), 1],
]);
const hops = new Map([
  [sideKey('d#root', 'sources'), sources],
  [sideKey('d#root', 'consumers'), consumers],
]);
const graph = exploredGraph({ root, open: both, hops, paths: [] });
const layout = graphLayout(graph);
const unknown = `unknown ${sideKey('d#root', 'consumers')}`;

test.each([
  ['left, to a source', 'd#root', 'ArrowLeft', 'd#a'],
  ['right, to a consumer', 'd#root', 'ArrowRight', 'd#x'],
  ['back to where it came from', 'd#b', 'ArrowRight', 'd#root'],
  ['down in the column', 'd#a', 'ArrowDown', 'd#b'],
  ['nowhere at the end of the column', 'd#b', 'ArrowDown', null],
  ['nowhere beyond the last column', 'd#x', 'ArrowRight', null],
] as const)('an arrow leads %s', (_case, from, key, to) => {
  expect(nodeAtArrow(from, key, graph, layout)).toBe(to);
});

test('what the viewer may not know is one node that stands for all of them', () => {
  expect(graph.nodes.get(unknown)).toMatchObject({ kind: 'REDACTED', count: 2, column: 1 });
  expect(graph.edges.filter(({ to }) => to === unknown)).toHaveLength(1);
});

test('the list has every node of the drawing once, sources before consumers', () => {
  expect(treeRows(graph).map(({ node: { id }, level, side }) => [id, level, side])).toEqual([
    ['d#root', 1, null],
    ['d#a', 2, 'sources'],
    ['d#b', 2, 'sources'],
    ['d#x', 2, 'consumers'],
    [unknown, 2, 'consumers'],
  ]);
});

test('a way to a source stands left of the root, one to a consumer right of it, whoever may not be known on it', () => {
  const up: LineagePath = {
    masked: false,
    nodes: [node('d#far', 0, 0), node('gordian:redacted:1'), root],
    edges: [edge('d#far', 'gordian:redacted:1'), edge('gordian:redacted:1', 'd#root')],
  };
  const down: LineagePath = { masked: false, nodes: [root, node('d#to')], edges: [edge('d#root', 'd#to')] };
  const columnsOf = (path: LineagePath) => {
    const drawn = exploredGraph({ root, open: new Map(), hops: new Map(), paths: [path] });
    expect(drawn.edges.every(({ isOnPath }: DrawnEdge) => isOnPath)).toBe(true);
    return [...drawn.nodes.values()].map(({ label, column }: DrawnNode) => [label, column]);
  };

  expect(columnsOf(up)).toEqual([
    ['d#root', 0],
    ['gordian:redacted:1', -1],
    ['d#far', -2],
  ]);
  expect(columnsOf(down)).toEqual([
    ['d#root', 0],
    ['d#to', 1],
  ]);
});

test('a line goes from the right side of the source to the left side of the consumer', () => {
  const line = edgeLine({ x: 0, y: 0 }, { x: 500, y: 100 });
  expect(line.startsWith(`M${nodeSize.width},${nodeSize.height / 2} `)).toBe(true);
  expect(line.endsWith(` 500,${100 + nodeSize.height / 2}`)).toBe(true);
});

test('Enter opens a node away from the root, and closes what is open', () => {
  const toggled: [string, Side][] = [];
  const actions = { toggle: ({ id }: DrawnNode, side: Side) => toggled.push([id, side]), showMore: () => {} };
  expand(graph.nodes.get('d#a')!, actions);
  expand(graph.nodes.get('d#x')!, actions);
  expand(graph.nodes.get('d#b')!, actions);
  expand(graph.nodes.get(unknown)!, actions);
  const opened = exploredGraph({
    root,
    open: new Map([...both, [sideKey('d#a', 'sources'), 1]]),
    hops: new Map([
      ...hops,
      [sideKey('d#a', 'sources'), { nodes: [node('d#a', 1), node('d#c')], edges: [edge('d#c', 'd#a')] }],
    ]),
    paths: [],
  });
  expand(opened.nodes.get('d#a')!, actions);

  expect(toggled).toEqual([
    ['d#a', 'sources'],
    ['d#x', 'consumers'],
    // Its consumers are what it was found by; it has no others.
    ['d#a', 'sources'],
  ]);
});

test('of the centre one side can be closed, and not both', () => {
  const centre = graph.nodes.get('d#root')!;
  expect([canToggle(centre, 'sources'), canToggle(centre, 'consumers')]).toEqual([true, true]);
  const onlySources = exploredGraph({ root, open: new Map([...both].slice(0, 1)), hops, paths: [] });
  expect(canToggle(onlySources.nodes.get('d#root')!, 'sources')).toBe(false);
});

test('one neighbour more than are drawn at a time is drawn, and two more are a group', () => {
  const drawnOf = (count: number) => {
    const many = Array.from({ length: count }, (_, place) => `d#n${String(place).padStart(2, '0')}`);
    const hop = { nodes: [root, ...many.map((urn) => node(urn))], edges: many.map((urn) => edge('d#root', urn)) };
    const key = sideKey('d#root', 'consumers');
    const drawn = exploredGraph({ root, open: new Map([[key, 1]]), hops: new Map([[key, hop]]), paths: [] });
    return [...drawn.nodes.values()].filter(({ via }) => via).map(({ kind, count: stands }) => `${kind} ${stands}`);
  };
  expect(drawnOf(13)).toEqual(Array(13).fill('COLUMN 1'));
  expect(drawnOf(14)).toEqual([...Array(12).fill('COLUMN 1'), 'GROUP 2']);
});
