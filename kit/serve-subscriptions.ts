// Subscriptions of a subgraph, over graphql-transport-ws at /graphql, for the gateway alone: the handshake brings the assertion
// that says for whom. Each event is resolved in a context of its own, so loaders never show a row as it was some events ago,
// and by the schema that serves at that moment, so that rules which have changed hold from the next event on.
import { once } from 'node:events';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { CloseCode, makeServer, type Server as ProtocolServer, type SubscribePayload } from 'graphql-ws';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from './clock.ts';
import { errorEntry, GordianError, isForClients } from './errors.ts';
import { type Assertion, type AssertionVerifier, digestOf, requireOperation } from './gateway-assertion.ts';
import { type Log, requestId } from './log.ts';
import { maskedError, type RequestScope } from './masked-error.ts';
import { keepAlive } from './socket-keep-alive.ts';

export interface SubscriptionServing {
  /** The one that serves now. */
  readonly schema: () => GraphQLSchema;
  readonly verifyAssertion: AssertionVerifier;
  /** Called for the subscription, and again for each event. */
  readonly contextOf: (requestId: string, assertion: Assertion) => RequestScope;
  readonly maxMessageBytes: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ServedSubscriptions {
  /** Tells everyone to go (close code 1001). */
  close(): Promise<void>;
}

/** For a client that does not answer our close. */
const closeTimeoutMs = 2_000;
const keepAliveMs = 12_000;
const goingAway = 1001;

export function serveSubscriptions(server: Server, serving: SubscriptionServing): ServedSubscriptions {
  const options: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true,
    maxPayload: serving.maxMessageBytes,
    perMessageDeflate: false,
    closeTimeout: closeTimeoutMs,
  };
  const sockets = new WebSocketServer(options);
  const protocol = makeServer<undefined, Subscriber>({
    onSubscribe: ({ extra }, _id, payload) => argumentsOf(payload, serving, extra),
    subscribe: (args) => subscribe(args as SubscriptionArgs, serving),
    execute,
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    admit(request, serving).then(
      (assertion) =>
        sockets.handleUpgrade(request, socket, head, (accepted) =>
          serve(protocol, accepted, { requestId: requestId(request.headers['x-request-id']), assertion }, serving.log),
        ),
      (error: unknown) => refuse(socket, error),
    );
  });
  return {
    close: async () => {
      const open = [...sockets.clients];
      for (const socket of open) socket.close(goingAway, 'The subgraph stops.');
      await Promise.all(open.map((socket) => socket.readyState !== socket.CLOSED && once(socket, 'close')));
    },
  };
}

/** Joins the protocol, which knows no sockets, to one. */
function serve(protocol: ProtocolServer<Subscriber>, socket: WebSocket, subscriber: Subscriber, log: Log): void {
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Resolves when it has left this process, or never can; who sends the next event waits for that.
      send: (text) => new Promise((resolve) => socket.send(text, () => resolve())),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          handle(data.toString()).catch((error: unknown) => {
            log.error({ event: 'subscription.failed', err: error }, 'A message of a subscriber could not be handled.');
            socket.close(CloseCode.InternalServerError, 'Something failed here.');
          });
        }),
    },
    subscriber,
  );
  // ws closes by itself what it cannot read (too large, not UTF-8); the event only says so.
  socket.on('error', () => {});
  socket.once('close', (code, reason) => void closed(code, reason.toString()));
  keepAlive(socket, keepAliveMs);
}

/** Before the handshake: a stranger costs no memory. */
async function admit(request: IncomingMessage, { schema, verifyAssertion }: SubscriptionServing): Promise<Assertion> {
  const assertion = await verifyAssertion(request.headers.authorization);
  if (request.url?.split('?', 1)[0] !== '/graphql' || !schema().getSubscriptionType())
    throw new GordianError('NOT_FOUND', 'There is nothing to subscribe to at this path.');
  return assertion;
}

interface Subscriber {
  readonly requestId: string;
  readonly assertion: Assertion;
}

interface SubscriptionArgs extends ExecutionArgs {
  readonly contextValue: RequestScope;
  readonly subscriber: Subscriber;
  /** Made anew for each event. */
  readonly freshContext: () => RequestScope;
}

function argumentsOf(
  { query, variables, operationName }: SubscribePayload,
  { schema, contextOf }: SubscriptionServing,
  subscriber: Subscriber,
): SubscriptionArgs | readonly GraphQLError[] {
  const served = schema();
  try {
    requireOperation(subscriber.assertion, (kind) =>
      digestOf(kind === 'request' ? JSON.stringify({ query, variables }) : query),
    );
    const document = parse(query);
    const problems = validate(served, document, undefined, { hideSuggestions: true });
    if (problems.length > 0) return problems.map(({ message }) => refusal('GRAPHQL_VALIDATION_FAILED', message));
    if (getOperationAST(document, operationName)?.operation !== 'subscription')
      return [refusal('BAD_REQUEST', 'Only subscriptions come this way; send other operations by POST.')];
    const freshContext = () => contextOf(subscriber.requestId, subscriber.assertion);
    return {
      schema: served,
      document,
      variableValues: variables,
      operationName,
      contextValue: freshContext(),
      subscriber,
      freshContext,
    };
  } catch (error) {
    if (error instanceof GordianError) return [refusal(error.code, error.message)];
    return [refusal('GRAPHQL_PARSE_FAILED', (error as Error).message)];
  }
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

async function subscribe(
  args: SubscriptionArgs,
  serving: SubscriptionServing,
): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return masked(source, args.contextValue);
  return answerEvents(source[Symbol.asyncIterator](), args, serving);
}

/** Not an async generator: that could not be ended while it waits for an event. */
function answerEvents(
  source: AsyncIterator<unknown>,
  args: SubscriptionArgs,
  { clock, schema: servedNow }: SubscriptionServing,
): AsyncGenerator<ExecutionResult> {
  const end = async (): Promise<IteratorResult<ExecutionResult>> => {
    await source.return?.();
    return { value: undefined, done: true };
  };
  let { schema } = args;
  let isOver = false;
  const last = (error: GraphQLError): IteratorResult<ExecutionResult> => {
    isOver = true;
    return { value: masked({ errors: [error] }, args.contextValue), done: false };
  };
  return {
    async next() {
      if (isOver) return end();
      try {
        const { value: rootValue, done } = await source.next();
        if (done) return end();
        if (hasExpired(args.subscriber.assertion, clock))
          return last(refusal('UNAUTHENTICATED', 'The token of the caller has expired.'));
        if (schema !== servedNow()) {
          schema = servedNow();
          if (validate(schema, args.document).length > 0)
            return last(refusal('SUBSCRIPTION_OUTDATED', 'The schema has changed. Subscribe again.'));
        }
        const contextValue = args.freshContext();
        const result = await execute({ ...args, schema, rootValue, contextValue });
        return { value: masked(result, contextValue), done: false };
      } catch (error) {
        return last(new GraphQLError('The events ended.', { originalError: error as Error }));
      }
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  } as AsyncGenerator<ExecutionResult>;
}

function hasExpired({ caller: { expiresAt } }: Assertion, clock: Clock): boolean {
  return expiresAt !== null && clock.now().getTime() >= expiresAt * 1_000;
}

function masked(result: ExecutionResult, scope: RequestScope): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map((error) => {
    const told = maskedError(error.toJSON(), error, scope);
    return { ...told, toJSON: () => told } as GraphQLError;
  });
  return { ...result, errors };
}

function refuse(socket: Duplex, error: unknown): void {
  const { code, message } = isForClients(error)
    ? error
    : new GordianError('INTERNAL', 'Something failed here, and the log of this process says what.');
  const { status } = errorEntry(code);
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
