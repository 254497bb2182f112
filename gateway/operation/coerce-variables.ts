// Prepare, second half: the request's variables by the types that the operation declares.
import type { PreparedOperation } from './prepared-operation.ts';

/**
 * @returns the variables with defaults filled in; one that is neither given nor defaulted is absent
 * @throws GordianError BAD_USER_INPUT that names the variable and the path inside it, never a value
 */
export function coerceVariables(
  _prepared: PreparedOperation,
  _given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  throw new Error('being built');
}
