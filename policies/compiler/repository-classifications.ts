// What the contracts of this repository classify, for a subgraph that has no registry to ask. All contracts are read, not those
// of its own folder alone: its schema also speaks of keys and inputs that other domains own.
import { GordianError } from '../../kit/errors.ts';
import type { Classifications } from '../../schema/artefact.ts';
import { classificationsOf } from '../../schema/contract/classifications.ts';
import type { Contract } from '../../schema/contract/contract.ts';
import { readContract } from '../../schema/contract/read-contract.ts';
import { projectSubgraphs } from '../../schema/project-subgraphs.ts';

/**
 * @param subgraph the folder whose own contracts must be sound; what an unreadable contract of another domain would classify
 *   stays closed
 * @throws GordianError CONTRACT_INVALID
 */
export function repositoryClassifications(subgraph: string): Classifications {
  const contracts = projectSubgraphs().flatMap(({ name, contracts: files }) =>
    files.flatMap(({ file, text }) => readOne(file, text, name === subgraph)),
  );
  return classificationsOf(contracts);
}

function readOne(file: string, text: string, isRequired: boolean): Contract[] {
  const { contract, problems } = readContract(text, file);
  if (contract !== null) return [contract];
  if (!isRequired) return [];
  const [first] = problems;
  throw new GordianError(
    'CONTRACT_INVALID',
    `${file}:${first?.line ?? 1}: ${first?.message ?? 'the contract cannot be read.'}`,
    {
      details: { problems },
    },
  );
}
