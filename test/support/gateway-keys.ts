// Stands in for the gateway towards a subgraph under test: signs assertions and serves the keys that prove them.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anonymous, type Caller } from '../../kit/caller.ts';
import {
  type AssertionRequest,
  type BoundOperation,
  createAssertionSigner,
  digestOf,
} from '../../kit/gateway-assertion.ts';

export interface GatewayKeys {
  readonly jwksUrl: string;
  /** The value of the `authorization` header of a fetch. */
  authorizationFor(
    subgraph: string,
    operation: BoundOperation,
    caller?: Caller,
    more?: Partial<AssertionRequest>,
  ): Promise<string>;
  close(): Promise<void>;
}

/** Good for this document, whatever the values of its variables. */
export function forDocument(query: string): BoundOperation {
  return { kind: 'document', digest: digestOf(query) };
}

/** Good for this body and no other. */
export function forRequest(body: string): BoundOperation {
  return { kind: 'request', digest: digestOf(body) };
}

export async function serveGatewayKeys(): Promise<GatewayKeys> {
  const signer = await createAssertionSigner();
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(signer.jwks())),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    authorizationFor: async (audience, operation, caller = anonymous, more = {}) =>
      `Bearer ${await signer.sign({ audience, caller, internal: [], policyVersion: 'test', operation, ...more })}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
