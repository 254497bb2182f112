// Which version a set of changes asks for, and whether the new contract has it.
import type { Contract } from '../contract/contract.ts';
import type { Problem } from '../problem.ts';
import type { Bump, ContractChange } from './contract-change.ts';

/** The weightiest bump that any of the changes asks for. */
export function requiredBump(_changes: readonly ContractChange[]): Bump {
  throw new Error('Contracts are not compared yet.');
}

/** @returns an error at the version of `after` when it is not far enough above that of `before` for the changes */
export function checkBump(_before: Contract, _after: Contract, _changes: readonly ContractChange[]): Problem[] {
  throw new Error('Contracts are not compared yet.');
}
