// Which subgraphs an offer changes, with what their contracts say: who may do that depends on it. Pure.
import type { Contract } from '../../../schema/contract/contract.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import type { SubgraphSubmission } from '../../../schema/publication.ts';
import { isNamed, readSubgraphSdl, type SdlField, stringArgument } from '../../../schema/subgraph-sdl.ts';
import { changedIn, type Offer } from './offer.ts';

export interface TouchedSubgraph {
  readonly name: string;
  /** In force until now; empty where the subgraph is new. */
  readonly inForce: readonly Contract[];
  /** Empty where it is deleted, or loses fields to another. Contracts that cannot be read are refused for that. */
  readonly offered: readonly Contract[];
}

export function touchedBy(offer: Offer): TouchedSubgraph[] {
  const inForce = (name: string) => contractsIn(offer.before.find((subgraph) => subgraph.name === name));
  const changed = changedIn(offer);
  const losing = new Set(changed.flatMap((subgraph) => losingTo(subgraph, offer)));
  return [
    ...changed.map((subgraph) => ({
      name: subgraph.name,
      inForce: inForce(subgraph.name),
      offered: contractsIn(subgraph),
    })),
    ...[...offer.removed, ...losing].map((name) => ({ name, inForce: inForce(name), offered: [] })),
  ];
}

function contractsIn(subgraph: SubgraphSubmission | undefined): Contract[] {
  return (subgraph?.contracts ?? []).flatMap(({ text, file }) => readContract(text, file).contract ?? []);
}

/** Names of subgraphs whose fields it takes over or hides, and did not until now: as if it changed them. */
function losingTo(offered: SubgraphSubmission, { before }: Offer): string[] {
  const others = before.filter(({ name }) => name !== offered.name);
  const inForce = before.filter(({ name }) => name === offered.name);
  const known = new Set(inForce.flatMap((subgraph) => lossesBy(subgraph, others)).map(keyOf));
  return lossesBy(offered, others)
    .filter((loss) => !known.has(keyOf(loss)))
    .map(({ loser }) => loser);
}

interface Loss {
  readonly coordinate: string;
  readonly loser: string;
}

const keyOf = ({ coordinate, loser }: Loss): string => `${coordinate} ${loser}`;

function lossesBy(subgraph: SubgraphSubmission, others: readonly SubgraphSubmission[]): Loss[] {
  const losses = fieldsIn(subgraph).filter((field) => takenFrom(field).length > 0 || isHidden(field));
  if (losses.length === 0) return [];
  return others.flatMap((other) => {
    // Whoever only needs a key to join leaves it to the contract of its home.
    const own = new Set(contractsIn(other).flatMap(({ fields }) => [...fields.keys()]));
    return losses
      .filter((field) => takenFrom(field).includes(other.name) || (isHidden(field) && own.has(field.coordinate)))
      .map(({ coordinate }) => ({ coordinate, loser: other.name }));
  });
}

function fieldsIn({ sdl, file }: SubgraphSubmission): SdlField[] {
  const types = readSubgraphSdl(sdl, file).sdl?.types.values() ?? [];
  return [...types].flatMap(({ fields }) => [...fields.values()]);
}

/** By the argument of @override, because a schema may import the directive under another name. */
function takenFrom({ directives }: SdlField): string[] {
  return directives.flatMap((directive) => stringArgument(directive, 'from') ?? []);
}

function isHidden({ directives }: SdlField): boolean {
  return directives.some((directive) => isNamed(directive, 'inaccessible'));
}
