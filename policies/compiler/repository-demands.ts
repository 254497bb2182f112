// What the SDL of this repository's subgraphs demands of callers, for a subgraph that has no registry to ask. All of it counts: a type
// that one subgraph closes has fields in others.
import { parse } from 'graphql';
import { type AccessDemands, demandsOf, mergeDemands } from '../../schema/access-directives.ts';
import { projectSubgraphs } from '../../schema/project-subgraphs.ts';

/** @throws GordianError SUPERGRAPH_INVALID, and GraphQLError when SDL does not parse */
export function repositoryDemands(): AccessDemands {
  return mergeDemands(projectSubgraphs().map(({ sdl }) => demandsOf(parse(sdl))));
}
