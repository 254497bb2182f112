// Which checks of a product are its examples, and whether one still works. Pure.
import { type ExampleOperation, exampleEngine, exampleOperation } from '../../../schema/contract/example-operation.ts';
import { type CheckRow, statusOf } from '../quality/check-row.ts';

export function isExample({ engine }: Pick<CheckRow, 'engine'>): boolean {
  return engine === exampleEngine;
}

/** A result that is stale, or that was never found, verifies nothing. */
export function isVerified(check: Pick<CheckRow, 'latest'>, now: Date): boolean {
  return statusOf(check, now) === 'PASSING';
}

/** Contracts are read before they are registered, so there is an operation. */
export function operationOf({ implementation }: Pick<CheckRow, 'implementation'>): ExampleOperation {
  return exampleOperation(implementation)!;
}
