// The checks that the process of a domain runs: those of the contracts in its folder.
import type { DomainChecks } from '../../kit/quality/check.ts';
import type { Contract } from '../contract/contract.ts';
import { readContract } from '../contract/read-contract.ts';
import { projectSubgraphs } from '../project-subgraphs.ts';
import { runnableChecks } from './runnable-checks.ts';

/** @param subgraph a folder of subgraphs/ in the project. A contract that cannot be read is registered nowhere, and has no checks. */
export function checksOfDomain(subgraph: string): DomainChecks {
  const folder = projectSubgraphs().find(({ name }) => name === subgraph);
  const contracts = (folder?.contracts ?? []).flatMap(({ file, text }) => readContract(text, file).contract ?? []);
  return checksOf(contracts);
}

export function checksOf(contracts: readonly Contract[]): DomainChecks {
  return { products: contracts.map(({ product }) => product), checks: contracts.flatMap(runnableChecks) };
}
