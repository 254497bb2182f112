// The state of the explorer: all of it stands in the address, so that what somebody looks at can be sent to others.

import { useMemo } from 'react';
import { LineageWaysDocument } from '../generated/lineage.ts';
import type { NoAnswer, Problem } from '../graph/problem.ts';
import { type QueryResult, useQuery } from '../graph/use-query.ts';
import { setSearch, useLocation } from '../shell/use-location.ts';
import { type DrawnNode, type ExploredGraph, exploredGraph } from './explored-graph.ts';
import type { Hop, LineagePath } from './hop.ts';
import { refOf } from './node-ref.ts';
import { type OpenSides, openedSides, readOpenSides, sideKey, withSide, writeOpenSides } from './open-sides.ts';
import { directionOf, type Side, sides } from './side.ts';
import { isFailed, type SettledHop, useHops, type WantedHop } from './use-hops.ts';

export interface Trust {
  /** The oldest of the answers that are shown. */
  readonly asOf: string;
  readonly indexLagSeconds: number;
  /** Some node has more neighbours than the graph lists at once. */
  readonly isCut: boolean;
}

export interface Ways {
  readonly to: string;
  readonly paths: readonly LineagePath[];
  readonly status: QueryResult<unknown>['status'];
  readonly error: NoAnswer | null;
  /** One of the two ends is not there, or the viewer may not know it. */
  readonly isUnknown: boolean;
  readonly isComplete: boolean;
}

export interface ExplorationState {
  /** Null until the root is there; `isUnknown`, `problem` and `error` say why it never will be. */
  readonly graph: ExploredGraph | null;
  readonly trust: Trust | null;
  readonly isUnknown: boolean;
  readonly problem: Problem | null;
  readonly error: NoAnswer | null;
  readonly isAsking: boolean;
  /** Of some node that is drawn the neighbours did not come. */
  readonly hasGaps: boolean;
  readonly ways: Ways | null;
  readonly retry: () => void;
  readonly toggle: (node: DrawnNode, side: Side) => void;
  /** Draws more of the neighbours that a group stands for. */
  readonly showMore: (group: DrawnNode) => void;
}

export function useExploration(node: string): ExplorationState {
  const { search } = useLocation();
  const at = search.get('at');
  const direction = search.get('direction') ?? '';
  const written = search.get('open') ?? '';
  const opened = useMemo(() => readOpenSides(written), [written]);
  const rootSides = useMemo(() => sidesOf(direction), [direction]);
  const hops = useHops(wantedHops(node, rootSides, opened), at);
  const ways = useWays(node, search.get('to'));

  const rootHops = rootSides.map((side) => hops.settled.get(sideKey(node, side)));
  const root = rootHops.find((hop) => hop?.lineage)?.lineage?.nodes[0] ?? null;
  const isThere = root !== null && rootHops.every((hop) => hop !== undefined);
  const graph = useMemo(
    () => (isThere ? graphOf(node, root, rootSides, opened, hops.settled, ways?.paths ?? []) : null),
    [node, root, isThere, rootSides, opened, hops.settled, ways?.paths],
  );

  function toggle(drawn: DrawnNode, side: Side): void {
    if (drawn.id === root?.urn) setSearch({ direction: directionAfter(side, rootSides) }, { replace: true });
    else open(withSide(opened, drawn.id, side, drawn.isOpen[side] ? 0 : 1));
  }
  function showMore({ via }: DrawnNode): void {
    const { id, side } = via!;
    open(withSide(opened, id, side, (opened.get(sideKey(id, side)) ?? 1) + 1));
  }

  const settled = rootHops.find((hop) => hop && isFailed(hop));
  return {
    graph,
    trust: graph && trustIn(hops.settled),
    isUnknown: root === null && settled === undefined && rootHops.every((hop) => hop?.lineage === null),
    problem: settled?.problems[0] ?? null,
    error: settled?.error ?? null,
    isAsking: hops.isAsking,
    hasGaps: [...hops.settled.values()].some(isFailed),
    ways,
    retry: hops.retry,
    toggle,
    showMore,
  };
}

/** What the address says of the root; anything that is no direction means both. */
function sidesOf(direction: string): readonly Side[] {
  const one = sides.filter((side) => direction === directionOf[side]);
  return one.length > 0 ? one : sides;
}

function open(sidesToOpen: OpenSides): void {
  setSearch({ open: writeOpenSides(sidesToOpen) }, { replace: true });
}

function wantedHops(node: string, rootSides: readonly Side[], opened: OpenSides): WantedHop[] {
  const ofRoot = rootSides.map((side) => ({ key: sideKey(node, side), node, side }));
  const others = openedSides(opened).map(({ urn, side }) => ({ key: sideKey(urn, side), node: urn, side }));
  return [...new Map([...others, ...ofRoot].map((hop) => [hop.key, hop])).values()];
}

/** The root goes by its URN in the graph, whatever the address calls it. */
function graphOf(
  node: string,
  root: NonNullable<SettledHop['lineage']>['nodes'][number],
  rootSides: readonly Side[],
  opened: OpenSides,
  settled: ReadonlyMap<string, SettledHop>,
  paths: readonly LineagePath[],
): ExploredGraph {
  const hops = new Map<string, Hop>();
  for (const [key, { lineage }] of settled) if (lineage) hops.set(key, lineage);
  for (const side of rootSides) {
    const hop = settled.get(sideKey(node, side))?.lineage;
    if (hop) hops.set(sideKey(root.urn, side), hop);
  }
  const open = new Map(rootSides.map((side) => [sideKey(root.urn, side), opened.get(sideKey(root.urn, side)) ?? 1]));
  const ofRoot = sides.map((side) => sideKey(root.urn, side));
  for (const [key, pages] of opened) if (!ofRoot.includes(key)) open.set(key, pages);
  return exploredGraph({ root, open, hops, paths });
}

/** Closing one side leaves the other, opening one shows both. */
function directionAfter(side: Side, open: readonly Side[]): string {
  const other = open.find((each) => each !== side);
  return open.includes(side) && other ? directionOf[other] : '';
}

function trustIn(settled: ReadonlyMap<string, SettledHop>): Trust | null {
  const answers = [...settled.values()].flatMap(({ lineage }) => lineage ?? []);
  const oldest = answers.sort((a, b) => (a.asOf < b.asOf ? -1 : 1))[0];
  if (!oldest) return null;
  return {
    asOf: oldest.asOf,
    indexLagSeconds: Math.max(...answers.map(({ indexLagSeconds }) => indexLagSeconds)),
    isCut: answers.some(({ cutReason }) => cutReason === 'LIMIT'),
  };
}

function useWays(node: string, to: string | null): Ways | null {
  const variables = { from: refOf(node), to: refOf(to ?? '') };
  const { data, status, error } = useQuery(LineageWaysDocument, variables, { skip: to === null });
  return useMemo(() => {
    if (to === null) return null;
    const found = data?.downstream?.paths.length ? data.downstream : data?.upstream;
    return {
      to,
      status,
      error,
      paths: found?.paths ?? [],
      isUnknown: status === 'answered' && !data?.downstream && !data?.upstream,
      isComplete: found?.complete ?? true,
    };
  }, [to, data, status, error]);
}
