// A new version of one product as a registration: everything else of its subgraph stays as it is registered.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import type { SubgraphSubmission } from '../../../schema/publication.ts';
import { readRegisteredSubgraphs } from './registered-subgraphs.ts';
import { type Registration, readRegistration } from './registration.ts';

export interface ContractInput {
  /** The id or the URN. */
  readonly product: string;
  readonly odcs: string;
  readonly sdl: string;
  readonly sourceRevision: string;
}

export interface GoingAhead {
  readonly force?: boolean;
  readonly acceptUnknown?: boolean;
  readonly reason?: string | null;
}

/** @throws GordianError NOT_FOUND when no subgraph has the product, BAD_USER_INPUT */
export async function registrationOf(
  database: Queries,
  { product, odcs, sdl, sourceRevision }: ContractInput,
  { reason, ...goingAhead }: GoingAhead = {},
): Promise<Registration> {
  const urn = product.startsWith(productUrn('')) ? product : productUrn(product);
  const subgraphs = await readRegisteredSubgraphs(database);
  const home = subgraphs.find(({ contracts }) => contracts.some((contract) => isOf(contract, urn)));
  if (home === undefined)
    throw new GordianError('NOT_FOUND', 'There is no such product. A new subgraph is registered as a whole.');
  const contracts = home.contracts.map((contract) => (isOf(contract, urn) ? { ...contract, text: odcs } : contract));
  const { name, url, file } = home;
  return readRegistration({
    subgraphs: [{ name, url, sdl, sdlFile: file, contracts }],
    sourceRevision,
    ...(reason == null ? {} : { reason }),
    ...goingAhead,
  });
}

function isOf({ text, file }: SubgraphSubmission['contracts'][number], urn: string): boolean {
  return readContract(text, file).contract?.urn === urn;
}
