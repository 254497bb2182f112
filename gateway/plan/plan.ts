// A query plan as plain data: printable, comparable, and independent of the planner that made it.

export interface Plan {
  /** Null when nothing has to be fetched (everything denied, or only __typename asked). */
  readonly node: PlanNode | null;
}

export type PlanNode = SequenceNode | ParallelNode | FetchNode | FlattenNode;

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: 'parallel';
  readonly nodes: readonly PlanNode[];
}

/** Fetch entities for the objects found at `path` of the data so far, and merge the answers into them. */
export interface FlattenNode {
  readonly kind: 'flatten';
  /** Private names; '@' means each element of a list. A segment may carry type conditions as the planner writes them. */
  readonly path: readonly string[];
  readonly node: FetchNode;
}

export interface FetchNode {
  readonly kind: 'fetch';
  readonly subgraph: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  readonly operationName: string | null;
  /** The operation as sent. */
  readonly document: string;
  /** Names of the client's variables that the operation uses. */
  readonly variables: readonly string[];
  /** What a representation holds; null for a fetch of root fields. */
  readonly requires: readonly RequiredSelection[] | null;
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
  /** Coordinates that this fetch reads although the caller did not ask for them or may not read them: keys, inputs of @requires. */
  readonly internalCoordinates: readonly string[];
}

export type RequiredSelection =
  | { readonly kind: 'field'; readonly responseName: string; readonly selections: readonly RequiredSelection[] | null }
  | {
      readonly kind: 'fragment';
      readonly typeCondition: string | null;
      readonly selections: readonly RequiredSelection[];
    };

export type Rewrite =
  | { readonly kind: 'set'; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: 'rename'; readonly path: readonly string[]; readonly to: string };
