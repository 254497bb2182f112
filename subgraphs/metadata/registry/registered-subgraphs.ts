// The subgraphs as they are registered, in the shape in which they were offered.
import type { Queries } from '../../../kit/postgres.ts';
import type { SubgraphSubmission } from '../../../schema/publication.ts';
import { type RegisteredSubgraph, registeredSubgraphs } from './queries.ts';
import { prod } from './variant.ts';

export async function readRegisteredSubgraphs(database: Queries, variant = prod): Promise<SubgraphSubmission[]> {
  return (await registeredSubgraphs(database, variant)).map(submissionOf);
}

export function submissionOf({
  name,
  url,
  sdl,
  sdlFile,
  contracts,
}: Pick<RegisteredSubgraph, 'name' | 'url' | 'sdl' | 'sdlFile' | 'contracts'>): SubgraphSubmission {
  return { name, url, sdl, file: sdlFile, contracts };
}
