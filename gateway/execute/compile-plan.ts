// What can be prepared of a plan once instead of at every request: layouts, lookups instead of lists, the constant part of a
// body, and which fetches may travel in one request.
import type { FetchNode, Plan, PlanNode, PlanStages, RequiredSelection } from '../plan/plan.ts';
import { type AnswerShape, compileAnswer } from './answer-shape.ts';
import { type CompiledContext, compileContext, keepContextApart } from './context-inputs.ts';
import { type EntityRequest, entityRequest } from './entity-request.ts';
import { Layout } from './layout.ts';

export type CompiledNode =
  | { readonly kind: 'sequence' | 'parallel'; readonly nodes: readonly CompiledNode[] }
  | CompiledFetch;

export interface CompiledFetch {
  readonly kind: 'fetch';
  readonly fetch: FetchNode;
  /** Where its entities are; null for root fields. */
  readonly place: Place | null;
  readonly requires: readonly CompiledRequirement[];
  readonly typenameRewrites: readonly { readonly types: ReadonlySet<string>; readonly value: string }[];
  readonly answer: AnswerShape;
  /** Private names of the fields that it brings to an object. */
  readonly brings: readonly string[];
  /** The request of this fetch alone. */
  readonly request: EntityRequest;
  /** Whether another fetch answers below an object that this one answers too, so that no two places may share it. */
  readonly overlaps: boolean;
  /** What it reads around the entities. */
  readonly context: readonly CompiledContext[];
  /** The fetches that it may share a request with, itself included; null for root fields and where context is read. */
  readonly round: CompiledRound | null;
}

export interface Place {
  /** Private names; '@' means each element of a list. */
  readonly path: readonly string[];
  /** The same as slots; -1 means each element of a list. */
  readonly slots: readonly number[];
}

/** Fetches of entities from one subgraph that are as many steps from the root: about ready at the same time. */
export interface CompiledRound {
  /** Complete once the plan is compiled. */
  readonly fetches: CompiledFetch[];
  /** The requests for those of them that have something to ask, by their places among them. */
  readonly requests: Map<string, EntityRequest>;
}

export type CompiledRequirement = CompiledInput | CompiledFragment;

export interface CompiledInput {
  readonly kind: 'field';
  /** Private. */
  readonly name: string;
  /** Undefined when no fetch brings it. */
  readonly slot: number | undefined;
  readonly sendAs: string;
  readonly selections: readonly CompiledRequirement[] | null;
}

export interface CompiledFragment {
  readonly kind: 'fragment';
  /** In quotes, as they are read; null means all. */
  readonly types: ReadonlySet<string> | null;
  readonly selections: readonly CompiledRequirement[];
}

export interface CompiledStages {
  readonly node: CompiledNode | null;
  readonly deferred: readonly CompiledDeferral[];
}

/** See `DeferredPlan`. */
export interface CompiledDeferral extends CompiledStages {
  readonly id: string;
}

export interface CompiledPlan extends CompiledStages {
  /** How many bytes the answers took the last time; an execution begins with room for as many. */
  usualBytes: number;
  /** With room for what comes later. */
  readonly layout: Layout;
  /** In quotes. */
  readonly interfaceObjects: ReadonlySet<string>;
}

const firstBytes = 2_000;

const compiled = new WeakMap<Plan, CompiledPlan>();

export function compilePlan(plan: Plan): CompiledPlan {
  const known = compiled.get(plan);
  if (known) return known;
  const made = compile(plan);
  compiled.set(plan, made);
  return made;
}

function compile(plan: Plan): CompiledPlan {
  const layout = new Layout();
  const placed: PlacedFetch[] = [];
  placeStages(plan, layout, placed);
  const roundOf = createRounds();
  const fetches = new Map(placed.map((each) => [each.fetch, compilePlaced(each, layout, roundOf(each))]));
  for (const fetch of fetches.values()) fetch.round?.fetches.push(fetch);
  return {
    ...compileStages(plan, fetches),
    layout,
    interfaceObjects: quoted(plan.interfaceObjects),
    usualBytes: firstBytes,
  };
}

function compileStages({ node, deferred }: PlanStages, fetches: ReadonlyMap<FetchNode, CompiledFetch>): CompiledStages {
  return {
    node: node && compileNode(node, fetches),
    deferred: deferred.map((later) => ({ id: later.id, ...compileStages(later, fetches) })),
  };
}

interface PlacedFetch {
  readonly fetch: FetchNode;
  readonly place: Place | null;
  readonly layout: Layout;
  readonly answer: AnswerShape;
  /** How many fetches of its stages it has to wait for, one after the other. */
  readonly level: number;
  /** What is fetched for other parts of the answer does not wait for it. */
  readonly stages: PlanStages;
}

function placeStages(stages: PlanStages, root: Layout, placed: PlacedFetch[]): void {
  const own: Omit<PlacedFetch, 'stages'>[] = [];
  if (stages.node) placeFetches(stages.node, root, own);
  placed.push(...own.map((fetch) => ({ ...fetch, stages })));
  for (const later of stages.deferred) placeStages(later, root, placed);
}

/** @returns the level of what comes after the node */
function placeFetches(
  node: PlanNode,
  root: Layout,
  placed: Omit<PlacedFetch, 'stages'>[],
  level = 0,
  path: readonly string[] = [],
): number {
  switch (node.kind) {
    case 'sequence':
      return node.nodes.reduce((next, child) => placeFetches(child, root, placed, next), level);
    case 'parallel':
      return Math.max(level, ...node.nodes.map((child) => placeFetches(child, root, placed, level)));
    case 'flatten':
      return placeFetches(node.node, root, placed, level, node.path);
    case 'fetch': {
      const { layout, slots } = walkLayout(root, path);
      const place = node.requires && { path, slots };
      if (node.contextInputs.length > 0) keepContextApart(node.contextInputs, path, root);
      placed.push({ fetch: node, place, layout, answer: compileAnswer(node.answer, layout), level });
      return level + 1;
    }
  }
}

function walkLayout(root: Layout, path: readonly string[]): { layout: Layout; slots: readonly number[] } {
  let layout = root;
  const slots = path.map((step) => {
    if (step === '@') return -1;
    const slot = layout.addSlot(step);
    layout = layout.addBelow(step);
    return slot;
  });
  return { layout, slots };
}

function createRounds(): (placed: PlacedFetch) => CompiledRound | null {
  const rounds = new Map<PlanStages, Map<string, CompiledRound>>();
  return ({ fetch, level, stages }) => {
    const ofStages = rounds.get(stages) ?? new Map<string, CompiledRound>();
    rounds.set(stages, ofStages);
    const key = `${level} ${fetch.subgraph}`;
    const round = ofStages.get(key) ?? { fetches: [], requests: new Map() };
    ofStages.set(key, round);
    return round;
  };
}

function compilePlaced(
  { fetch, place, layout, answer }: PlacedFetch,
  root: Layout,
  round: CompiledRound | null,
): CompiledFetch {
  return {
    ...compileFetch(fetch, layout, answer),
    place,
    context: compileContext(fetch.contextInputs, place?.path ?? [], root),
    overlaps: overlaps(answer),
    round: place && round,
  };
}

function overlaps({ fields }: AnswerShape): boolean {
  return fields.some(
    ({ below }) => below !== null && (below.layout.broughtBy > 1 || below.layout.isApart || overlaps(below)),
  );
}

/** What depends on nothing but the fetch and where its answer goes. */
export function compileFetch(
  fetch: FetchNode,
  layout: Layout,
  answer: AnswerShape,
): Omit<CompiledFetch, 'place' | 'context' | 'overlaps' | 'round'> {
  return {
    kind: 'fetch',
    fetch,
    requires: fetch.requires?.map((selection) => compileRequirement(selection, layout)) ?? [],
    typenameRewrites: fetch.typenameRewrites.map(({ types, value }) => ({
      types: quoted(types),
      value: JSON.stringify(value),
    })),
    answer,
    brings: fetch.answer.map(({ keepAs }) => keepAs).filter((name) => name !== '__typename'),
    request: entityRequest([fetch]),
  };
}

function compileRequirement(selection: RequiredSelection, layout: Layout | undefined): CompiledRequirement {
  if (selection.kind === 'fragment') {
    const types = selection.types && quoted(selection.types);
    const selections = selection.selections.map((below) => compileRequirement(below, layout));
    return { kind: 'fragment', types, selections };
  }
  const { privateName: name, sendAs } = selection;
  const slot = layout?.slotOf(name);
  const below = slot === undefined ? undefined : layout?.below[slot];
  const selections = selection.selections?.map((inner) => compileRequirement(inner, below)) ?? null;
  return { kind: 'field', name, slot, sendAs, selections };
}

const quoted = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => JSON.stringify(name)));

function compileNode(node: PlanNode, fetches: ReadonlyMap<FetchNode, CompiledFetch>): CompiledNode {
  if (node.kind === 'flatten') return fetches.get(node.node)!;
  if (node.kind === 'fetch') return fetches.get(node)!;
  return { kind: node.kind, nodes: node.nodes.map((child) => compileNode(child, fetches)) };
}
