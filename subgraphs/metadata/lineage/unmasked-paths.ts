// Where what carries a tag gets to without a mask, although nobody says so there: the question of security, which continuous
// integration may demand the answer "nowhere" to.
import type { Queries } from '../../../kit/postgres.ts';
import type { GraphView } from './loaders.ts';
import { type Paths, pathsToAll } from './paths.ts';
import type { NodeKind } from './queries/nodes.ts';
import { nodesOfKinds, taggedNodes } from './queries/tags.ts';

export interface UnmaskedQuestion {
  readonly tag: string;
  readonly toKinds: readonly NodeKind[];
  readonly max: number;
}

/** Begins at every field with the tag, and at the columns that such fields show as they are. */
export async function unmaskedPaths(
  database: Queries,
  view: GraphView,
  { tag, toKinds, max }: UnmaskedQuestion,
): Promise<Paths> {
  const tagged = await taggedNodes(database, tag);
  return pathsToAll(view, tagged, (ids) => nodesOfKinds(database, ids, toKinds), { max, carryingOnly: true });
}
