// Whether a supergraph is easy to attack: some make the planner take seconds for an operation of twenty characters. Where an
// abstract type leads back to abstract types, the ways through the subgraphs multiply, so each such type is planned once,
// nested as deep as hurts. A type that is slow here is slow for every client that finds it.
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
import { GordianError } from '../../kit/errors.ts';
import { prepareOperation } from '../operation/prepare-operation.ts';
import { shapeOperation } from '../operation/shape-operation.ts';
import type { Planner } from './planner.ts';

export interface ProbeLimits {
  /** For all probes together; types that are left are not probed. */
  readonly totalMs: number;
  /** What takes longer is reported. */
  readonly slowMs: number;
}

export interface SlowType {
  readonly typeName: string;
  readonly query: string;
  readonly tookMs: number;
  /** Why there is no plan; null when there is one. */
  readonly refusedWith: string | null;
}

const nesting = 3;

/** Never rejects. */
export async function probeSupergraph(
  planner: Planner,
  { totalMs, slowMs }: ProbeLimits,
): Promise<readonly SlowType[]> {
  const slow: SlowType[] = [];
  const endsAtMs = performance.now() + totalMs;
  const isSlow = ({ tookMs, refusedWith }: Probe) => tookMs > slowMs || refusedWith === 'PLANNING_FAILED';
  for (const { typeName, query } of probeQueries(planner.apiSchema)) {
    if (performance.now() > endsAtMs) break;
    if (!isSlow(await probe(planner, query))) continue;
    // Once more, as another operation: the first plans of a thread are slow, and so is a machine that is starting up.
    const again = await probe(planner, `${query} `);
    if (isSlow(again)) slow.push({ typeName, query, ...again });
  }
  return slow;
}

type Probe = Pick<SlowType, 'tookMs' | 'refusedWith'>;

async function probe(planner: Planner, query: string): Promise<Probe> {
  const startedAtMs = performance.now();
  const refusedWith = await plan(planner, query);
  return { tookMs: Math.round(performance.now() - startedAtMs), refusedWith };
}

/** @returns why there is no plan */
async function plan(planner: Planner, query: string): Promise<string | null> {
  try {
    const shape = shapeOperation(prepareOperation(planner, { query, operationName: null }), {});
    await planner.plan({ shape, verdicts: [], key: '' });
    return null;
  } catch (error) {
    return error instanceof GordianError ? error.code : String(error);
  }
}

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
