// A plan for a client that asks how its operation would be answered: which subgraph is asked for which fields, after what. Not the
// documents themselves: what a plan reads for its own needs may be something that the caller is not to know of.
import {
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { type AuthorizedOperation, isFetched } from '../authorize/authorized-operation.ts';
import { readable } from '../demand/demand-control.ts';
import type { FetchNode, Plan, PlanNode, PlanStages } from './plan.ts';

export interface OutlinedPlan {
  /** Null when nothing has to be fetched. */
  readonly node: OutlinedNode | null;
  /** What is fetched once the rest is there, because it is deferred. */
  readonly deferred: readonly OutlinedPlan[];
}

export type OutlinedNode = OutlinedGroup | OutlinedFetch;

export interface OutlinedGroup {
  readonly kind: 'sequence' | 'parallel';
  readonly nodes: readonly OutlinedNode[];
}

export interface OutlinedFetch {
  readonly kind: 'fetch';
  readonly subgraph: string;
  readonly operation: FetchNode['operationKind'];
  /** Names of the fields that lead to the objects that are completed; empty for root fields. `@` stands for each element of a list. */
  readonly path: readonly string[];
  /** For the client. */
  readonly fields: readonly Coordinate[];
  /** For the plan itself: keys, and inputs of other fields. */
  readonly inputs: readonly Coordinate[];
  /** How many fields more are read of which the caller is not to know. */
  readonly hidden: number;
  /** Its share of the estimate; absent when that is not known. */
  readonly cost?: number;
}

/**
 * @param operation on the schema that the caller may know
 * @param costs null when they are not known
 */
export function outlinePlan(
  plan: Plan,
  { shape: { fields, schema }, verdicts }: AuthorizedOperation,
  costs: ReadonlyMap<FetchNode, number> | null,
): OutlinedPlan {
  const asked = fields.filter(({ slot }) => isFetched(verdicts[slot]));
  const names = new Map(asked.map(({ privateName, name }) => [privateName, name]));
  const coordinates = new Set(asked.map(({ coordinate }) => coordinate));
  const outlineStages = ({ node, deferred }: PlanStages): OutlinedPlan => ({
    node: node && outlineNode(node),
    deferred: deferred.map(outlineStages),
  });
  const outlineNode = (node: PlanNode): OutlinedNode => {
    if (node.kind === 'fetch') return outlineFetch(node, []);
    if (node.kind === 'flatten') return outlineFetch(node.node, node.path);
    return { kind: node.kind, nodes: node.nodes.map(outlineNode) };
  };
  const outlineFetch = (fetch: FetchNode, path: readonly string[]): OutlinedFetch => {
    const { subgraph, operationKind } = fetch;
    const { known, hidden } = fieldsOf(fetch, schema);
    const cost = costs && (costs.get(fetch) ?? 0);
    return {
      kind: 'fetch',
      subgraph,
      operation: operationKind,
      // What leads through a field that the client has not asked for has no name that it knows.
      path: path.map((step) => (step === '@' ? step : (names.get(step) ?? '…'))),
      fields: known.filter((coordinate) => coordinates.has(coordinate)),
      inputs: known.filter((coordinate) => !coordinates.has(coordinate)),
      hidden,
      ...(cost !== null && { cost: readable(cost) }),
    };
  };
  return outlineStages(plan);
}

function fieldsOf(
  { document, operationKind }: FetchNode,
  schema: GraphQLSchema,
): { readonly known: readonly Coordinate[]; readonly hidden: number } {
  const known = new Set<Coordinate>();
  const hidden = new Set<Coordinate>();
  /** @param typeName null below a field of which the caller is not to know */
  const read = ({ selections }: SelectionSetNode, typeName: string | null): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        read(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
        continue;
      }
      const name = selection.name.value;
      const isOfProtocol = name.startsWith('_') && (name === '__typename' || name === '_entities');
      const type = typeName === null ? undefined : fieldTypeOf(schema, typeName, name);
      if (!isOfProtocol) (type ? known : hidden).add(fieldCoordinate(typeName ?? '', name));
      if (selection.selectionSet) read(selection.selectionSet, type ?? null);
    }
  };
  const [operation] = parse(document, { noLocation: true }).definitions;
  if (operation?.kind === Kind.OPERATION_DEFINITION) read(operation.selectionSet, rootTypeOf(schema, operationKind));
  return { known: [...known], hidden: hidden.size };
}

function rootTypeOf(schema: GraphQLSchema, kind: FetchNode['operationKind']): string | null {
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return roots[kind]?.name ?? null;
}

/** @returns the name of the type of a field; undefined for what is not known */
function fieldTypeOf(schema: GraphQLSchema, typeName: string, fieldName: string): string | undefined {
  const type = schema.getType(typeName);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
  return field && getNamedType(field.type).name;
}
