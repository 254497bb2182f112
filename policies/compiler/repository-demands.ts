// What the SDL of this repository's subgraphs demands of callers, for a subgraph that has no registry to ask. All of it counts: a type
// that one subgraph closes has fields in others.
import { parse } from 'graphql';
import { packageFile } from '../../kit/package-files.ts';
import { type AccessDemands, demandsOf, mergeDemands } from '../../schema/access-directives.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';

/** @throws GordianError SUPERGRAPH_INVALID, and GraphQLError when SDL does not parse */
export function repositoryDemands(): AccessDemands {
  return mergeDemands(readSubgraphFolders(packageFile('subgraphs')).map(({ sdl }) => demandsOf(parse(sdl))));
}
