// Questions about the schema itself, answered from the schema that clients see; no subgraph is asked.
import type { PreparedOperation } from './prepared-operation.ts';
import type { FieldShape, OperationShape } from './shape.ts';

/** Values of `__schema` and `__type` by response name; refused ones are absent, and the projector makes errors of them. */
export type IntrospectionAnswer = Readonly<Record<string, unknown>>;

/** @param isAllowed decides per root field, with the coordinate `Query.__schema` or `Query.__type` */
export function answerIntrospection(
  _prepared: PreparedOperation,
  _shape: OperationShape,
  _variables: Readonly<Record<string, unknown>>,
  _isAllowed: (field: FieldShape) => boolean,
): IntrospectionAnswer {
  throw new Error('being built');
}
