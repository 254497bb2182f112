// The third enforcement point: the rule tree around the resolvers of one subgraph, so that a subgraph reached past the
// gateway is not open. Expects a resolver context that is, or extends, the verified gateway assertion.
import { GraphQLError, type GraphQLField, type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';
import type { Assertion } from '../kit/gateway-assertion.ts';
import type { Log } from '../kit/log.ts';
import type { Classifications } from '../schema/artefact.ts';
import { type Coordinate, fieldCoordinate } from '../schema/coordinates.ts';
import { compileSubgraphPolicy } from './compile.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { createDecisions, type Decisions, type Denied, decidedByCallerAlone, type FieldUse } from './decisions.ts';
import type { FaultListener } from './evaluate.ts';
import { isMachinery } from './federation-machinery.ts';
import { repositoryClassifications } from './repository-classifications.ts';
import { applyMiddleware, deny, type Rule, rule, shield } from './shield.ts';

export interface SubgraphProtection {
  /** Name of the folder below subgraphs/. */
  readonly domain: string;
  /** What the contracts say; those of the repository when absent. */
  readonly classifications?: Classifications;
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
  { domain, classifications = repositoryClassifications(domain) }: SubgraphProtection,
): GraphQLSchema {
  const policy = compileSubgraphPolicy(schema, classifications, domain);
  const protection = shield(treeOf(schema, policy, decisionsPerRequest(policy)), {
    fallbackRule: deny,
    fallbackError: new GraphQLError('This subgraph answers the gateway only.', {
      extensions: { code: 'UNAUTHENTICATED' },
    }),
    // Errors of resolvers pass as they are; the server decides what of them a client sees.
    allowExternalErrors: true,
  });
  return applyMiddleware(schema, protection);
}

function treeOf(
  schema: GraphQLSchema,
  policy: CompiledPolicy,
  decisionsOf: DecisionsOf,
): Record<string, Record<string, Rule>> {
  const types = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
  return Object.fromEntries(
    types.map((type) => [
      type.name,
      mapValues(type.getFields(), (field) =>
        doorOf(field, fieldCoordinate(type.name, field.name), policy, decisionsOf),
      ),
    ]),
  );
}

/** One shield rule per field. The decisions remember what they have asked during a request, so shield has nothing to cache. */
function doorOf(
  field: GraphQLField<unknown, unknown>,
  coordinate: Coordinate,
  policy: CompiledPolicy,
  decisionsOf: DecisionsOf,
): Rule {
  const { door } = policy.rulesOf(coordinate);
  const isPlain = decidedByCallerAlone(door, field);
  return rule(coordinate, { cache: 'no_cache' })(
    async (_parent, _args, context: ProtectedContext, info: GraphQLResolveInfo) => {
      // Without an assertion there is no caller, and nothing to judge by.
      if (context.caller === undefined) return false;
      if (isMachinery(coordinate) || context.internal.has(coordinate)) return true;
      const decisions = decisionsOf(context);
      const decision = await (isPlain ? decisions.decide(door) : decisions.decideUse(door, fieldUseOf(field, info)));
      return decision.kind === 'deny' ? refusal(coordinate, decision) : true;
    },
  );
}

/** A field that several selections ask for at one place has equal arguments in all of them. */
function fieldUseOf(
  definition: GraphQLField<unknown, unknown>,
  { fieldNodes, variableValues }: GraphQLResolveInfo,
): FieldUse {
  return { definition, args: fieldNodes[0]?.arguments ?? [], variables: variableValues };
}

type DecisionsOf = (context: ProtectedContext) => Decisions;

function decisionsPerRequest(policy: CompiledPolicy): DecisionsOf {
  const known = new WeakMap<ProtectedContext, Decisions>();
  return (context) => {
    const decisions = known.get(context) ?? createDecisions(policy, context.caller, faultLogger(context));
    known.set(context, decisions);
    return decisions;
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
