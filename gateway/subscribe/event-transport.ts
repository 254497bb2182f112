// Runs a subscription's plan for one event: what the subscription itself would fetch is the event, everything else is fetched.
import type { SubgraphTransport } from '../execute/subgraph-transport.ts';

/** @param event a GraphQL response of the subscription's source, as JSON */
export function answeringSource(event: string, subgraphs: SubgraphTransport): SubgraphTransport {
  return {
    async send(request, ending) {
      if (request.operationKind !== 'subscription') return subgraphs.send(request, ending);
      return { kind: 'response', body: Buffer.from(event) };
    },
  };
}
