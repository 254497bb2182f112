// The schema that clients of a supergraph see, for those who ask about it and do not serve it: the policy's tools.
import { buildSchema, type GraphQLSchema } from 'graphql';
import { GordianError } from '../kit/errors.ts';
import { withClientDirectives } from './client-directives.ts';
import { federation } from './federation-internals.ts';

/** @throws GordianError SUPERGRAPH_INVALID */
export function apiSchemaOf(supergraphSdl: string): GraphQLSchema {
  try {
    const supportedFeatures = federation.ROUTER_SUPPORTED_SUPERGRAPH_FEATURES;
    const supergraph = federation.Supergraph.build(supergraphSdl, { supportedFeatures });
    return withClientDirectives(
      buildSchema(federation.printSchema(supergraph.apiSchema()), { assumeValid: true, noLocation: true }),
    );
  } catch (cause) {
    throw new GordianError('SUPERGRAPH_INVALID', `The supergraph cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}
