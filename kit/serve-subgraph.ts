// The HTTP server of a subgraph: POST /graphql for the gateway alone, /health, /ready, and routes of its own. Whoever
// brings no valid gateway assertion is refused before a byte of the operation is looked at.

import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Caller } from './caller.ts';
import { type Clock, systemClock } from './clock.ts';
import { GordianError } from './errors.ts';
import { type Assertion, type AssertionVerifier, digestOf, requireOperation } from './gateway-assertion.ts';
import { createGraphqlExecutor, type GraphqlExecutor } from './graphql-executor.ts';
import { answerHttpErrors, sendError } from './http-errors.ts';
import { type Log, requestId } from './log.ts';
import type { Observation } from './observed-sql/observation.ts';
import type { SqlObserver } from './observed-sql/sql-observer.ts';
import type { Database } from './postgres.ts';
import { serveSubscriptions } from './serve-subscriptions.ts';
import { dropUnusedConnections } from './unused-connections.ts';

/** What every resolver gets. */
export interface SubgraphContext<Loaders = unknown> {
  readonly caller: Caller;
  /** Coordinates that the gateway reads for itself, whatever the caller may see. */
  readonly internal: ReadonlySet<string>;
  /** Names the rules that the gateway has applied. */
  readonly policyVersion: string;
  readonly database: Database;
  /** Made anew for each request. */
  readonly loaders: Loaders;
  readonly clock: Clock;
  readonly log: Log;
  readonly requestId: string;
  /** Of a request that shows which columns its values come from; most do not. */
  readonly observation?: Observation | null;
}

/** What routes of a subgraph's own may use. */
export interface SubgraphServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  replaceSchema(schema: GraphQLSchema): Promise<void>;
}

/** Adds routes beside /graphql. They check their callers themselves: the gateway assertion is not for them. */
export type SubgraphRoutes = (app: FastifyInstance, services: SubgraphServices) => void | Promise<void>;

export interface SubgraphServerOptions<Loaders> {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly database: Database;
  readonly createLoaders: (database: Database) => Loaders;
  readonly verifyAssertion: AssertionVerifier;
  readonly port: number;
  readonly host?: string;
  readonly bodyLimitBytes?: number;
  readonly clock?: Clock;
  readonly log: Log;
  readonly routes?: SubgraphRoutes;
  /** Looks at some requests; the schema must be one of `observeFields`. */
  readonly observer?: SqlObserver | undefined;
}

export interface SubgraphServer {
  readonly url: string;
  replaceSchema(schema: GraphQLSchema): Promise<void>;
  /** /ready says 503 at once; requests under way are answered; then the port is free. */
  close(): Promise<void>;
}

/** @throws GordianError PORT_IN_USE */
export async function serveSubgraph<Loaders>(options: SubgraphServerOptions<Loaders>): Promise<SubgraphServer> {
  const executor = await createGraphqlExecutor<SubgraphContext<Loaders>>(options.schema, options.log);
  const state = { draining: false };
  const app = createApp(options, state);
  const unused = dropUnusedConnections(app.server);
  addHealth(app, options.database, state);
  addGraphql(app, executor, options);
  const served = { schema: options.schema };
  const replaceSchema = async (schema: GraphQLSchema) => {
    await executor.replaceSchema(schema);
    served.schema = schema;
  };
  await options.routes?.(app, { ...servicesOf(options), replaceSchema });
  const subscriptions = serveSubscriptions(app.server, {
    schema: () => served.schema,
    verifyAssertion: options.verifyAssertion,
    contextOf: (id, assertion) => contextOf(id, assertion, options),
    maxMessageBytes: options.bodyLimitBytes ?? defaultBodyLimitBytes,
    clock: options.clock ?? systemClock,
    log: options.log,
  });
  await listen(app, options);
  return {
    url: addressOf(app),
    replaceSchema,
    close: async () => {
      state.draining = true;
      await subscriptions.close();
      unused.whenClosing();
      await app.close();
      await executor.stop();
    },
  };
}

const defaultBodyLimitBytes = 1024 * 1024;

interface ServerState {
  draining: boolean;
}

function createApp(
  options: Pick<SubgraphServerOptions<unknown>, 'bodyLimitBytes' | 'log'>,
  state: ServerState,
): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes ?? defaultBodyLimitBytes,
    genReqId: (request) => requestId(request.headers['x-request-id']),
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: { buildValidator: noRouteSchemas, buildSerializer: noRouteSchemas } },
  });
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  // A connection kept alive by the other side would hold the closing server back.
  app.addHook('onSend', async (_request, reply) => void (state.draining && reply.header('connection', 'close')));
  app.addHook('onResponse', async (request, reply) => {
    const { method, id } = request;
    options.log.debug({
      event: 'request',
      requestId: id,
      method,
      path: request.routeOptions.url,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
  });
  answerHttpErrors(app, options.log);
  return app;
}

/** Fastify loads a compiler of JSON Schema, a good part of a process's start, unless it is given another one. */
function noRouteSchemas(): never {
  throw new Error('Routes of a subgraph check their input themselves; remove the schema of the route.');
}

function addHealth(app: FastifyInstance, database: Database, state: ServerState): void {
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const problem = state.draining
      ? 'stopping'
      : await database.ping().then(
          () => null,
          () => 'database unavailable',
        );
    if (problem) return reply.code(503).header('retry-after', '1').send({ status: 'not ready', reason: problem });
    return { status: 'ready' };
  });
}

function addGraphql<Loaders>(
  app: FastifyInstance,
  executor: GraphqlExecutor<SubgraphContext<Loaders>>,
  options: SubgraphServerOptions<Loaders>,
): void {
  const assertions = new WeakMap<FastifyRequest, Assertion>();
  // Before the body is read: a stranger costs no memory.
  const authenticate = async (request: FastifyRequest) => {
    assertions.set(request, await options.verifyAssertion(request.headers.authorization));
  };
  const digests = digestsOfRequests(app, (request) => assertions.get(request)?.operation.kind === 'request');
  app.post('/graphql', { onRequest: authenticate }, async (request, reply) => {
    const assertion = assertions.get(request)!;
    requireOperation(assertion, (kind) => (kind === 'request' ? digests.get(request) : documentDigest(request.body)));
    const { headers, body, status } = await observed(request.body, options, (observation) => {
      const context = contextOf(request.id, assertion, options, observation);
      return executor.execute(request.body, request.headers, context);
    });
    for (const [name, value] of headers) reply.header(name, value);
    reply.header('cache-control', 'no-store');
    return reply.code(status ?? 200).send(body.kind === 'complete' ? body.string : body.asyncIterator);
  });
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    handler: (_request, reply: FastifyReply) =>
      sendError(reply.header('allow', 'POST'), new GordianError('METHOD_NOT_ALLOWED', 'A subgraph answers POST only.')),
  });
}

/** Of whole bodies as they came, where `isWanted`: once they are parsed, the bytes are gone. */
function digestsOfRequests(
  app: FastifyInstance,
  isWanted: (request: FastifyRequest) => boolean,
): WeakMap<FastifyRequest, string> {
  const digests = new WeakMap<FastifyRequest, string>();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (isWanted(request)) digests.set(request, digestOf(body));
    parse(request, body, done);
  });
  return digests;
}

/** A body without a document has none that an assertion could be for. */
function documentDigest(body: unknown): string | undefined {
  const document = (body as { readonly query?: unknown } | null | undefined)?.query;
  return typeof document === 'string' ? digestOf(document) : undefined;
}

/** Most requests are not, and run as they are. */
async function observed<Answer>(
  body: unknown,
  { observer }: Pick<SubgraphServerOptions<unknown>, 'observer'>,
  run: (observation: Observation | null) => Promise<Answer>,
): Promise<Answer> {
  const observation = observer?.observe((body as { readonly query?: unknown } | null | undefined)?.query) ?? null;
  try {
    return await run(observation);
  } finally {
    if (observation) observer!.take(observation);
  }
}

function contextOf<Loaders>(
  id: string,
  { caller, internal, policyVersion }: Assertion,
  options: SubgraphServerOptions<Loaders>,
  observation: Observation | null = null,
): SubgraphContext<Loaders> {
  const { clock, log } = servicesOf(options);
  const database = observation ? options.database.readingBy(observation.rows) : options.database;
  const loaders = options.createLoaders(database);
  return {
    caller,
    internal,
    policyVersion,
    database,
    loaders: observation ? observation.loaders(loaders) : loaders,
    clock,
    log: log.child({ requestId: id }),
    requestId: id,
    observation,
  };
}

function servicesOf({ database, clock, log }: Pick<SubgraphServerOptions<unknown>, 'database' | 'clock' | 'log'>) {
  return { database, clock: clock ?? systemClock, log };
}

async function listen(
  app: FastifyInstance,
  { port, host }: { readonly port: number; readonly host?: string },
): Promise<void> {
  try {
    await app.listen({ port, host: host ?? '127.0.0.1' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new GordianError(
      'PORT_IN_USE',
      `Port ${port} is taken by another process. Stop that process, or set GORDIAN_PORT to a free port.`,
    );
  }
}

function addressOf(app: FastifyInstance): string {
  const { address, family, port } = app.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
