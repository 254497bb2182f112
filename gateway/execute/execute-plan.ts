// Execute: runs a plan against the subgraphs and merges their answers into one tree under private names.
import type { FetchNode, Plan } from '../plan/plan.ts';
import type { FetchedData } from './fetched-data.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

export interface ExecutionContext {
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly subgraphs: SubgraphTransport;
  /** Headers of one fetch: the gateway assertion. A rejection fails that fetch only. */
  readonly authorizeFetch: (fetch: FetchNode) => Promise<Readonly<Record<string, string>>>;
  /** From the first fetch to the last byte of the last one. */
  readonly deadlineMs: number;
  /** Aborts when the client leaves: every request under way is destroyed and no other is sent. */
  readonly signal?: AbortSignal;
}

/** Never rejects for a subgraph's fault: those become failures. */
export async function executePlan(_plan: Plan, _context: ExecutionContext): Promise<FetchedData> {
  throw new Error('being built');
}
