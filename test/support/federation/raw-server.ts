// A TCP server that speaks HTTP only as badly as a test tells it to.
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface RawServer {
  readonly url: string;
  /** Requests read whole, over all connections. */
  readonly requests: () => number;
  /** Connections that are open now. */
  readonly open: () => number;
  /** Connections that were ever opened. */
  readonly connections: () => number;
  /** Resolves when no connection is open. */
  readonly allClosed: () => Promise<void>;
  /** Resolves when the given number of requests has been read. */
  readonly received: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * @param number of the request on this server, from 1
 * @param request its head and body in Latin-1
 */
export type Behaviour = (socket: Socket, number: number, numberOnSocket: number, request: string) => void;

export async function startRawServer(behave: Behaviour): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let requests = 0;
  let connections = 0;
  const changed = () => {
    for (const check of waiting) check();
  };
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });

  const server = createServer((socket) => {
    let text = '';
    let onSocket = 0;
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      changed();
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const length = wholeRequest(text);
      if (length === null) return;
      const request = text.slice(0, length);
      text = text.slice(length);
      requests++;
      onSocket++;
      behave(socket, requests, onSocket, request);
      changed();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests: () => requests,
    open: () => sockets.size,
    connections: () => connections,
    allClosed: () => until(() => sockets.size === 0),
    received: (count) => until(() => requests >= count),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function wholeRequest(text: string): number | null {
  const end = text.indexOf('\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return end >= 0 && text.length >= end + 4 + length ? end + 4 + length : null;
}

export function httpResponse(
  body: string,
  { status = '200 OK', headers = { 'content-type': 'application/json' } as Record<string, string> } = {},
): string {
  const lines = Object.entries({ 'content-length': String(Buffer.byteLength(body)), ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`;
}
