// Names of operations tell what somebody is after: they are for auditors, and for the teams that own a product which the operation
// asks. Everybody else sees that there is an operation, by its hash. Clients are in no node.
import type { Sight } from '../usage/sight.ts';
import type { Pair } from './queries/edges.ts';
import type { NodeRow } from './queries/nodes.ts';

/** @param ownerTeamOf null for what belongs to no product */
export async function withOperationNames<Node extends NodeRow>(
  nodes: readonly Node[],
  pairs: readonly Pair[],
  { isAuditor, teams }: Sight,
  ownerTeamOf: (node: Node) => Promise<string | null>,
): Promise<Node[]> {
  if (isAuditor || nodes.every(({ kind }) => kind !== 'OPERATION')) return [...nodes];
  const owners = new Map(await Promise.all(nodes.map(async (node) => [node.id, await ownerTeamOf(node)] as const)));
  const owned = new Set(pairs.filter(({ src }) => teams.includes(owners.get(src) ?? '')).map(({ dst }) => dst));
  return nodes.map((node) =>
    node.kind !== 'OPERATION' || owned.has(node.id) ? node : { ...node, label: hashOf(node) },
  );
}

function hashOf({ urn }: NodeRow): string {
  return urn.slice('gordian:operation:'.length, 'gordian:operation:'.length + 12);
}
