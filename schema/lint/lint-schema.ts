// What composition and contracts allow and readers of a schema stumble over. Pure; docs/reference/gates.md has the table of rules.
import type { Problem } from '../problem.ts';
import type { SubgraphFolder } from '../subgraph-folders.ts';

/** Never throws. What does not parse is said by composition and has no findings here. */
export function lintSchema(_subgraphs: readonly SubgraphFolder[]): Problem[] {
  return [];
}
