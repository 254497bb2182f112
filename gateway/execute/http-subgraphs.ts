// The subgraphs over HTTP: one connection pool each, and every way in which an answer can be bad mapped to one masked fault.
import type { SubgraphTransport } from './subgraph-transport.ts';

export interface HttpSubgraphs extends SubgraphTransport {
  close(): Promise<void>;
}

export interface HttpSubgraphOptions {
  readonly maxResponseBytes: number;
  readonly connectTimeoutMs: number;
  readonly maxConnections: number;
}

/** @param urls by name of the subgraph */
export function createHttpSubgraphs(
  _urls: ReadonlyMap<string, string>,
  _options?: Partial<HttpSubgraphOptions>,
): HttpSubgraphs {
  throw new Error('being built');
}
