// Operations of a client held against a schema: what is not valid is an error, what is deprecated a warning, each at its place.
import { type GraphQLError, type GraphQLSchema, NoDeprecatedCustomRule, validate } from 'graphql';
import { type Problem, problemAt } from '../problem.ts';
import { type ClientOperation, placeOfNode } from './collect-operations.ts';

export function checkOperations(schema: GraphQLSchema, operations: readonly ClientOperation[]): Problem[] {
  const problems = operations.flatMap((operation) => [
    ...validate(schema, operation.source).map((error) => problemOf(error, operation, 'GRAPHQL_VALIDATION_FAILED')),
    ...validate(schema, operation.source, [NoDeprecatedCustomRule]).map((error) =>
      problemOf(error, operation, 'DEPRECATED_FIELD'),
    ),
  ]);
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

type Code = 'GRAPHQL_VALIDATION_FAILED' | 'DEPRECATED_FIELD';

function problemOf({ message, nodes }: GraphQLError, { name, place }: ClientOperation, code: Code): Problem {
  const [node] = nodes ?? [];
  return problemAt((node && placeOfNode(node)) ?? place, {
    code,
    severity: code === 'DEPRECATED_FIELD' ? 'warning' : 'error',
    message: `${name}: ${message}`,
  });
}
