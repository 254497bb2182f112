// The schema that clients of a supergraph see, for those who ask about it and do not serve it: the policy's tools.
import { printSchema, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { GordianError } from '../kit/errors.ts';
import { withClientDirectives } from './client-directives.ts';

/** @throws GordianError SUPERGRAPH_INVALID */
export function apiSchemaOf(supergraphSdl: string): GraphQLSchema {
  try {
    const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
    return withClientDirectives(
      buildSchema(printSchema(supergraph.apiSchema()), { assumeValid: true, noLocation: true }),
    );
  } catch (cause) {
    throw new GordianError('SUPERGRAPH_INVALID', `The supergraph cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}
