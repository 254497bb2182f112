// Which subgraphs an offer changes, with what their contracts say: who may do that depends on it. Pure.
import type { Contract } from '../../../schema/contract/contract.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import type { SubgraphSubmission } from '../../../schema/publication.ts';
import { changedIn, type Offer } from './offer.ts';

export interface TouchedSubgraph {
  readonly name: string;
  /** In force until now; empty where the subgraph is new. */
  readonly inForce: readonly Contract[];
  /** Empty where it is deleted. Contracts that cannot be read are refused for that. */
  readonly offered: readonly Contract[];
}

export function touchedBy(offer: Offer): TouchedSubgraph[] {
  const contractsIn = (subgraph: SubgraphSubmission | undefined) =>
    (subgraph?.contracts ?? []).flatMap(({ text, file }) => readContract(text, file).contract ?? []);
  const inForce = (name: string) => contractsIn(offer.before.find((subgraph) => subgraph.name === name));
  return [
    ...changedIn(offer).map((subgraph) => ({
      name: subgraph.name,
      inForce: inForce(subgraph.name),
      offered: contractsIn(subgraph),
    })),
    ...offer.removed.map((name) => ({ name, inForce: inForce(name), offered: [] })),
  ];
}
