// Names what a subgraph publishes, so that two sides can tell whether they have the same without sending it.
import { createHash } from 'node:crypto';
import type { SubgraphFolder } from './subgraph-folders.ts';

/** Of the schema and the contracts, byte for byte; neither of where their files lie nor of where the subgraph runs. */
export function subgraphDigest({ sdl, contracts }: Pick<SubgraphFolder, 'sdl' | 'contracts'>): string {
  const texts = [sdl, ...contracts.map(({ text }) => text)];
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
