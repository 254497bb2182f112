// The part of the Apollo planner's output that we read, described here so that only planner.ts depends on its packages.

export interface PlannedFetch {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  readonly requires?: PlannedSelection[];
  readonly variableUsages?: string[];
  readonly operation: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  readonly inputRewrites?: PlannedRewrite[];
  readonly outputRewrites?: PlannedRewrite[];
  readonly contextRewrites?: PlannedRewrite[];
}

export type PlannedNode =
  | PlannedFetch
  | { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: PlannedNode[] }
  | { readonly kind: 'Flatten'; readonly path: (string | number)[]; readonly node: PlannedNode }
  | PlannedDefer
  | PlannedSubscription
  | { readonly kind: 'Condition' };

export interface PlannedSubscription {
  readonly kind: 'Subscription';
  readonly primary: PlannedFetch;
  readonly rest?: PlannedNode;
}

export interface PlannedDefer {
  readonly kind: 'Defer';
  readonly primary: { readonly node?: PlannedNode };
  readonly deferred: { readonly label?: string; readonly node?: PlannedNode }[];
}

export type PlannedSelection =
  | { readonly kind: 'Field'; readonly alias?: string; readonly name: string; readonly selections?: PlannedSelection[] }
  | { readonly kind: 'InlineFragment'; readonly typeCondition?: string; readonly selections: PlannedSelection[] };

export type PlannedRewrite =
  | { readonly kind: 'ValueSetter'; readonly path: string[]; readonly setValueTo: unknown }
  | { readonly kind: 'KeyRenamer'; readonly path: string[]; readonly renameKeyTo: string };

/** What the planner knows of the supergraph; names of types that clients may not see included. */
export interface SupergraphFacts {
  /** The object types that a type name may stand for; itself for an object type. */
  readonly possibleTypes: (typeName: string) => readonly string[];
  /** Interfaces that some subgraph defines with @interfaceObject. */
  readonly interfaceObjects: readonly string[];
}
