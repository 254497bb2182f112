// The client's operation, flattened: which fields each position answers, per possible object type, in the client's order.
// Made once per (document, values of the variables read by @skip and @include) and shared by authorize, plan and project.
import type { ArgumentNode, GraphQLCompositeType, GraphQLObjectType, GraphQLOutputType, OperationTypeNode, VariableDefinitionNode } from 'graphql';
import type { Coordinate } from '../../schema/coordinates.ts';

export interface OperationShape {
  readonly kind: OperationTypeNode;
  readonly root: SelectionShape;
  /** Every field of the operation by its slot. */
  readonly fields: readonly FieldShape[];
  readonly variableDefinitions: readonly VariableDefinitionNode[];
}

/** What is asked at one position of the response. */
export interface SelectionShape {
  readonly type: GraphQLCompositeType;
  /** Object type name -> its fields in the order in which the client wrote them. Types whose lists are equal share one array. */
  readonly byType: ReadonlyMap<string, readonly FieldShape[]>;
}

/** One field of one object type at one position; fragments are spread and duplicates merged. */
export interface FieldShape {
  /** Index into `OperationShape.fields`, and into the verdicts of an authorized operation. */
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
  /** Null for a leaf. */
  readonly selection: SelectionShape | null;
}
