// A real HTTP server for tests of clients: it records what it is asked and answers as told.

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface StubAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface HttpStub {
  readonly url: string;
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

export async function startHttpStub(
  answer: (request: StubRequest) => StubAnswer | Promise<StubAnswer>,
): Promise<HttpStub> {
  const requests: StubRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks = await incoming.toArray();
    const { method = '', url = '', headers } = incoming;
    const request = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
    requests.push(request);
    const { status, headers: more, body } = await answer(request);
    outgoing
      .writeHead(status, { 'content-type': 'application/json', ...more })
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
