// The HTTP face: which path goes where, on bare node:http because a framework costs more CPU here than the work itself.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { GordianError, isForClients } from '../kit/errors.ts';
import type { Gateway } from './gateway.ts';
import { routeGraphQL } from './graphql-route.ts';
import { webSocketDoor } from './listen.ts';
import { routeOperations } from './operations-route.ts';
import { allowOrigin, answerOptions } from './receive/cross-origin.ts';
import { readTarget } from './receive/read-target.ts';
import { nameOfGeneration } from './request.ts';
import { closeIfMuchIsUnread, closeWhenDraining } from './respond/closing.ts';
import { answerToError, respond, statusOf } from './respond/respond.ts';

const maxHeaders = 100;
const maxHeaderBytes = 16 * 1024;
/** How often Node looks for connections that are out of time; by itself it would every 30 seconds. */
const timeoutCheckMs = 1_000;

/** A server that answers for the gateway; the caller makes it listen. */
export function createGatewayServer(gateway: Gateway): Server {
  const { requestTimeoutMs, headersTimeoutMs } = gateway.config.server;
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: timeoutCheckMs,
      keepAliveTimeout: 65_000,
      maxHeaderSize: maxHeaderBytes,
      // Of two tokens, Node would take the first and a proxy perhaps the last; joined they are no token.
      joinDuplicateHeaders: true,
    },
    (request, response) => {
      const requestId = randomUUID();
      route(gateway, request, response, requestId).catch((error: unknown) => {
        gateway.audit.refused(error instanceof GordianError ? error.code : 'INTERNAL');
        if (!isForClients(error)) gateway.log.error({ requestId, err: error }, 'a request failed outside the walk');
        return answerJsonError(gateway, request, response, error, requestId);
      });
    },
  );
  server.on('clientError', refuseUnreadable);
  server.on('upgrade', webSocketDoor(gateway));
  return server;
}

async function route(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  closeWhenDraining(gateway.draining, response);
  requireFewHeaders(request);
  allowOrigin(gateway.config.server, request, response);
  if (request.method === 'OPTIONS') return answerOptions(gateway.config.server, request, response);
  const url = readTarget(request);
  if (url.pathname !== '/graphql' && url.pathname !== '/playground/token') requireRead(request, response);
  switch (url.pathname) {
    case '/graphql':
      return routeGraphQL(gateway, request, response, url, requestId);
    case '/health':
      return answerJson(response, 200, { status: 'up' });
    case '/ready':
      return answerReadiness(gateway, response);
    case '/.well-known/jwks.json':
      return answerJson(response, 200, gateway.signer.jwks());
  }
  if (await routeOperations(gateway, request, response, url.pathname)) return;
  if (gateway.playground) return routePlayground(gateway, gateway.playground, request, response, url);
  throw new GordianError('NOT_FOUND', 'There is nothing at this path; GraphQL is at /graphql.');
}

async function routePlayground(
  { authenticate }: Gateway,
  playground: NonNullable<Gateway['playground']>,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (url.pathname === '/playground/config.json') return answerJson(response, 200, await playground.config());
  if (url.pathname === '/playground/queries.json')
    return answerJson(response, 200, await playground.savedQueries(await authenticate(request.headers)));
  if (url.pathname === '/playground/token' && request.method === 'POST')
    return answerJson(response, 200, await playground.token(request));
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new GordianError('METHOD_NOT_ALLOWED', 'This path answers GET only.');
  if (!playground.serveFile(request, response, url.pathname))
    throw new GordianError('NOT_FOUND', 'There is nothing at this path.');
}

function answerReadiness(gateway: Gateway, response: ServerResponse): void {
  const generation = gateway.draining ? null : gateway.generations.current();
  if (generation) {
    answerJson(response, 200, { status: 'ready', generation: generation.id, policy: policyIn(gateway.policies) });
  } else {
    response.setHeader('retry-after', '1');
    answerJson(response, 503, { status: gateway.draining ? 'draining' : 'waiting for a supergraph' });
  }
}

/** What is wrong is for those who run the gateway; since when is for everyone who wonders. */
function policyIn({ state }: Gateway['policies']): object {
  const problem = state()?.problem;
  return problem ? { files: 'refused', since: problem.since.toISOString() } : { files: 'served' };
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function answerJsonError(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  requestId: string,
): Promise<void> {
  if (response.headersSent) return void response.destroy();
  closeIfMuchIsUnread(request, response);
  const answer = answerToError(error, requestId);
  const refusedWith = statusOf(answer, 'application/graphql-response+json');
  const unlimited = Number.POSITIVE_INFINITY;
  const options = {
    mediaType: 'application/json',
    requestId,
    compressFrom: unlimited,
    maxErrors: unlimited,
    varyBy: '',
    generation: nameOfGeneration(gateway),
  } as const;
  await respond(response, { ...answer, refusedWith }, options);
}

function requireRead({ method }: IncomingMessage, response: ServerResponse): void {
  if (method === 'GET' || method === 'HEAD') return;
  response.setHeader('allow', 'GET, HEAD');
  throw new GordianError('METHOD_NOT_ALLOWED', 'This path answers GET only.');
}

/** Node would leave out the headers beyond a limit of its own, and whoever sent a token after them would be anonymous. */
function requireFewHeaders({ rawHeaders }: IncomingMessage): void {
  if (rawHeaders.length > 2 * maxHeaders)
    throw new GordianError('BAD_REQUEST', `The request has more than ${maxHeaders} headers.`);
}

const refusals: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    `The request headers are larger than ${maxHeaderBytes} bytes; a token that large is refused.`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive whole in time.'],
};

/** What Node's parser refuses (headers too large or too slow, not HTTP) gets JSON as well. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, message] = refusals[error.code ?? ''] ?? [
    '400 Bad Request',
    'The bytes received are not an HTTP request.',
  ];
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
