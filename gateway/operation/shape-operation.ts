// From a prepared operation to its shape, for one set of values of the variables that @skip and @include read.
import type { PreparedOperation } from './prepared-operation.ts';
import type { OperationShape } from './shape.ts';

/**
 * @param variables coerced; only `prepared.conditionVariables` are read, and equal values give the identical shape
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function shapeOperation(
  _prepared: PreparedOperation,
  _variables: Readonly<Record<string, unknown>>,
): OperationShape {
  throw new Error('being built');
}
