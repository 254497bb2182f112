// One client's WebSocket, by the protocol graphql-transport-ws: who it is, which operations it runs, and when it is closed.
// Every operation has its answers sent one by one, each when the one before has left, so a slow client slows only itself.
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Caller } from '../../kit/caller.ts';
import { errorEntry, GordianError } from '../../kit/errors.ts';
import { keepAlive } from '../../kit/socket-keep-alive.ts';
import { bodyOf, type GraphQLAnswer } from '../respond/respond.ts';
import { type ClientMessage, readClientMessage } from './client-message.ts';
import { millisecondsUntil } from './milliseconds-until.ts';
import type { RunOperation } from './running-operation.ts';

export interface ClientSocketOptions {
  /** For the first message to arrive. */
  readonly initTimeoutMs: number;
  /** Between two pings. */
  readonly keepAliveMs: number;
  /** Of one answer; see the limits of the configuration. */
  readonly maxErrors: number;
  /** Operations that run at once. */
  readonly maxPerConnection: number;
}

export interface ClientSocketServices {
  /**
   * @param parameters of the client's first message
   * @throws GordianError as the authenticator does
   */
  readonly identify: (parameters: Readonly<Record<string, unknown>>) => Promise<Caller>;
  readonly run: RunOperation;
}

interface Operation {
  readonly left: AbortController;
  isSubscription: boolean;
}

const goingAway = 1001;
const tryAgainLater = 1013;
/** Of messages that need no turn (pong, error); who lets more of them pile up does not read at all. */
const maxUnsentBytes = 1024 * 1024;

/** @returns ends subscriptions, lets queries and mutations finish, then closes */
export function serveClientSocket(
  socket: WebSocket,
  { identify, run }: ClientSocketServices,
  { initTimeoutMs, keepAliveMs, maxPerConnection, maxErrors }: ClientSocketOptions,
): { stop(): void } {
  const operations = new Map<string, Operation>();
  let caller: Caller | null = null;
  let isInitialised = false;
  let isStopping = false;
  let expiry: NodeJS.Timeout | undefined;
  const patience = setTimeout(
    () => close(CloseCode.ConnectionInitialisationTimeout, 'connection_init did not arrive in time'),
    initTimeoutMs,
  );

  /** What runs is stopped at once: the other side may take its time to close. */
  function close(code: number, reason: string): void {
    clearTimeout(patience);
    clearTimeout(expiry);
    for (const { left } of operations.values()) left.abort();
    operations.clear();
    socket.close(code, reason);
  }

  const tell = (message: string): void => {
    if (socket.bufferedAmount > maxUnsentBytes) return void socket.terminate();
    if (socket.readyState === socket.OPEN) socket.send(message);
  };
  /** Resolves when it has left this process, or never can. */
  const hand = (message: string): Promise<void> => new Promise((resolve) => socket.send(message, () => resolve()));

  async function initialise(parameters: Readonly<Record<string, unknown>>): Promise<void> {
    if (isInitialised) return close(CloseCode.TooManyInitialisationRequests, 'connection_init came twice');
    isInitialised = true;
    clearTimeout(patience);
    try {
      caller = await identify(parameters);
    } catch (error) {
      return close(closeCodeOf(error), reasonOf(error));
    }
    if (socket.readyState !== socket.OPEN) return;
    if (caller.expiresAt !== null)
      expiry = setTimeout(
        () => close(CloseCode.Forbidden, 'The token has expired. Connect again with a new one.'),
        millisecondsUntil(caller.expiresAt),
      );
    tell('{"type":"connection_ack"}');
  }

  function subscribe({ id, payload }: ClientMessage & { type: 'subscribe' }): void {
    if (!caller) return void close(CloseCode.Unauthorized, 'subscribe came before connection_ack');
    if (operations.has(id)) return void close(CloseCode.SubscriberAlreadyExists, `The id ${id} is in use`);
    if (operations.size >= maxPerConnection) return void tell(messageOf('error', id, [tooMany(maxPerConnection)]));
    const operation: Operation = { left: new AbortController(), isSubscription: false };
    operations.set(id, operation);
    const running = run(payload, caller, operation.left.signal);
    operation.isSubscription = running.isSubscription;
    void answer(id, operation, running.answers)
      .catch(() => close(CloseCode.InternalServerError, 'Something went wrong.'))
      .finally(() => forget(id, operation));
  }

  async function answer(id: string, operation: Operation, answers: AsyncIterable<GraphQLAnswer>): Promise<void> {
    for await (const answer of answers) {
      // The client has said that it wants no more of it, and may use the id for something else by now.
      if (operation.left.signal.aborted) return;
      if (answer.refusedWith !== undefined) return void tell(messageOf('error', id, answer.errors));
      await hand(`{"id":${JSON.stringify(id)},"type":"next","payload":${bodyOf(answer, maxErrors)}}`);
    }
    if (!operation.left.signal.aborted) tell(messageOf('complete', id));
  }

  function leave(id: string): void {
    const operation = operations.get(id);
    if (!operation) return;
    operation.left.abort();
    forget(id, operation);
  }

  function forget(id: string, operation: Operation): void {
    if (operations.get(id) === operation) operations.delete(id);
    if (isStopping && operations.size === 0) close(goingAway, 'The gateway stops.');
  }

  socket.on('message', (data, isBinary) => {
    // Messages of before our close still arrive.
    if (socket.readyState !== socket.OPEN) return;
    const message = isBinary ? null : readClientMessage(data.toString());
    if (!message) return close(CloseCode.BadRequest, 'The message is not one of graphql-transport-ws');
    if (message.type === 'connection_init') return void initialise(message.parameters);
    if (message.type === 'ping') return void tell('{"type":"pong"}');
    if (message.type === 'subscribe') return void subscribe(message);
    if (message.type === 'complete') leave(message.id);
  });
  // ws closes by itself what it cannot read (too large, not UTF-8); the event only says so.
  socket.on('error', () => {});
  socket.on('close', () => close(goingAway, ''));
  keepAlive(socket, keepAliveMs);

  return {
    stop() {
      isStopping = true;
      for (const [id, { isSubscription }] of [...operations]) if (isSubscription) leave(id);
      if (operations.size === 0) close(goingAway, 'The gateway stops.');
    },
  };
}

function messageOf(type: 'error' | 'complete', id: string, payload?: unknown): string {
  return JSON.stringify({ id, type, payload });
}

/** What may be tried again later is no refusal. */
function closeCodeOf(error: unknown): number {
  if (!(error instanceof GordianError)) return CloseCode.InternalServerError;
  return errorEntry(error.code).status === 503 ? tryAgainLater : CloseCode.Forbidden;
}

/** A close frame has room for 123 bytes. */
function reasonOf(error: unknown): string {
  return error instanceof GordianError ? `${error.code}: ${error.message}`.slice(0, 120) : 'Something went wrong.';
}

function tooMany(limit: number): object {
  const setting = 'subscriptions.maxPerConnection';
  return {
    message: `${limit} operations run on this connection already (setting ${setting}).`,
    extensions: { code: 'OVERLOADED', limit: setting, allowed: limit },
  };
}
