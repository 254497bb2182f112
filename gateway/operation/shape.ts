// The client's operation, flattened: which fields each position answers, per possible object type, in the client's order.
// Made once per (document, values of the variables read by @skip, @include and @defer) and shared by authorize, plan and project.
import type {
  ArgumentNode,
  DirectiveNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationTypeNode,
  VariableDefinitionNode,
} from 'graphql';
import type { Coordinate } from '../../schema/coordinates.ts';

export interface OperationShape {
  readonly kind: OperationTypeNode;
  /** The schema that clients see, without inaccessible elements. */
  readonly schema: GraphQLSchema;
  readonly root: SelectionShape;
  /** Every field that data can be asked for, by its slot: `__typename` and introspection are not among them. */
  readonly fields: readonly FieldShape[];
  /** The @fresh of the operation itself; at most one. */
  readonly freshness: readonly DirectiveNode[];
  /** Whether @fresh stands on the operation or one of its fields. */
  readonly demandsFreshness: boolean;
  /** Whether some selection is deferred. */
  readonly isDeferring: boolean;
  readonly variableDefinitions: readonly VariableDefinitionNode[];
  /** Equal for equal shapes of one schema: the hash of the document, the operation's name, the values of its conditions, and whether parts of it are deferred. */
  readonly key: string;
}

/** What is asked at one position of the response. */
export interface SelectionShape {
  readonly type: GraphQLCompositeType;
  /** Object type name -> its fields in the order in which the client wrote them, without those that may come later. */
  readonly byType: ReadonlyMap<string, readonly FieldShape[]>;
  /** The fields of the same objects that may come later; empty unless the operation has @defer and the client takes increments. */
  readonly deferred: readonly DeferredSelection[];
  /** The fragments whose @defer stands at this position, so that each object here has its own instance of them. */
  readonly opens: readonly DeferredFragment[];
}

/** Fields that come later, at the same position as the rest; no field is in two of them. */
export interface DeferredSelection {
  /** Unique in the operation; chosen by us, so that the planner sees no label of the client. */
  readonly id: string;
  /** The fragments that are complete only with these fields: several when they ask for the same. */
  readonly fragments: readonly DeferredFragment[];
  readonly selection: SelectionShape;
}

/** One @defer at one position. */
export interface DeferredFragment {
  /** Among those of the operation. */
  readonly index: number;
  readonly label: string | null;
  /** The deferred fragment around it: delivered first. */
  readonly parent: DeferredFragment | null;
}

/**
 * One field of one object type at one position; fragments are spread and duplicates merged. Positions that ask the same
 * list of field nodes of the same type share one `selection`, so a field below may be reached along several paths.
 */
export interface FieldShape {
  /** Index into `OperationShape.fields`, and into the verdicts of an authorized operation; -1 when the name begins with `__`. */
  readonly slot: number;
  /** The client's alias or the field name: what the response uses, and nothing before the projector may see. */
  readonly responseName: string;
  /** The name under which the field is planned, fetched and kept: never chosen by the client. */
  readonly privateName: string;
  readonly name: string;
  readonly parentType: GraphQLObjectType;
  readonly coordinate: Coordinate;
  readonly type: GraphQLOutputType;
  readonly args: readonly ArgumentNode[];
  /** The @fresh of each field node that merges here. */
  readonly freshness: readonly DirectiveNode[];
  /** Null for a leaf, and for `__schema` and `__type`, which introspection answers whole. */
  readonly selection: SelectionShape | null;
}
