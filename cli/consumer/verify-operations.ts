// Runs the operations of a client on a proposed graph, with made-up answers: once with everything there, and with gaps where the schema
// allows them. What fails here fails before the producer deploys.
import { execute, type GraphQLError, type GraphQLSchema, Kind } from 'graphql';
import type { Contract } from '../../schema/contract/contract.ts';
import { createMockData, type MockOptions } from '../../schema/mock/mock-data.ts';
import { changedAnswers } from '../../schema/operation/changed-answers.ts';
import { checkOperations } from '../../schema/operation/check-operations.ts';
import { type ClientOperation, placeOfNode } from '../../schema/operation/collect-operations.ts';
import { hasErrors, type Problem, problemAt } from '../../schema/problem.ts';

export interface Verifying {
  readonly operations: readonly ClientOperation[];
  readonly schema: GraphQLSchema;
  readonly contracts: readonly Contract[];
  readonly seed: string;
  /** What is served now; null where that does not matter. */
  readonly now: GraphQLSchema | null;
}

export async function verifyOperations({ operations, schema, contracts, seed, now }: Verifying): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const operation of operations) {
    const found = checkOperations(schema, [operation]);
    problems.push(...found);
    if (hasErrors(found)) continue;
    problems.push(...(await runProblems(operation, schema, contracts, seed)));
    if (now && !hasErrors(checkOperations(now, [operation]))) problems.push(...changedAnswers(now, schema, operation));
  }
  return problems;
}

async function runProblems(
  operation: ClientOperation,
  schema: GraphQLSchema,
  contracts: readonly Contract[],
  seed: string,
): Promise<Problem[]> {
  // A subscription has no answer before something happens.
  if (operation.kind === 'subscription') return [];
  const runs: readonly MockOptions[] = [
    { seed, gaps: 'none' },
    { seed, gaps: 'some' },
  ];
  const problems: Problem[] = [];
  for (const run of runs) problems.push(...(await problemsOfRun(operation, schema, contracts, run)));
  return problems;
}

async function problemsOfRun(
  { name, source, place }: ClientOperation,
  schema: GraphQLSchema,
  contracts: readonly Contract[],
  options: MockOptions,
): Promise<Problem[]> {
  const data = createMockData(schema, contracts, options);
  const definition = source.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
  const { errors = [] } = await execute({
    schema,
    document: source,
    variableValues: data.variablesFor(definition),
    ...data,
  });
  return errors.map(({ message, nodes }: GraphQLError) => {
    const [node] = nodes ?? [];
    const where = (node && placeOfNode(node)) ?? place;
    return problemAt(where, { code: 'ANSWER_FAILED', severity: 'error', message: `${name}: ${message}` });
  });
}
