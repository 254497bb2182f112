// What can be prepared of a plan once instead of at every request: lookups instead of lists, and the constant part of a body.
import type { AnswerField, FetchNode, Plan, PlanNode, RequiredSelection, TypenameRewrite } from '../plan/plan.ts';

export type CompiledNode =
  | { readonly kind: 'sequence' | 'parallel'; readonly nodes: readonly CompiledNode[] }
  | CompiledFetch;

export interface CompiledFetch {
  readonly kind: 'fetch';
  readonly fetch: FetchNode;
  /** Where its entities are; null for root fields. */
  readonly path: readonly string[] | null;
  readonly requires: readonly CompiledRequirement[];
  readonly typenameRewrites: readonly { readonly types: ReadonlySet<string>; readonly value: string }[];
  readonly answer: AnswerShape;
  /** Private names of the fields that it brings to an object. */
  readonly brings: readonly string[];
  /** The body up to the variables. */
  readonly bodyStart: string;
  /** Whether another fetch answers below an object that this one answers too, so that no two places may share it. */
  readonly overlaps: boolean;
}

export type CompiledRequirement =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly sendAs: string;
      readonly selections: readonly CompiledRequirement[] | null;
    }
  | {
      readonly kind: 'fragment';
      readonly types: ReadonlySet<string> | null;
      readonly selections: readonly CompiledRequirement[];
    };

/** The fields that an answer may hold, by response name. */
export type AnswerShape = ReadonlyMap<string, AnswerEntry>;

export interface AnswerEntry {
  readonly keepAs: string;
  readonly shape: AnswerShape | null;
}

export interface CompiledPlan {
  readonly node: CompiledNode | null;
  readonly interfaceObjects: ReadonlySet<string>;
}

const compiled = new WeakMap<Plan, CompiledPlan>();

export function compilePlan(plan: Plan): CompiledPlan {
  const known = compiled.get(plan);
  if (known) return known;
  const made = compile(plan);
  compiled.set(plan, made);
  return made;
}

function compile({ node, interfaceObjects }: Plan): CompiledPlan {
  const objects = new Map<string, number>();
  if (node) countObjects(node, objects);
  return { node: node && compileNode(node, objects), interfaceObjects: new Set(interfaceObjects) };
}

/** How many fetches answer the object at each place of the data. */
function countObjects(node: PlanNode, counts: Map<string, number>, path: readonly string[] = []): void {
  if (node.kind === 'flatten') countObjects(node.node, counts, node.path);
  else if (node.kind !== 'fetch') for (const child of node.nodes) countObjects(child, counts, path);
  else for (const place of objectsOf(node.answer, placeOf(path))) counts.set(place, (counts.get(place) ?? 0) + 1);
}

const placeOf = (path: readonly string[]) => path.filter((step) => step !== '@').join('.');

function objectsOf(fields: readonly AnswerField[], place: string): readonly string[] {
  return fields.flatMap(({ keepAs, selections }) => {
    const own = `${place}.${keepAs}`;
    return selections ? [own, ...objectsOf(selections, own)] : [];
  });
}

function compileNode(node: PlanNode, objects: ReadonlyMap<string, number>): CompiledNode {
  if (node.kind === 'flatten') return compileFetch(node.node, node.path, overlaps(node.node, node.path, objects));
  if (node.kind === 'fetch') return compileFetch(node, null, overlaps(node, [], objects));
  return { kind: node.kind, nodes: node.nodes.map((child) => compileNode(child, objects)) };
}

function overlaps(fetch: FetchNode, path: readonly string[], objects: ReadonlyMap<string, number>): boolean {
  return objectsOf(fetch.answer, placeOf(path)).some((place) => (objects.get(place) ?? 0) > 1);
}

export function compileFetch(fetch: FetchNode, path: readonly string[] | null, overlaps: boolean): CompiledFetch {
  return {
    kind: 'fetch',
    fetch,
    path,
    requires: fetch.requires?.map(compileRequirement) ?? [],
    typenameRewrites: fetch.typenameRewrites.map(({ types, value }: TypenameRewrite) => ({
      types: new Set(types),
      value,
    })),
    answer: compileAnswer(fetch.answer),
    brings: fetch.answer.map(({ keepAs }) => keepAs).filter((name) => name !== '__typename'),
    bodyStart: `{"query":${JSON.stringify(fetch.document)},"variables":{`,
    overlaps,
  };
}

function compileRequirement(selection: RequiredSelection): CompiledRequirement {
  if (selection.kind === 'fragment') {
    const types = selection.types && new Set(selection.types);
    return { kind: 'fragment', types, selections: selection.selections.map(compileRequirement) };
  }
  const { privateName, sendAs, selections } = selection;
  return { kind: 'field', name: privateName, sendAs, selections: selections?.map(compileRequirement) ?? null };
}

function compileAnswer(fields: readonly AnswerField[]): AnswerShape {
  return new Map(
    fields.map(({ responseName, keepAs, selections }) => [
      responseName,
      { keepAs, shape: selections && compileAnswer(selections) },
    ]),
  );
}
