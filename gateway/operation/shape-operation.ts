// From a prepared operation to its shape, for one set of values of the variables that @skip and @include read.
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  print,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { fieldCoordinate } from '../../schema/coordinates.ts';
import { type ArgumentIdentities, createArgumentIdentities } from './argument-identities.ts';
import { type CollectedField, type CollectedSelections, collectFields } from './collect-fields.ts';
import {
  createFragments,
  type ObjectFields,
  type Occurrences,
  separateDeferred,
  type Variants,
} from './deferred-fields.ts';
import { freshDirectivesOf } from './fresh-directive.ts';
import { isInterfaceObjectField } from './interface-object-fields.ts';
import { defaultOperationLimits, type OperationLimits, requireWithin } from './operation-limits.ts';
import { perSchema } from './per-schema.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import { createPrivateNames, type Meaning } from './private-names.ts';
import type { DeferredFragment, FieldShape, OperationShape, SelectionShape } from './shape.ts';
import { variantOf } from './without-coordinates.ts';

const cacheEntries = 4_000;
/** Over all shapes of a schema; about 60 MB. */
const cacheFields = 300_000;

const cacheOf = perSchema(() => new LRUCache<string, OperationShape>({ max: cacheEntries, maxSize: cacheFields }));

interface ShapeOptions {
  readonly limits: OperationLimits;
  /** Whether the client takes increments; otherwise @defer is ignored, as the draft allows. */
  readonly isIncremental: boolean;
}

/**
 * @param variables coerced; only `prepared.conditionVariables` are read, and equal values give the identical shape
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function shapeOperation(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  limits: OperationLimits = defaultOperationLimits,
  isIncremental = false,
): OperationShape {
  const conditions = prepared.conditionVariables.map((name) => conditionKeys.get(variables[name]) ?? '-').join('');
  const defers = isIncremental && prepared.hasDefer;
  const key = `${prepared.hash}:${conditions}${defers ? ':deferred' : ''}${variantOf(prepared.schema)}`;
  const cache = cacheOf(prepared.schema);
  const cached = cache.get(key);
  if (cached) return cached;
  const shape = buildShape(prepared, variables, { limits, isIncremental: defers }, key);
  cache.set(key, shape, { size: shape.fields.length + 1 });
  return shape;
}

/** Absent is none of the two: @defer without a value defers. */
const conditionKeys: ReadonlyMap<unknown, string> = new Map([
  [true, '1'],
  [false, '0'],
]);

/** A field whose private name is not known before the whole operation has been seen. */
type Draft = { -readonly [key in keyof FieldShape]: FieldShape[key] };

/** One position: the selections of all field nodes that merge there. */
interface Position {
  readonly type: GraphQLCompositeType;
  readonly selections: readonly CollectedSelections[];
  /** The fragments with which the object itself is delivered. */
  readonly within: readonly DeferredFragment[];
  /** Tells positions apart where something may be deferred; elsewhere equal selections are one, wherever they stand. */
  readonly place: string;
}

function buildShape(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  { limits, isIncremental }: ShapeOptions,
  key: string,
): OperationShape {
  const { schema, operation } = prepared;
  const fields: Draft[] = [];
  const names = createPrivateNames(schema);
  /** By slot. */
  const meanings: Meaning[] = [];
  const selections = new Map<string, SelectionShape>();
  const identityOf = createIdentities();
  const callOf = createArgumentIdentities();
  let deferredSelections = 0;
  let fragments = 0;
  const nextFragment = () => fragments++;

  const selectionAt = (position: Position): SelectionShape => {
    const { type, place } = position;
    const nodes = position.selections.map(
      ({ selectionSet, deferredBy }) => `${identityOf(selectionSet)}${deferredBy ? `-${identityOf(deferredBy)}` : ''}`,
    );
    const identity = `${place}:${type.name}:${nodes.join()}`;
    const known = selections.get(identity);
    if (known) return known;
    const selection = buildSelection(position);
    selections.set(identity, selection);
    return selection;
  };

  const buildSelection = ({ type, selections, within, place }: Position): SelectionShape => {
    const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const { open, opened } = isIncremental ? createFragments(nextFragment) : { open: null, opened: [] };
    const variantOf = createVariants(schema, callOf);
    const collected = objects.map((object): ObjectFields => {
      const fields = collectFields(prepared, variables, object, selections, open);
      return {
        object,
        fields,
        occurrenceOf: createOccurrences(object === schema.getMutationType(), callOf),
        variantOf,
      };
    });
    return { ...arrange(type, collected, within, place), opens: opened };
  };

  const arrange = (
    type: GraphQLCompositeType,
    collected: readonly ObjectFields[],
    within: readonly DeferredFragment[],
    place: string,
  ): SelectionShape => {
    const { own, deferred } = isIncremental ? separateDeferred(collected, within) : { own: collected, deferred: [] };
    const byType = new Map(own.map((fields) => [fields.object.name, fieldsOf(fields, within, place)]));
    return {
      type,
      byType,
      deferred: deferred.map(({ fragments, collected }) => ({
        id: `d${deferredSelections++}`,
        fragments,
        selection: arrange(type, collected, fragments, place),
      })),
      opens: [],
    };
  };

  const fieldsOf = (
    { object, fields: collected, occurrenceOf, variantOf }: ObjectFields,
    within: readonly DeferredFragment[],
    place: string,
  ): readonly FieldShape[] =>
    [...collected].map(([responseName, merged]) => {
      const field = draftField(object, responseName, merged, occurrenceOf, variantOf);
      const inner = getNamedType(field.type);
      if (field.slot >= 0 && isCompositeType(inner)) {
        const below = isIncremental ? `${place}.${responseName}` : '';
        field.selection = selectionAt({ type: inner, selections: selectionsOf(merged), within, place: below });
      }
      return field;
    });

  const draftField = (
    parentType: GraphQLObjectType,
    responseName: string,
    merged: readonly CollectedField[],
    occurrenceOf: Occurrences,
    variantOf: Variants,
  ): Draft => {
    const { node } = merged[0]!;
    const name = node.name.value;
    const isData = !name.startsWith('__');
    const draft: Draft = {
      slot: isData ? fields.length : -1,
      responseName,
      privateName: name,
      name,
      parentType,
      coordinate: fieldCoordinate(parentType.name, name),
      type: fieldDefinition(schema, parentType, name).type,
      args: node.arguments ?? [],
      freshness: freshDirectivesOf(merged.flatMap(({ node: { directives = [] } }) => directives)),
      selection: null,
    };
    if (!isData) return draft;
    fields.push(draft);
    requireWithin(limits, 'maxShapeFields', fields.length);
    const occurrence = occurrenceOf(node);
    const variant = variantOf(parentType, merged, occurrence);
    meanings.push(names.note({ name, type: draft.type, call: callOf(draft.args), occurrence, variant }));
    return draft;
  };

  const root = selectionAt({
    type: schema.getRootType(operation.operation)!,
    selections: [{ selectionSet: operation.selectionSet, deferredBy: null }],
    within: [],
    place: '',
  });
  const freshness = freshDirectivesOf(operation.directives);
  for (const field of fields) field.privateName = names.nameOf(meanings[field.slot]!);
  return {
    kind: operation.operation,
    schema,
    root,
    fields,
    freshness,
    demandsFreshness: freshness.length > 0 || fields.some((field) => field.freshness.length > 0),
    isDeferring: deferredSelections > 0,
    variableDefinitions: operation.variableDefinitions ?? [],
    key,
  };
}

function createIdentities(): (node: object) => number {
  const identities = new Map<object, number>();
  return (node) => {
    const known = identities.get(node) ?? identities.size;
    identities.set(node, known);
    return known;
  };
}

/**
 * A leaf under two aliases is fetched once. An object is not: what fails below one alias must not make the other null. Nor is
 * a mutation: written twice, it runs twice.
 */
function createOccurrences(isMutation: boolean, callOf: ArgumentIdentities): Occurrences {
  const counts = new Map<string, number>();
  return ({ name, arguments: args = [], selectionSet }) => {
    if (!selectionSet && !isMutation) return 0;
    const call = `${name.value} ${callOf(args)}`;
    const count = counts.get(call) ?? 0;
    counts.set(call, count + 1);
    return count;
  };
}

/**
 * A subgraph that knows an interface as an object answers a field for all its types at once. Types that ask it differently do so
 * under different names: what fails in the selection of one must not make the field null for another.
 */
function createVariants(schema: GraphQLSchema, callOf: ArgumentIdentities): Variants {
  const askedOf = new Map<string, string[]>();
  return (type, merged, occurrence) => {
    const { name, arguments: args = [], selectionSet } = merged[0]!.node;
    if (!selectionSet || !isInterfaceObjectField(schema, type, name.value)) return 0;
    const call = `${occurrence} ${name.value} ${callOf(args)}`;
    const known = askedOf.get(call) ?? [];
    askedOf.set(call, known);
    const asked = selectionsOf(merged)
      .map(({ selectionSet }) => print(selectionSet))
      .join();
    return known.includes(asked) ? known.indexOf(asked) : known.push(asked) - 1;
  };
}

const selectionsOf = (fields: readonly CollectedField[]): readonly CollectedSelections[] =>
  fields.flatMap(({ node: { selectionSet }, deferredBy }) => (selectionSet ? [{ selectionSet, deferredBy }] : []));

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
