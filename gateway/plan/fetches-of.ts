// The fetches of a plan, each after those that it may read from, deferred ones included.
import type { FetchNode, PlanNode, PlanStages } from './plan.ts';

export interface PlacedFetch {
  readonly fetch: FetchNode;
  /** Where it completes the data; empty for root fields. Private names; '@' means each element of a list. */
  readonly path: readonly string[];
}

export function* fetchesOf({ node, deferred }: PlanStages): Generator<PlacedFetch> {
  if (node) yield* fetchesIn(node);
  for (const later of deferred) yield* fetchesOf(later);
}

function* fetchesIn(node: PlanNode): Generator<PlacedFetch> {
  if (node.kind === 'fetch') yield { fetch: node, path: [] };
  else if (node.kind === 'flatten') yield { fetch: node.node, path: node.path };
  else for (const inner of node.nodes) yield* fetchesIn(inner);
}
