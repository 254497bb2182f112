// The database columns that a field is made from, over any number of steps. Kept in memory for provenance. What only
// decides which value is found (a join) is not a source.
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import { groupBy } from '../group-by.ts';
import type { EdgeRow } from './queries/edges.ts';
import type { NodeRow } from './queries/nodes.ts';

/** URNs of columns by coordinate, sorted. */
export type ColumnSources = (coordinate: string) => readonly string[];

export function createColumnSources(nodes: readonly NodeRow[], edges: readonly EdgeRow[]): ColumnSources {
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const idByUrn = new Map(nodes.map((node) => [node.urn, node.id]));
  const sourcesOf = groupBy(
    edges.filter((edge) => edge.transform === 'DIRECT'),
    (edge) => edge.dst,
  );
  return (coordinate) => {
    const root = idByUrn.get(fieldUrn(coordinate));
    if (root === undefined) return [];
    const reached = closure(root, (id) => (sourcesOf.get(id) ?? []).map((edge) => edge.src));
    return [...reached]
      .map((id) => nodeById.get(id)!)
      .filter((node) => node.kind === 'COLUMN')
      .map((node) => node.urn)
      .sort();
  };
}

function closure(root: number, next: (id: number) => readonly number[]): ReadonlySet<number> {
  const reached = new Set([root]);
  // A set may grow while it is walked: new members are met at its end.
  for (const id of reached) for (const other of next(id)) reached.add(other);
  return reached;
}
