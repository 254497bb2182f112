// The subgraphs as they are registered, in the shape in which they were offered.
import type { Queries } from '../../../kit/postgres.ts';
import type { SubgraphSubmission } from '../../../schema/publication.ts';
import { groupBy } from '../group-by.ts';
import { registeredContracts, registeredSubgraphs } from './queries.ts';

export async function readRegisteredSubgraphs(database: Queries): Promise<SubgraphSubmission[]> {
  const subgraphs = await registeredSubgraphs(database);
  const contracts = groupBy(await registeredContracts(database), ({ subgraph }) => subgraph);
  return subgraphs.map(({ name, url, sdl, sdlFile }) => ({
    name,
    url,
    sdl,
    file: sdlFile,
    contracts: (contracts.get(name) ?? []).map(({ file, text }) => ({ file, text })),
  }));
}
