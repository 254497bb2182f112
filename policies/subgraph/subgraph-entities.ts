// The existence rule for `_entities`. Nothing else guards the functions that find an entity by its key, so whoever may read nothing of
// it could still learn that it exists. Here it is looked for only when the request asks something of it that may be told.
import {
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { type GuardedField, isForTheGateway, type ProtectedContext, type SubgraphJudge } from './subgraph-judge.ts';

/** By name, of an object type. */
export type FieldsOf = (typeName: string) => ReadonlyMap<string, GuardedField>;

/** Puts the rule around the reference resolvers, in place. */
export function guardEntities(schema: GraphQLSchema, fieldsOf: FieldsOf, judge: SubgraphJudge): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isEntityType)) {
    const { resolveReference } = type.extensions.apollo!.subgraph;
    type.extensions = {
      ...type.extensions,
      apollo: { subgraph: { resolveReference: guarded(type, resolveReference, fieldsOf, judge) } },
    };
  }
}

/** As @apollo/subgraph calls it. */
type ResolveReference = (reference: object, context: ProtectedContext, info: GraphQLResolveInfo) => unknown;

/** As @apollo/subgraph marks it. */
type EntityType = (GraphQLObjectType | GraphQLInterfaceType) & {
  extensions: { readonly apollo?: { readonly subgraph: { readonly resolveReference: ResolveReference } } };
};

function isEntityType(type: GraphQLNamedType): type is EntityType {
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  return typeof (type as EntityType).extensions.apollo?.subgraph?.resolveReference === 'function';
}

function guarded(
  type: EntityType,
  resolve: ResolveReference,
  fieldsOf: FieldsOf,
  judge: SubgraphJudge,
): ResolveReference {
  const known = new WeakMap<GraphQLResolveInfo, Promise<Sight>>();
  return async (reference, context, info) => {
    // All representations of a field are asked the same, so it is judged once for them.
    const judging = known.get(info) ?? sightOf(type, context, info, fieldsOf, judge);
    known.set(info, judging);
    const sight = await judging;
    if (sight === 'nothing') return null;
    const entity = await resolve(reference, context, info);
    if (sight === 'as the gateway' || isInterfaceType(type) || entity === null) return entity;
    return (await judge.isHidden(type.name, entity, context)) ? null : entity;
  };
}

/** What the request may learn of an entity: whether there is one at all, and whether the rules about rows have a say in it. */
type Sight = 'nothing' | 'as the gateway' | 'as the caller';

async function sightOf(
  type: EntityType,
  context: ProtectedContext,
  info: GraphQLResolveInfo,
  fieldsOf: FieldsOf,
  judge: SubgraphJudge,
): Promise<Sight> {
  const types = isInterfaceType(type) ? info.schema.getPossibleTypes(type) : [type];
  const uses = types.flatMap(({ name }) => usesOf(name, fieldsOf(name), info));
  if (uses.some(({ field }) => isForTheGateway(field, context))) return 'as the gateway';
  for (const { field, node } of uses) {
    const use = { args: node?.arguments ?? [], variables: info.variableValues };
    if (await judge.mayTell(field, context, use)) return 'as the caller';
  }
  return 'nothing';
}

interface FieldAsked {
  readonly field: GuardedField;
  readonly node: FieldNode | undefined;
}

/** That an entity exists may be known to whoever may read anything of it: so much is asked with its type alone. */
function usesOf(
  typeName: string,
  fields: ReadonlyMap<string, GuardedField>,
  info: GraphQLResolveInfo,
): readonly FieldAsked[] {
  const nodes = info.fieldNodes.flatMap(({ selectionSet }) => fieldsAsked(selectionSet!.selections, typeName, info));
  const asked = nodes.flatMap((node) => {
    const field = fields.get(node.name.value);
    return field ? [{ field, node }] : [];
  });
  return asked.length > 0 ? asked : [...fields.values()].map((field) => ({ field, node: undefined }));
}

/** Of an object of the type, through whatever fragments. */
function fieldsAsked(
  selections: readonly SelectionNode[],
  typeName: string,
  info: GraphQLResolveInfo,
): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value]!;
    const condition = fragment.typeCondition?.name.value;
    const applies = condition === undefined || isOrImplements(typeName, condition, info.schema);
    return applies ? fieldsAsked(fragment.selectionSet.selections, typeName, info) : [];
  });
}

function isOrImplements(typeName: string, condition: string, schema: GraphQLSchema): boolean {
  const abstract = schema.getType(condition);
  return (
    typeName === condition ||
    (isAbstractType(abstract) && schema.isSubType(abstract, schema.getType(typeName) as GraphQLObjectType))
  );
}
