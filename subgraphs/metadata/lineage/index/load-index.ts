// Makes the graph in memory from the tables, piece by piece, so that neither side holds more than a piece besides the result.
import type { Queries } from '../../../../kit/postgres.ts';
import { graphSize, packedPairs } from '../queries/log.ts';
import { carriesBit, createGraphBuilder, finish, idOf } from './compressed-graph.ts';
import { type ChangingIndex, createLineageIndex } from './lineage-index.ts';

/** Nodes of a piece: a few megabytes. */
const pieceNodes = 25_000;

/**
 * The pieces are not of one moment. The position is from before the first, so that whoever applies the log from there to its end
 * has the graph as it is.
 */
export async function loadIndex(database: Queries): Promise<ChangingIndex> {
  const { position, maxNode, edges } = await graphSize(database);
  const builder = createGraphBuilder(maxNode, edges);
  for (let from = 0; from <= maxNode; from += pieceNodes) {
    const pairs = await packedPairs(database, from, Math.min(from + pieceNodes, maxNode + 1));
    for (let offset = 0; offset < pairs.length; offset += 8) {
      const target = pairs.readUInt32BE(offset + 4);
      // Of a node that was added meanwhile; the log has it as well.
      if (idOf(target) > maxNode) continue;
      builder.add(pairs.readUInt32BE(offset), idOf(target), target >= carriesBit);
    }
  }
  return createLineageIndex(await finish(builder.build()), position);
}
