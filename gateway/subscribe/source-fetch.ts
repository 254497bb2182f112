// The fetch that a subscription's events come from, in a plan, and whether a subscription that runs already can go on with
// another plan: the events keep the form that was asked for at the start.
import { type FieldNode, Kind, type OperationDefinitionNode, parse, print, type SelectionSetNode } from 'graphql';
import type { FetchNode, Plan, PlanNode } from '../plan/plan.ts';

/** @returns null when the plan fetches nothing: the caller may have nothing of the subscription */
export function sourceFetchOf({ node }: Plan): FetchNode | null {
  return node && firstFetch(node);
}

/** The planner puts the subscription itself before everything that adds to its events. */
function firstFetch(node: PlanNode): FetchNode | null {
  if (node.kind === 'fetch') return node.operationKind === 'subscription' ? node : null;
  return node.kind === 'sequence' && node.nodes[0] ? firstFetch(node.nodes[0]) : null;
}

/** Whether events of `running` hold everything that `wanted` would ask for, with the same arguments. */
export function isAnsweredBy(wanted: FetchNode, running: FetchNode): boolean {
  if (wanted.subgraph !== running.subgraph) return false;
  if (wanted.document === running.document) return true;
  const asked = callsOf(running);
  return [...callsOf(wanted)].every((call) => asked.has(call));
}

const knownCalls = new WeakMap<FetchNode, ReadonlySet<string>>();

/** Each field as asked, with the place at which it is asked. */
function callsOf(fetch: FetchNode): ReadonlySet<string> {
  const known = knownCalls.get(fetch);
  if (known) return known;
  const calls = new Set<string>();
  const operation = parse(fetch.document, { noLocation: true }).definitions[0] as OperationDefinitionNode;
  collectCalls(operation.selectionSet, '', calls);
  knownCalls.set(fetch, calls);
  return calls;
}

function collectCalls({ selections }: SelectionSetNode, place: string, calls: Set<string>): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    const own =
      selection.kind === Kind.FIELD ? callOf(selection) : `... on ${selection.typeCondition?.name.value ?? 'same'}`;
    calls.add(`${place}/${own}`);
    if (selection.selectionSet) collectCalls(selection.selectionSet, `${place}/${own}`, calls);
  }
}

function callOf(field: FieldNode): string {
  return print({ ...field, selectionSet: undefined });
}
