// A batch: operations that came in one request. Each passes the whole walk by itself, so that one cannot spoil another; they run
// side by side, or one after the other when one of them may change something that a later one reads.
import type { BatchedRequest } from './receive/graphql-request.ts';
import type { BatchAnswer, GraphQLAnswer } from './respond/respond.ts';

export interface BatchOptions {
  readonly isMutation: (parameters: unknown) => boolean;
  /** Never rejects. */
  readonly answer: (parameters: unknown, index: number) => Promise<GraphQLAnswer>;
}

export async function answerBatch(
  { operations }: BatchedRequest,
  { isMutation, answer }: BatchOptions,
): Promise<BatchAnswer> {
  if (!operations.some(isMutation)) return { answers: await Promise.all(operations.map(answer)) };
  const answers: GraphQLAnswer[] = [];
  for (const [index, parameters] of operations.entries()) answers.push(await answer(parameters, index));
  return { answers };
}
