// The seam between a transport that carries many answers and the walk that makes them.
import type { Caller } from '../../kit/caller.ts';
import type { GraphQLAnswer } from '../respond/respond.ts';

export interface RunningOperation {
  /** False for a query or mutation: it has one answer. */
  readonly isSubscription: boolean;
  /** Never throws: an answer with `refusedWith` says what went wrong, and is the last one. Read it to its end, or leave. */
  readonly answers: AsyncIterable<GraphQLAnswer>;
}

/**
 * @param payload the parameters of GraphQL over HTTP, not looked at yet
 * @param left aborts when nobody waits for answers any more
 */
export type RunOperation = (payload: unknown, caller: Caller, left: AbortSignal) => RunningOperation;
