// What several sources, or several parts of one, say of the same two nodes becomes one edge.
import { groupBy } from '../group-by.ts';
import type { NewEdge } from './queries/edges.ts';
import { originBits } from './queries/edges.ts';

export interface MergeableEdge extends Omit<NewEdge, 'origins'> {
  readonly origin: keyof typeof originBits;
}

/** In the order of their ends. A value that is passed on counts for more than a join, and one unmasked way is enough for it to get through. */
export function mergeEdges(edges: readonly (MergeableEdge | NewEdge)[]): NewEdge[] {
  const groups = [...groupBy(edges, ({ from, to }) => `${from} ${to}`)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([, group]) => {
    const direct = group.filter(({ transform }) => transform === 'DIRECT');
    const decisive = direct.length > 0 ? direct : group;
    const { from, to, transform } = decisive[0]!;
    return {
      from,
      to,
      transform,
      subtype: firstOf(decisive.map(({ subtype }) => subtype)),
      origins: group.reduce((bits, edge) => bits | originsOf(edge), 0),
      masking: decisive.every(({ masking }) => masking),
    };
  });
}

function originsOf(edge: MergeableEdge | NewEdge): number {
  return 'origins' in edge ? edge.origins : originBits[edge.origin];
}

/** The same whatever the order in which they came. */
function firstOf(subtypes: readonly (string | null)[]): string | null {
  return subtypes.filter((subtype) => subtype !== null).sort()[0] ?? null;
}
