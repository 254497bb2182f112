// Which subgraphs an offer changes, or takes something from, with what their contracts say: who may do that depends on it. Pure.
import type { Contract } from '../../../schema/contract/contract.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import type { SubgraphSubmission } from '../../../schema/publication.ts';
import { groupBy } from '../group-by.ts';
import type { Loss } from './gates/find-losses.ts';
import { changedIn, type Offer } from './offer.ts';

export interface TouchedSubgraph {
  readonly name: string;
  /** In force until now; empty where the subgraph is new. */
  readonly inForce: readonly Contract[];
  /** Files of contracts that are in force and cannot be read: nobody can tell whose they are. */
  readonly unreadable: readonly string[];
  /** Empty where it is deleted, or loses something to another. Contracts that cannot be read are refused for that. */
  readonly offered: readonly Contract[];
  /** What it loses without being changed itself. */
  readonly losses: readonly Loss[];
}

export function touchedBy(offer: Offer): TouchedSubgraph[] {
  return [
    ...changedIn(offer).map((subgraph) => ({
      ...registered(subgraph.name, offer),
      offered: readableIn(subgraph),
      losses: [],
    })),
    ...offer.removed.map((name) => ({ ...registered(name, offer), offered: [], losses: [] })),
  ];
}

export function losingBy(losses: readonly Loss[], offer: Offer): TouchedSubgraph[] {
  const byLoser = groupBy(losses, ({ loser }) => loser);
  return [...byLoser].map(([name, lost]) => ({ ...registered(name, offer), offered: [], losses: lost }));
}

function registered(name: string, { before }: Offer): Pick<TouchedSubgraph, 'name' | 'inForce' | 'unreadable'> {
  const subgraph = before.find((one) => one.name === name);
  const unreadable = subgraph?.contracts.filter((file) => contractIn(file) === null) ?? [];
  return { name, inForce: readableIn(subgraph), unreadable: unreadable.map(({ file }) => file) };
}

function readableIn(subgraph: SubgraphSubmission | undefined): Contract[] {
  return (subgraph?.contracts ?? []).flatMap((file) => contractIn(file) ?? []);
}

function contractIn({ text, file }: SubgraphSubmission['contracts'][number]): Contract | null {
  return readContract(text, file).contract;
}
