// Which coordinates an operation uses, and how: every field of every type that a position can hold, the types themselves where
// their rows are guarded, and the input fields that its arguments set. For explanations; requests are judged on their shape.
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { inputCoordinatesOf, type Variables } from '../compiler/input-coordinates.ts';
import type { Use } from './explain.ts';

export interface OperationUse {
  readonly coordinate: Coordinate;
  /** Where the document names it, 1-based. */
  readonly line: number;
  readonly column: number;
  /** Absent for input fields and types. */
  readonly use?: Use;
}

export interface AskedOperation {
  readonly document: string;
  /** Needed where the document holds several. */
  readonly operationName?: string;
  readonly variables?: Variables;
}

/**
 * In the order of the document; `@skip` and `@include` are looked past, because a rule does not depend on them.
 * @throws GordianError GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_NOT_FOUND, BAD_USER_INPUT
 */
export function usesOf(schema: GraphQLSchema, asked: AskedOperation): OperationUse[] {
  const document = parseDocument(schema, asked.document);
  const operation = getOperationAST(document, asked.operationName);
  if (!operation)
    throw new GordianError('OPERATION_NOT_FOUND', 'Name one of the operations of the document with --operation.');
  const variables = coerced(schema, operation, asked.variables ?? {});
  const uses: OperationUse[] = [];
  const typeInfo = new TypeInfo(schema);
  for (const definition of reachable(document, operation))
    visit(
      definition,
      visitWithTypeInfo(typeInfo, {
        Field: (node) => {
          const parent = typeInfo.getParentType();
          if (!parent || node.name.value.startsWith('__')) return;
          const owners = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent as GraphQLObjectType];
          uses.push(...owners.flatMap((owner) => usesOfField(schema, owner, node, variables)));
        },
      }),
    );
  return uses.filter(
    ({ coordinate, line, column }, index) =>
      uses.findIndex((other) => other.coordinate === coordinate && other.line === line && other.column === column) ===
      index,
  );
}

function usesOfField(
  schema: GraphQLSchema,
  owner: GraphQLObjectType,
  node: FieldNode,
  variables: Variables,
): OperationUse[] {
  const definition = owner.getFields()[node.name.value];
  if (definition === undefined) return [];
  const { line, column } = placeOf(node);
  const args = node.arguments ?? [];
  const use = { field: { definition, args, variables }, values: getArgumentValues(definition, node, variables) };
  const inputs = [...inputCoordinatesOf(definition.args, args, variables)];
  return [
    { coordinate: fieldCoordinate(owner.name, node.name.value), line, column, use },
    ...[...inputs, ...rowTypesOf(schema, definition)].map((coordinate) => ({ coordinate, line, column })),
  ];
}

/** The types of the objects that the field gives. */
function rowTypesOf(schema: GraphQLSchema, { type }: GraphQLField<unknown, unknown>): string[] {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return [];
  return (isObjectType(named) ? [named] : schema.getPossibleTypes(named)).map(({ name }) => name);
}

function parseDocument(schema: GraphQLSchema, text: string): DocumentNode {
  const document = orFail('GRAPHQL_PARSE_FAILED', () => parse(text));
  const errors = validate(schema, document);
  if (errors.length > 0) throw new GordianError('GRAPHQL_VALIDATION_FAILED', errors.map(toldOf).join('\n'));
  return document;
}

function coerced(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Variables): Variables {
  const { coerced: values, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  if (values !== undefined) return values;
  throw new GordianError('BAD_USER_INPUT', `Give the variables with --variables. ${errors.map(toldOf).join('\n')}`);
}

/** The operation, and the fragments that it spreads, directly or inside others. */
function reachable(document: DocumentNode, operation: OperationDefinitionNode) {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const found = new Set<OperationDefinitionNode | NonNullable<ReturnType<typeof fragments.get>>>([operation]);
  // A set visits what is added while it is walked.
  for (const definition of found)
    visit(definition, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) found.add(fragment);
      },
    });
  return found;
}

function placeOf({ loc }: FieldNode): { readonly line: number; readonly column: number } {
  return loc === undefined ? { line: 1, column: 1 } : loc.startToken;
}

function orFail<T>(code: 'GRAPHQL_PARSE_FAILED', make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof GraphQLError) throw new GordianError(code, toldOf(error), { cause: error });
    throw error;
  }
}

/** `... (line 1, column 11)` */
function toldOf({ message, locations = [] }: GraphQLError): string {
  const [place] = locations;
  return place ? `${message} (line ${place.line}, column ${place.column})` : message;
}
