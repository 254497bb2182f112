// A query plan as plain data: printable, comparable, and independent of the planner that made it.

export interface Plan extends PlanStages {
  /** Interfaces that some subgraph answers as if they were object types: as `__typename` they only stand for a type not known yet. */
  readonly interfaceObjects: readonly string[];
}

export interface PlanStages {
  /** Null when nothing has to be fetched: everything is denied, or only __typename asked, or the fields came with those before. */
  readonly node: PlanNode | null;
  /** What is fetched once `node` is done, all at the same time. Empty unless the operation defers something. */
  readonly deferred: readonly DeferredPlan[];
}

/** The fetches of one deferred selection; they may read what was fetched before. */
export interface DeferredPlan extends PlanStages {
  /** See `DeferredSelection.id` of the operation's shape. */
  readonly id: string;
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
  /** Private names; '@' means each element of a list. */
  readonly path: readonly string[];
  readonly node: FetchNode;
}

export interface FetchNode {
  readonly kind: 'fetch';
  readonly subgraph: string;
  /** The fetch of a subscription is the first of its plan, and is answered by each event. */
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  /** The operation as sent. */
  readonly document: string;
  /** Names of the client's variables that the operation uses. */
  readonly variables: readonly string[];
  /** What a representation holds; null for a fetch of root fields. */
  readonly requires: readonly RequiredSelection[] | null;
  /** Whether the answer is the same for all entities of a type, so that one is asked about for all; absent: no. */
  readonly answeredByType?: true;
  /** Fields of the answer that need more of a representation than the key. */
  readonly needs: readonly InputNeed[];
  /** The `__typename` to put into the representation of an object of one of these types, instead of its own. */
  readonly typenameRewrites: readonly TypenameRewrite[];
  /** Variables of the operation that are read from the data around each entity: arguments with @fromContext. Mostly none. */
  readonly contextInputs: readonly ContextInput[];
  /** What the operation asks: of each entity, or of the root. The answer may hold nothing else. */
  readonly answer: readonly AnswerField[];
  /** Coordinates that this fetch reads although the caller did not ask for them or may not read them: keys, inputs of @requires. */
  readonly internalCoordinates: readonly string[];
}

export type RequiredSelection = RequiredField | RequiredFragment;

export interface RequiredField {
  readonly kind: 'field';
  /** Its name in the data so far. */
  readonly privateName: string;
  /** Its name in the representation. */
  readonly sendAs: string;
  /** Null for a leaf. */
  readonly selections: readonly RequiredSelection[] | null;
}

export interface RequiredFragment {
  readonly kind: 'fragment';
  /** The `__typename`s that it applies to, those of interface objects included; null means all. */
  readonly types: readonly string[] | null;
  readonly selections: readonly RequiredSelection[];
}

/** A field with @requires. */
export interface InputNeed {
  /** The type condition under which it stands in the operation. */
  readonly type: string;
  readonly responseName: string;
  /** Private names of its inputs, at any depth; and `$name` for each variable of {@link FetchNode.contextInputs} that it uses. */
  readonly inputs: readonly string[];
  /** Those that it can do without; absent: none. */
  readonly optional?: readonly string[];
}

/**
 * A variable of a fetch of entities that each object to be completed (target) gives a value of its own. Targets whose values
 * differ cannot share one `_entities` field; nor may one object of the data stand for two targets with different values.
 * A value that is unknown, because what it is read from failed, is a missing input: only the fields that need it are left out.
 * Null is a value.
 */
export interface ContextInput {
  /** As in the operation, without the `$`. No variable of the client's and of no other argument has this name. */
  readonly variable: string;
  /** The first whose type is the ancestor's holds the value. */
  readonly sources: readonly ContextSource[];
}

export interface ContextSource {
  /** How many fields the ancestor is above the target; elements of lists do not count. Zero is the target itself. */
  readonly levelsUp: number;
  /** The `__typename`s of the ancestor that it applies to; null for every type, and for the root, which has none. */
  readonly types: readonly string[] | null;
  /** Private names, from the ancestor down to the value. A list on the way makes the value a list. */
  readonly path: readonly string[];
}

export interface TypenameRewrite {
  readonly types: readonly string[];
  readonly value: string;
}

/** A field of an answer, on whatever type: the fields of all type conditions are listed together. */
export interface AnswerField {
  readonly responseName: string;
  /** The private name under which it is kept; differs where the planner had to add an alias. */
  readonly keepAs: string;
  /** Null for a leaf. */
  readonly selections: readonly AnswerField[] | null;
}
