// The door for WebSockets: everything that can be refused is refused before the handshake, as an HTTP answer that says why.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { GordianError } from '../../kit/errors.ts';
import { answerToError, bodyOf } from '../respond/respond.ts';
import type { Listeners } from './listeners.ts';

export interface SocketDoorOptions {
  /** Throws while nobody is to be let in. */
  readonly check: () => void;
  readonly listeners: Listeners;
  /** Origins of browsers that may connect, besides the gateway's own. */
  readonly corsOrigins: readonly string[];
  /** Of one message. */
  readonly maxMessageBytes: number;
  /** Takes over a connection; returns what to call when the gateway stops. */
  readonly serve: (socket: WebSocket, request: IncomingMessage) => { stop(): void };
}

const maxHeaders = 100;
/** For a client that does not answer our close. */
const closeTimeoutMs = 5_000;

export type SocketDoor = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export function createSocketDoor({
  check,
  listeners,
  corsOrigins,
  maxMessageBytes,
  serve,
}: SocketDoorOptions): SocketDoor {
  const options: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    closeTimeout: closeTimeoutMs,
    handleProtocols: () => GRAPHQL_TRANSPORT_WS_PROTOCOL,
  };
  const sockets = new WebSocketServer(options);
  sockets.on('wsClientError', (_, socket) => refuse(socket, badRequest('The request is no WebSocket handshake.')));

  return (request, socket, head) => {
    // Until ws listens, an error here would end the process.
    socket.on('error', () => socket.destroy());
    try {
      check();
      requireGraphql(request);
      requireKnownOrigin(request, corsOrigins);
      let served: { stop(): void } | null = null;
      const release = listeners.admit(() => (served ? served.stop() : socket.destroy()));
      socket.once('close', release);
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        served = serve(accepted, request);
      });
    } catch (error) {
      refuse(socket, error);
    }
  };
}

function requireGraphql({ url, headers, rawHeaders }: IncomingMessage): void {
  // As for every request: Node would leave out what comes after its own limit, the token perhaps.
  if (rawHeaders.length > 2 * maxHeaders) throw badRequest(`The request has more than ${maxHeaders} headers.`);
  if (url?.split('?', 1)[0] !== '/graphql')
    throw new GordianError('NOT_FOUND', 'There is no WebSocket at this path; GraphQL is at /graphql.');
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  if (!offered.includes(GRAPHQL_TRANSPORT_WS_PROTOCOL))
    throw badRequest(`Offer the WebSocket subprotocol "${GRAPHQL_TRANSPORT_WS_PROTOCOL}"; no other is spoken here.`);
}

/** Browsers connect from any page without asking, and always say from which. Other clients have no origin. */
function requireKnownOrigin({ headers: { origin, host } }: IncomingMessage, corsOrigins: readonly string[]): void {
  if (origin === undefined || corsOrigins.includes(origin) || isOwn(origin, host)) return;
  throw new GordianError(
    'ORIGIN_NOT_ALLOWED',
    'Pages of this origin may not open a WebSocket here (setting server.corsOrigins).',
  );
}

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

function badRequest(message: string): GordianError {
  return new GordianError('BAD_REQUEST', message);
}

function refuse(socket: Duplex, error: unknown): void {
  const answer = answerToError(error, 'websocket');
  const status = answer.refusedWith!;
  const body = bodyOf(answer);
  const retry = status === 503 ? 'retry-after: 1\r\n' : '';
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${retry}connection: close\r\n\r\n${body}`,
  );
}
