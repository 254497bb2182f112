// Questions about the schema itself, answered from the schema that clients see; no subgraph is asked.
import { executeSync, type FieldNode, Kind } from 'graphql';
import { allFields } from './all-fields.ts';
import { collectFields } from './collect-fields.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import type { FieldShape, OperationShape } from './shape.ts';

/** Values of `__schema` and `__type` by response name; refused ones are absent, and the projector makes errors of them. */
export type IntrospectionAnswer = Readonly<Record<string, unknown>>;

/** @param isAllowed decides per root field, with the coordinate `Query.__schema` or `Query.__type` */
export function answerIntrospection(
  prepared: PreparedOperation,
  shape: OperationShape,
  variables: Readonly<Record<string, unknown>>,
  isAllowed: (field: FieldShape) => boolean,
): IntrospectionAnswer {
  const allowed = introspectiveFields(shape).filter(isAllowed);
  if (allowed.length === 0) return {};
  const rootType = allowed[0]!.parentType;
  const root = { selectionSet: prepared.operation.selectionSet, deferredBy: null };
  const collected = collectFields(prepared, variables, rootType, [root]);
  return execute(
    prepared,
    variables,
    allowed.flatMap(({ responseName }) => (collected.get(responseName) ?? []).map(({ node }) => node)),
  );
}

/** The fields of the operation that this stage answers, deferred ones included; most operations have none. */
export function introspectiveFields({ root }: OperationShape): readonly FieldShape[] {
  const [fields = []] = allFields(root).values();
  return fields.filter(({ name }) => name === '__schema' || name === '__type');
}

function execute(
  { schema, operation, fragments }: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  selections: readonly FieldNode[],
): IntrospectionAnswer {
  const question = { ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  const document = { kind: Kind.DOCUMENT, definitions: [question, ...fragments.values()] } as const;
  return executeSync({ schema, document, variableValues: variables }).data ?? {};
}
