// A subgraph of a test, built and guarded in one step: all of it is INTERNAL unless the test says otherwise, and its rules are the
// test's own.
import { type ExecutionResult, type GraphQLSchema, graphql, isInputObjectType, isObjectType } from 'graphql';
import type { Caller } from '../../kit/caller.ts';
import { subgraphSchema } from '../../kit/subgraph-schema.ts';
import type { DomainPolicy } from '../../policies/domain-policy.ts';
import { repositoryRules } from '../../policies/rules.ts';
import { protectSubgraph } from '../../policies/subgraph/protect-subgraph.ts';
import { noDemands } from '../../schema/access-directives.ts';
import type { Classification, Classifications } from '../../schema/artefact.ts';

export const federationLink =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])';

export interface ProtectedSchemaOptions {
  readonly sdl: string;
  readonly resolvers: Readonly<Record<string, object>>;
  readonly policy?: Partial<Pick<DomainPolicy, 'rules' | 'masks' | 'rows'>>;
  /** Coordinates that are not INTERNAL; null: in no contract. */
  readonly classified?: Readonly<Record<string, Partial<Classification> | null>>;
  readonly region?: string;
}

export interface AskedBy {
  readonly caller: Caller;
  readonly internal?: readonly string[];
  readonly variables?: Record<string, unknown>;
  readonly log?: object;
}

const domain = 'shop';

export function protectedSchema(options: ProtectedSchemaOptions): GraphQLSchema {
  const { sdl, resolvers, policy = {}, classified = {}, region = null } = options;
  const schema = subgraphSchema(`${federationLink}\n${sdl}`, resolvers);
  const own: DomainPolicy = { subgraph: domain, domain, rules: {}, masks: {}, ...policy };
  return protectSubgraph(schema, {
    domain,
    classifications: classify(schema, classified),
    demands: noDemands,
    rules: { ...repositoryRules, domains: [own] },
    region,
  });
}

/** Asks as the server does behind a good assertion. */
export function askProtected(
  schema: GraphQLSchema,
  source: string,
  { caller, internal = [], variables = {}, ...more }: AskedBy,
): Promise<ExecutionResult> {
  const contextValue = { caller, internal: new Set(internal), policyVersion: 'test', ...more };
  return graphql({ schema, source, variableValues: variables, contextValue });
}

/** `CODE coordinate`, each once. */
export function refusalsIn({ errors = [] }: ExecutionResult): string[] {
  return [
    ...new Set(errors.map(({ extensions, message }) => `${extensions.code ?? message} ${extensions.coordinate ?? ''}`)),
  ].sort();
}

function classify(
  schema: GraphQLSchema,
  classified: NonNullable<ProtectedSchemaOptions['classified']>,
): Classifications {
  const product = `${domain}/small`;
  const coordinates = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInputObjectType(type)
      ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
      : [],
  );
  return new Map(
    coordinates.flatMap((coordinate): [string, Classification][] => {
      const own = classified[coordinate];
      if (own === null) return [];
      return [[coordinate, { level: 'INTERNAL', tags: [], product, domain, rowFiltered: true, ...own }]];
    }),
  );
}
