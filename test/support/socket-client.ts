// A client of graphql-transport-ws that shows every message, and can break the protocol.
import { type ClientOptions, WebSocket } from 'ws';

export interface SocketClient {
  readonly socket: WebSocket;
  send(message: unknown): void;
  sendText(text: string): void;
  /** The next message, pings of the protocol included. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read messages of any shape
  next(): Promise<any>;
  /** Runs an operation under an id. */
  subscribe(id: string, query: string, variables?: object): void;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  close(): void;
}

export interface SocketClientOptions extends ClientOptions {
  readonly protocol?: string;
}

/** Opens a connection, and says nothing yet. Rejects with the answer's status and body when it is refused. */
export async function openSocket(
  url: string,
  { protocol = 'graphql-transport-ws', ...options }: SocketClientOptions = {},
): Promise<SocketClient> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, protocol, options);
  const arrived: unknown[] = [];
  const readers: ((message: unknown) => void)[] = [];
  socket.on('message', (data) => {
    const message: unknown = JSON.parse(data.toString());
    const reader = readers.shift();
    if (reader) reader(message);
    else arrived.push(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (request, response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => {
        reject(new RefusedHandshake(response.statusCode ?? 0, body));
        request.destroy();
      });
    });
  });
  socket.on('error', () => {});
  return {
    socket,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    sendText: (text) => socket.send(text),
    next: () =>
      arrived.length > 0 ? Promise.resolve(arrived.shift()) : new Promise((resolve) => readers.push(resolve)),
    subscribe: (id, query, variables) =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } })),
    close: () => socket.close(1000),
  };
}

/** The same, acknowledged. */
export async function connectSocket(
  url: string,
  parameters?: object,
  options?: SocketClientOptions,
): Promise<SocketClient> {
  const client = await openSocket(url, options);
  client.send({ type: 'connection_init', payload: parameters });
  const message = await client.next();
  if (message.type !== 'connection_ack') throw new Error(`expected connection_ack, got ${JSON.stringify(message)}`);
  return client;
}

export class RefusedHandshake extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`refused with ${status}: ${body}`);
    this.status = status;
    this.body = body;
  }
}
