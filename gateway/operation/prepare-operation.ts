// Prepare, first half: text becomes a valid operation within its limits, or is refused. Cached per schema.
import type { GraphQLSchema } from 'graphql';
import type { OperationLimits } from './operation-limits.ts';
import type { PreparedOperation } from './prepared-operation.ts';

/**
 * @throws GordianError GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_NOT_FOUND or OPERATION_LIMIT_EXCEEDED;
 *   `details.errors` holds every problem with its locations
 */
export function prepareOperation(
  _generation: { readonly apiSchema: GraphQLSchema },
  _request: { readonly query: string; readonly operationName: string | null },
  _limits?: OperationLimits,
): PreparedOperation {
  throw new Error('being built');
}
