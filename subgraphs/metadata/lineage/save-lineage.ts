// Makes the lineage of a publication what the registry says of the graph; what jobs say stays.
import type { Queries } from '../../../kit/postgres.ts';
import type { Publication } from '../../../schema/publication.ts';
import { replaceEdges } from './queries/edges.ts';
import { upsertNodes } from './queries/nodes.ts';
import { replaceServers } from './queries/servers.ts';
import { registeredLineage } from './registered-lineage.ts';

/** In the transaction of the registration; nothing after it may write to the graph. */
export async function saveLineage(transaction: Queries, publication: Publication, now: Date): Promise<void> {
  const { nodes, edges, servers } = registeredLineage(publication);
  await replaceServers(transaction, servers);
  await upsertNodes(transaction, nodes);
  await replaceEdges(transaction, edges, now);
}
