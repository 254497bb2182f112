// The third enforcement point: the rule tree around the resolvers of one subgraph, so that a subgraph reached past the
// gateway is not open. Expects a resolver context that is, or extends, the verified gateway assertion.
import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLFieldMap,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { AccessDemands } from '../../schema/access-directives.ts';
import type { Classifications } from '../../schema/artefact.ts';
import { compileSubgraphPolicy } from '../compile.ts';
import type { CompiledPolicy } from '../compiler/compiled-policy.ts';
import { repositoryClassifications } from '../compiler/repository-classifications.ts';
import { repositoryDemands } from '../compiler/repository-demands.ts';
import { nowhere } from '../decide/evaluate.ts';
import { type PolicyRules, repositoryRules } from '../rules.ts';
import { applyMiddleware, deny, type Rule, rule, shield } from '../shield.ts';
import { guardEntities } from './subgraph-entities.ts';
import {
  createSubgraphJudge,
  type GuardedField,
  guardedField,
  type ProtectedContext,
  type SubgraphJudge,
} from './subgraph-judge.ts';

export interface SubgraphProtection {
  /** Name of the folder below subgraphs/. */
  readonly domain: string;
  /** What the contracts say; those of the repository when absent. */
  readonly classifications?: Classifications;
  /** What the SDL of all subgraphs demands of callers; that of the repository when absent. */
  readonly demands?: AccessDemands;
  /** Those of the repository when absent. */
  readonly rules?: PolicyRules;
  /** Where the subgraph runs, as contracts name regions; null when it was not told. */
  readonly region?: string | null;
}

/**
 * @returns a schema whose every field is judged before its resolver runs; the given schema is left as it was
 * @throws GordianError POLICY_INVALID
 */
export function protectSubgraph(schema: GraphQLSchema, protection: SubgraphProtection): GraphQLSchema {
  return guardResolvers(schema, compileProtection(schema, protection), protection.region ?? null);
}

/** @throws GordianError POLICY_INVALID */
export function compileProtection(
  schema: GraphQLSchema,
  {
    domain,
    classifications = repositoryClassifications(domain),
    demands = repositoryDemands(),
    rules = repositoryRules,
  }: Omit<SubgraphProtection, 'region'>,
): CompiledPolicy {
  return compileSubgraphPolicy(schema, { classifications, demands }, domain, rules);
}

/** @returns the schema behind a policy that was compiled for it */
export function guardResolvers(schema: GraphQLSchema, policy: CompiledPolicy, region: string | null): GraphQLSchema {
  const judge = createSubgraphJudge(policy, schema, { ...nowhere, region });
  const fields = guardedFields(schema, policy);
  const protection = shield(treeOf(fields, judge), {
    fallbackRule: deny,
    fallbackError: strangersOnly(),
    // Errors of resolvers pass as they are; the server decides what of them a client sees.
    allowExternalErrors: true,
  });
  const guarded = applyMiddleware(schema, protection);
  guardSubscriptions(guarded, schema, fields, judge);
  takeShortCuts(guarded, schema, fields, judge);
  guardEntities(guarded, (typeName) => fields.get(typeName)!, judge);
  return guarded;
}

function strangersOnly(): GraphQLError {
  return new GraphQLError('This subgraph answers the gateway only.', { extensions: { code: 'UNAUTHENTICATED' } });
}

/** By object type and name. */
type GuardedFields = ReadonlyMap<string, ReadonlyMap<string, GuardedField>>;

function guardedFields(schema: GraphQLSchema, policy: CompiledPolicy): GuardedFields {
  return new Map(
    objectTypesOf(schema).map((type) => [
      type.name,
      new Map(Object.values(type.getFields()).map((field) => [field.name, guardedField(policy, type.name, field)])),
    ]),
  );
}

function objectTypesOf(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
}

/** One shield rule per field. The decisions remember what they have asked during a request, so shield has nothing to cache. */
function treeOf(fields: GuardedFields, judge: SubgraphJudge): Record<string, Record<string, Rule>> {
  const ruleOf = (field: GuardedField): Rule =>
    rule(field.coordinate, { cache: 'no_cache' })(async (object, _args, context: ProtectedContext | undefined, info) =>
      judge.judge(field, { object, context, info }),
    );
  return mapToRecord(fields, (ofType) => mapToRecord(ofType, ruleOf));
}

function mapToRecord<A, B>(map: ReadonlyMap<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}

type Resolver = GraphQLFieldResolver<unknown, ProtectedContext | undefined>;

/**
 * A field of a subscription has two functions: one gives the events, one the value for an event. graphql-middleware wraps one
 * of them and leaves the other open, so both are guarded here.
 */
function guardSubscriptions(
  guarded: GraphQLSchema,
  open: GraphQLSchema,
  fields: GuardedFields,
  judge: SubgraphJudge,
): void {
  const type = open.getSubscriptionType();
  if (!type) return;
  const guardedFields = guarded.getSubscriptionType()!.getFields();
  for (const { name, resolve = defaultFieldResolver, subscribe } of Object.values(type.getFields())) {
    const field = fields.get(type.name)!.get(name)!;
    const behind = (resolver: Resolver): Resolver => {
      return async (object, args, context, info) => {
        const verdict = await judge.judge(field, { object, context, info });
        if (verdict !== true) throw verdict || strangersOnly();
        return resolver(object, args, context, info);
      };
    };
    guardedFields[name]!.resolve = behind(resolve);
    if (subscribe) guardedFields[name]!.subscribe = behind(subscribe);
  }
}

/**
 * shield makes every field asynchronous, and a page of orders has a thousand. A field that is open whatever its row and its
 * arguments goes straight to its resolver; all others, and every refusal, are shield's.
 */
function takeShortCuts(guarded: GraphQLSchema, open: GraphQLSchema, fields: GuardedFields, judge: SubgraphJudge): void {
  for (const [typeName, ofType] of fields) {
    const guardedFields = fieldsOfType(guarded, typeName);
    const openFields = fieldsOfType(open, typeName);
    for (const field of ofType.values()) {
      const { name } = field.definition;
      const ask = guardedFields[name]!.resolve!;
      const { resolve = defaultFieldResolver } = openFields[name]!;
      guardedFields[name]!.resolve = (object, args, context, info) =>
        (judge.isOpen(field, context) ? resolve : ask)(object, args, context, info);
    }
  }
}

function fieldsOfType(schema: GraphQLSchema, typeName: string): GraphQLFieldMap<unknown, ProtectedContext | undefined> {
  return (schema.getType(typeName) as GraphQLObjectType<unknown, ProtectedContext | undefined>).getFields();
}
