// The third enforcement point: the rule tree around the resolvers of one subgraph, so that a subgraph reached past the
// gateway is not open. Expects a resolver context that is, or extends, the verified gateway assertion.
import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { Assertion } from '../kit/gateway-assertion.ts';
import type { Log } from '../kit/log.ts';
import type { AccessDemands } from '../schema/access-directives.ts';
import type { Classifications } from '../schema/artefact.ts';
import { type Coordinate, fieldCoordinate } from '../schema/coordinates.ts';
import { compileSubgraphPolicy } from './compile.ts';
import type { CompiledPolicy, Door } from './compiled-policy.ts';
import { createDecisions, type Decisions, type Denied, decidedByCallerAlone, type FieldUse } from './decisions.ts';
import type { FaultListener } from './evaluate.ts';
import { isMachinery } from './federation-machinery.ts';
import { repositoryClassifications } from './repository-classifications.ts';
import { repositoryDemands } from './repository-demands.ts';
import { applyMiddleware, deny, type Rule, rule, shield } from './shield.ts';

export interface SubgraphProtection {
  /** Name of the folder below subgraphs/. */
  readonly domain: string;
  /** What the contracts say; those of the repository when absent. */
  readonly classifications?: Classifications;
  /** What the SDL of all subgraphs demands of callers; that of the repository when absent. */
  readonly demands?: AccessDemands;
}

/** What this needs of a resolver context. */
export interface ProtectedContext extends Assertion {
  readonly log?: Pick<Log, 'error'>;
}

/**
 * @returns a schema whose every field is judged before its resolver runs; the given schema is left as it was
 * @throws GordianError POLICY_INVALID
 */
export function protectSubgraph(
  schema: GraphQLSchema,
  { domain, classifications = repositoryClassifications(domain), demands = repositoryDemands() }: SubgraphProtection,
): GraphQLSchema {
  const policy = compileSubgraphPolicy(schema, { classifications, demands }, domain);
  const judgementOf = judgementPerRequest(policy);
  const protection = shield(treeOf(schema, policy, judgementOf), {
    fallbackRule: deny,
    fallbackError: strangersOnly(),
    // Errors of resolvers pass as they are; the server decides what of them a client sees.
    allowExternalErrors: true,
  });
  const guarded = applyMiddleware(schema, protection);
  guardSubscriptions(guarded, schema, policy, judgementOf);
  return withShortCuts(guarded, schema, policy, judgementOf);
}

function strangersOnly(): GraphQLError {
  return new GraphQLError('This subgraph answers the gateway only.', { extensions: { code: 'UNAUTHENTICATED' } });
}

function treeOf(
  schema: GraphQLSchema,
  policy: CompiledPolicy,
  judgementOf: JudgementOf,
): Record<string, Record<string, Rule>> {
  return Object.fromEntries(
    objectTypesOf(schema).map((type) => [
      type.name,
      mapValues(type.getFields(), (field) =>
        guardOf(field, fieldCoordinate(type.name, field.name), policy, judgementOf),
      ),
    ]),
  );
}

function objectTypesOf(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
}

/** One shield rule per field. The decisions remember what they have asked during a request, so shield has nothing to cache. */
function guardOf(
  field: GraphQLField<unknown, unknown>,
  coordinate: Coordinate,
  policy: CompiledPolicy,
  judgementOf: JudgementOf,
): Rule {
  const judge = judgeOf(field, coordinate, policy, judgementOf);
  return rule(coordinate, { cache: 'no_cache' })(async (_parent, _args, context: ProtectedContext, info) =>
    judge(context, info),
  );
}

/** True, or why not; false for someone who is not the gateway. */
type Judge = (context: ProtectedContext | undefined, info: GraphQLResolveInfo) => Promise<boolean | GraphQLError>;

function judgeOf(
  field: GraphQLField<unknown, unknown>,
  coordinate: Coordinate,
  policy: CompiledPolicy,
  judgementOf: JudgementOf,
): Judge {
  const guarded = policy.rulesOf(coordinate);
  const { door } = guarded;
  const isPlain = decidedByCallerAlone(door, field);
  return async (context, info) => {
    // Without an assertion there is no caller, and nothing to judge by.
    if (context?.caller === undefined) return false;
    if (isMachinery(coordinate) || context.internal.has(coordinate)) return true;
    const { decisions, passed } = judgementOf(context);
    const decision = await (isPlain
      ? decisions.decide(guarded)
      : decisions.decideUse(guarded, fieldUseOf(field, info)));
    if (decision.kind === 'deny') return refusal(coordinate, decision);
    if (decision.kind === 'unknown')
      return refusal(coordinate, { code: 'POLICY_UNAVAILABLE', reason: 'A rule could not be evaluated.' });
    if (!door.readsArguments) passed.add(door);
    return true;
  };
}

/**
 * A field of a subscription has two functions: one gives the events, one the value for an event. graphql-middleware wraps one
 * of them and leaves the other open, so both are guarded here.
 */
function guardSubscriptions(
  guarded: GraphQLSchema,
  open: GraphQLSchema,
  policy: CompiledPolicy,
  judgementOf: JudgementOf,
): void {
  const type = open.getSubscriptionType();
  if (!type) return;
  const guardedFields = guarded.getSubscriptionType()!.getFields();
  for (const field of Object.values(type.getFields())) {
    const judge = judgeOf(field, fieldCoordinate(type.name, field.name), policy, judgementOf);
    const behind = (resolve: Resolver): Resolver => {
      return async (parent, args, context, info) => {
        const verdict = await judge(context, info);
        if (verdict !== true) throw verdict || strangersOnly();
        return resolve(parent, args, context, info);
      };
    };
    const guardedField = guardedFields[field.name]!;
    guardedField.resolve = behind(field.resolve ?? defaultFieldResolver);
    if (field.subscribe) guardedField.subscribe = behind(field.subscribe);
  }
}

type Resolver = GraphQLFieldResolver<unknown, ProtectedContext | undefined>;

/**
 * shield makes every field asynchronous, and a page of orders has a thousand. A field whose door has let this request
 * through before goes straight to its resolver, unless its arguments matter too.
 */
function withShortCuts(
  guarded: GraphQLSchema,
  open: GraphQLSchema,
  policy: CompiledPolicy,
  judgementOf: JudgementOf,
): GraphQLSchema {
  for (const type of objectTypesOf(guarded)) {
    const openFields = (open.getType(type.name) as GraphQLObjectType).getFields();
    for (const field of Object.values(type.getFields())) {
      const { door } = policy.rulesOf(fieldCoordinate(type.name, field.name));
      if (!decidedByCallerAlone(door, field)) continue;
      const ask = field.resolve!;
      const resolve = openFields[field.name]!.resolve ?? defaultFieldResolver;
      field.resolve = (parent, args, context: ProtectedContext | undefined, info) =>
        context?.caller !== undefined && judgementOf(context).passed.has(door)
          ? resolve(parent, args, context, info)
          : ask(parent, args, context, info);
    }
  }
  return guarded;
}

/** A field that several selections ask for at one place has equal arguments in all of them. */
function fieldUseOf(
  definition: GraphQLField<unknown, unknown>,
  { fieldNodes, variableValues }: GraphQLResolveInfo,
): FieldUse {
  return { definition, args: fieldNodes[0]?.arguments ?? [], variables: variableValues };
}

/** What one request has asked and been told. */
interface Judgement {
  readonly decisions: Decisions;
  /** Doors that have let this caller through, whatever the arguments. */
  readonly passed: Set<Door>;
}

type JudgementOf = (context: ProtectedContext) => Judgement;

function judgementPerRequest(policy: CompiledPolicy): JudgementOf {
  const known = new WeakMap<ProtectedContext, Judgement>();
  return (context) => {
    const judgement = known.get(context) ?? {
      decisions: createDecisions(policy, context.caller, faultLogger(context)),
      passed: new Set(),
    };
    known.set(context, judgement);
    return judgement;
  };
}

/** Operators read which rule failed and why; the caller only hears POLICY_UNAVAILABLE. */
function faultLogger({ log }: ProtectedContext): FaultListener {
  return (rule, cause) =>
    log?.error({ event: 'policy.fault', rule, err: cause }, 'A rule failed; what it guards stays closed.');
}

function refusal(coordinate: Coordinate, { code, reason }: Pick<Denied, 'code' | 'reason'>): GraphQLError {
  return new GraphQLError(`${coordinate} is not open to this caller.`, { extensions: { code, coordinate, reason } });
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
