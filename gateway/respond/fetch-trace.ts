// What was fetched for an answer, for a client that wants to see it: which subgraph, when, for how long, and how much.
import type { FetchTrace } from '../execute/fetched-data.ts';
import type { GraphQLAnswer } from './respond.ts';

/** The answer with `extensions.fetches`, in the order in which the requests were sent; times are in milliseconds. */
export function withFetches(answer: GraphQLAnswer, fetches: readonly FetchTrace[]): GraphQLAnswer {
  const [first] = fetches;
  const told = fetches.map(({ subgraph, status, startedAtMs, durationMs, representations, responseBytes }) => ({
    subgraph,
    status,
    startMs: startedAtMs - first!.startedAtMs,
    durationMs: Math.round(durationMs * 10) / 10,
    representations,
    responseBytes,
  }));
  return { ...answer, extensions: { ...answer.extensions, fetches: told } };
}
