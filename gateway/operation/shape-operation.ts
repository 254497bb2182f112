// From a prepared operation to its shape, for one set of values of the variables that @skip and @include read.
import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  print,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { fieldCoordinate } from '../../schema/coordinates.ts';
import { collectFields } from './collect-fields.ts';
import { defaultOperationLimits, type OperationLimits, requireWithin } from './operation-limits.ts';
import { perSchema } from './per-schema.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import { createPrivateNames } from './private-names.ts';
import type { FieldShape, OperationShape, SelectionShape } from './shape.ts';

const cacheEntries = 4_000;
/** Over all shapes of a schema; about 60 MB. */
const cacheFields = 300_000;

const cacheOf = perSchema(() => new LRUCache<string, OperationShape>({ max: cacheEntries, maxSize: cacheFields }));

/**
 * @param variables coerced; only `prepared.conditionVariables` are read, and equal values give the identical shape
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function shapeOperation(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  limits: OperationLimits = defaultOperationLimits,
): OperationShape {
  const conditions = prepared.conditionVariables.map((name) => (variables[name] === true ? '1' : '0')).join('');
  const key = `${prepared.hash}:${conditions}`;
  const cache = cacheOf(prepared.schema);
  const cached = cache.get(key);
  if (cached) return cached;
  const shape = buildShape(prepared, variables, limits, key);
  cache.set(key, shape, { size: shape.fields.length + 1 });
  return shape;
}

/** A field whose private name is not known before the whole operation has been seen. */
type Draft = { -readonly [key in keyof FieldShape]: FieldShape[key] };

function buildShape(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  limits: OperationLimits,
  key: string,
): OperationShape {
  const { schema, operation } = prepared;
  const fields: FieldShape[] = [];
  const names = createPrivateNames(schema);
  const naming: (() => void)[] = [];
  const selections = new Map<string, SelectionShape>();
  const identities = new Map<object, number>();

  const selectionOf = (type: GraphQLCompositeType, nodes: readonly SelectionSetNode[]): SelectionShape => {
    const identity = `${type.name}:${nodes.map(identityOf).join()}`;
    const known = selections.get(identity);
    if (known) return known;
    const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const byType = new Map(objects.map((object) => [object.name, fieldsOf(object, nodes)]));
    const selection: SelectionShape = { type, byType };
    selections.set(identity, selection);
    return selection;
  };

  const identityOf = (node: object): number => {
    const known = identities.get(node) ?? identities.size;
    identities.set(node, known);
    return known;
  };

  const fieldsOf = (object: GraphQLObjectType, nodes: readonly SelectionSetNode[]): readonly FieldShape[] => {
    const collected = collectFields(prepared, variables, object, nodes);
    const occurrenceOf = createOccurrences(object === schema.getMutationType());
    return [...collected].map(([responseName, merged]) => fieldOf(object, responseName, merged, occurrenceOf));
  };

  const fieldOf = (
    parentType: GraphQLObjectType,
    responseName: string,
    nodes: readonly FieldNode[],
    occurrenceOf: Occurrences,
  ): FieldShape => {
    const node = nodes[0]!;
    const name = node.name.value;
    const { type } = fieldDefinition(schema, parentType, name);
    const isData = !name.startsWith('__');
    const draft: Draft = {
      slot: isData ? fields.length : -1,
      responseName,
      privateName: name,
      name,
      parentType,
      coordinate: fieldCoordinate(parentType.name, name),
      type,
      args: node.arguments ?? [],
      selection: null,
    };
    if (!isData) return draft;
    fields.push(draft);
    requireWithin(limits, 'maxShapeFields', fields.length);
    const privateName = names.note({ ...draft, occurrence: occurrenceOf(node) });
    naming.push(() => {
      draft.privateName = privateName();
    });
    const inner = getNamedType(type);
    if (isCompositeType(inner)) draft.selection = selectionOf(inner, selectionSetsOf(nodes));
    return draft;
  };

  const root = selectionOf(schema.getRootType(operation.operation)!, [operation.selectionSet]);
  for (const name of naming) name();
  return {
    kind: operation.operation,
    schema,
    root,
    fields,
    variableDefinitions: operation.variableDefinitions ?? [],
    key,
  };
}

type Occurrences = (node: FieldNode) => number;

/**
 * A leaf under two aliases is fetched once. An object is not: what fails below one alias must not make the other null. Nor is
 * a mutation: written twice, it runs twice.
 */
function createOccurrences(isMutation: boolean): Occurrences {
  const counts = new Map<string, number>();
  return ({ name, arguments: args = [], selectionSet }) => {
    if (!selectionSet && !isMutation) return 0;
    const call = `${name.value} ${args.map(print).join()}`;
    const count = counts.get(call) ?? 0;
    counts.set(call, count + 1);
    return count;
  };
}

const selectionSetsOf = (nodes: readonly FieldNode[]) => nodes.flatMap((node) => node.selectionSet ?? []);

/** Validation has made sure that the field exists. */
function fieldDefinition(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parent === schema.getQueryType() && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (parent === schema.getQueryType() && name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return parent.getFields()[name]!;
}
