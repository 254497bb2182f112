// The seam between executing a plan and the wire.
import type { Ending } from '../../kit/ending.ts';

export interface SubgraphRequest {
  readonly subgraph: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  /** A GraphQL request as JSON. */
  readonly body: string;
  /** Added to the transport's own; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a subgraph answered, or the fault that stands for every way in which it did not. */
export type SubgraphAnswer = SubgraphResponse | SubgraphFault;

export interface SubgraphResponse {
  readonly kind: 'response';
  /** As it came: JSON, if the subgraph is right; nothing of it is checked. */
  readonly body: Uint8Array;
}

export interface SubgraphFault {
  readonly kind: 'fault';
  readonly code: 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_BAD_RESPONSE';
  /** Names the fault for the log, with no part of the body. */
  readonly detail: string;
}

export interface SubgraphTransport {
  /** Never rejects. Sends nothing when all is over already. */
  send(request: SubgraphRequest, ending: Ending): Promise<SubgraphAnswer>;
}
