// Operations that find out whether a supergraph is easy to attack: some make the planner take seconds for an operation of twenty
// characters. Where an abstract type leads back to abstract types, the ways through the subgraphs multiply, so each such type is asked
// for once, nested as deep as hurts.
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';

const nesting = 3;

export interface ProbeQuery {
  readonly typeName: string;
  readonly query: string;
}

/** One per abstract type that a query can reach without an argument. */
export function probeQueries(schema: GraphQLSchema): readonly ProbeQuery[] {
  const queries: ProbeQuery[] = [];
  const reached = new Set<GraphQLCompositeType>();
  const root = schema.getQueryType();
  let ways: readonly Way[] = root ? [{ type: root, open: '{', close: '}' }] : [];
  while (ways.length > 0) {
    const next: Way[] = [];
    for (const { type, open, close } of ways) {
      if (reached.has(type)) continue;
      reached.add(type);
      if (isAbstractType(type))
        queries.push({ typeName: type.name, query: `${open}${nest(schema, type, nesting)}${close}` });
      for (const { condition, field } of waysOn(schema, type)) {
        const start = `${open}${condition === null ? '' : `... on ${condition}{`}${field.name}{`;
        const end = `}${condition === null ? '' : '}'}${close}`;
        next.push({ type: getNamedType(field.type) as GraphQLCompositeType, open: start, close: end });
      }
    }
    ways = next;
  }
  return queries;
}

interface Way {
  readonly type: GraphQLCompositeType;
  readonly open: string;
  readonly close: string;
}

interface Step {
  /** The type on which the field is; null for the type itself. */
  readonly condition: string | null;
  readonly field: GraphQLField<unknown, unknown>;
}

/** Fields that lead on, of the type and, where it is abstract, of its object types. */
function waysOn(schema: GraphQLSchema, type: GraphQLCompositeType): readonly Step[] {
  const leadsOn = (field: GraphQLField<unknown, unknown>) =>
    isCompositeType(getNamedType(field.type)) && !field.args.some(isRequiredArgument);
  const own = isUnionType(type) ? [] : Object.values(type.getFields()).filter(leadsOn);
  const members = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return [
    ...own.map((field) => ({ condition: null, field })),
    ...members.flatMap((member) =>
      Object.values(member.getFields())
        .filter((field) => leadsOn(field) && !own.some(({ name }) => name === field.name))
        .map((field) => ({ condition: member.name, field })),
    ),
  ];
}

/** The way that leads to an abstract type again, if there is one. */
function nest(schema: GraphQLSchema, type: GraphQLCompositeType, depth: number): string {
  const back = waysOn(schema, type).find(({ field }) => isAbstractType(getNamedType(field.type)));
  if (!back || depth === 0) return leafOf(type);
  const below = `${back.field.name}{${nest(schema, getNamedType(back.field.type) as GraphQLCompositeType, depth - 1)}}`;
  return back.condition === null ? below : `... on ${back.condition}{${below}}`;
}

function leafOf(type: GraphQLCompositeType): string {
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  const leaf = fields.find((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument));
  return leaf?.name ?? '__typename';
}
