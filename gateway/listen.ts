// Where clients listen: WebSockets and event streams, joined to the walk. A query or mutation that comes this way passes the
// same stages as any other, and every operation is admitted like a request.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../kit/caller.ts';
import { GordianError } from '../kit/errors.ts';
import type { Gateway } from './gateway.ts';
import { type BatchedRequest, fromParameters, type GraphQLRequest } from './receive/graphql-request.ts';
import { answerReceived, askerOf, nameOfGeneration, operationsIn, type RunsOn, receive, reported } from './request.ts';
import type { ResponseMediaType } from './respond/media-type.ts';
import type { BatchAnswer, GraphQLAnswer } from './respond/respond.ts';
import { serveClientSocket } from './subscribe/client-socket.ts';
import { writeEventStream } from './subscribe/event-stream-response.ts';
import { stopping } from './subscribe/listeners.ts';
import { millisecondsUntil } from './subscribe/milliseconds-until.ts';
import type { RunningOperation } from './subscribe/running-operation.ts';
import { createSocketDoor, type SocketDoor } from './subscribe/socket-door.ts';
import { admitted, isSubscription, refusedOperation, runOperation } from './subscription.ts';

/** For the `upgrade` event of the server. */
export function webSocketDoor(gateway: Gateway): SocketDoor {
  const { config, listeners } = gateway;
  return createSocketDoor({
    check: () => gateway.admission.check(),
    listeners,
    corsOrigins: config.server.corsOrigins,
    maxMessageBytes: config.limits.bodyBytes,
    serve: (socket, request) =>
      serveClientSocket(
        socket,
        {
          identify: (parameters) => gateway.authenticate(identityOf(request.headers, parameters)),
          run: (payload, caller, left) => runMessage(gateway, request, payload, caller, left),
        },
        { ...config.subscriptions, maxErrors: config.limits.maxErrors },
      ),
  });
}

/**
 * Pages cannot set headers of a WebSocket, so its first message may bring what a request has in them.
 * @throws GordianError UNAUTHENTICATED when both bring a token: which one counts would be a guess
 */
function identityOf(headers: IncomingHttpHeaders, parameters: Readonly<Record<string, unknown>>): IncomingHttpHeaders {
  const token = parameters.authorization ?? parameters.Authorization ?? undefined;
  const purpose = parameters['x-purpose'] ?? undefined;
  if (token !== undefined && (typeof token !== 'string' || headers.authorization !== undefined))
    throw new GordianError('UNAUTHENTICATED', 'Send one token, as a text: in connection_init or in the header.');
  return {
    authorization: token ?? headers.authorization,
    'x-purpose': purpose === undefined ? headers['x-purpose'] : String(purpose),
  };
}

function runMessage(
  gateway: Gateway,
  request: IncomingMessage,
  payload: unknown,
  caller: Caller,
  left: AbortSignal,
): RunningOperation {
  const requestId = randomUUID();
  try {
    gateway.admission.check();
    const asked = fromParameters(payload, gateway.documents);
    return runOperation(gateway, { ...askerOf(gateway, request, caller, left), asked }, requestId);
  } catch (error) {
    return refusedOperation(gateway, error, requestId);
  }
}

/** Whatever else it accepts: a subscription has no other answer. */
export function acceptsEventStream(accept: string | undefined): boolean {
  return /(^|,)\s*text\/event-stream\s*(;|,|$)/i.test(accept ?? '');
}

export interface EventStreamRequest {
  readonly requestId: string;
  readonly runsOn: RunsOn;
  /** What else the client accepts. */
  readonly fallback: ResponseMediaType | null;
}

/**
 * Answers a request whose client accepts an event stream: a subscription as events, anything else as events only when the
 * client takes nothing else.
 * @returns the answer that is still to be sent; null when the stream has been written
 */
export async function answerEventStream(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { requestId, runsOn, fallback }: EventStreamRequest,
): Promise<GraphQLAnswer | BatchAnswer | null> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  try {
    const received = await receive(gateway, request, url);
    const caller = await gateway.authenticate(request.headers);
    if (fallback && !(isSingle(received) && isSubscription(gateway, { asked: received, caller })))
      return await admitted(
        gateway,
        () => answerReceived(gateway, request, response, requestId, async () => received, runsOn),
        operationsIn(received),
      );
    if (!isSingle(received)) throw new GordianError('BAD_REQUEST', 'An event stream answers one operation.');
    const asker = askerOf(gateway, request, caller, left.signal);
    const operation = runOperation(gateway, { ...asker, asked: received }, requestId);
    await stream(gateway, response, operation, { caller, left, requestId });
    return null;
  } catch (error) {
    return reported(gateway, requestId, () => Promise.reject(error));
  }
}

function isSingle(received: GraphQLRequest | BatchedRequest): received is GraphQLRequest {
  return !('operations' in received);
}

interface Listening {
  readonly caller: Caller;
  readonly left: AbortController;
  readonly requestId: string;
}

async function stream(
  gateway: Gateway,
  response: ServerResponse,
  { answers }: RunningOperation,
  { caller, left, requestId }: Listening,
): Promise<void> {
  const { subscriptions, limits } = gateway.config;
  const options = {
    requestId,
    generation: nameOfGeneration(gateway),
    keepAliveMs: subscriptions.keepAliveMs,
    maxErrors: limits.maxErrors,
  };
  const release = gateway.listeners.admit(() => left.abort(stopping()));
  const expiry =
    caller.expiresAt === null
      ? undefined
      : setTimeout(() => left.abort(expired()), millisecondsUntil(caller.expiresAt));
  // Nobody can be told who does not read.
  left.signal.addEventListener('abort', () => response.writableNeedDrain && response.destroy(), { once: true });
  try {
    await writeEventStream(response, answers, options);
  } finally {
    clearTimeout(expiry);
    release();
  }
}

function expired(): GordianError {
  return new GordianError('UNAUTHENTICATED', 'The token has expired. Subscribe again with a new one.');
}
