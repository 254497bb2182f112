// The subgraphs over HTTP: one connection pool each, and every way in which an answer can be bad mapped to one masked fault.
import type { Socket } from 'node:net';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import { exchange } from './http-exchange.ts';
import type { SubgraphRequest, SubgraphTransport } from './subgraph-transport.ts';

export interface HttpSubgraphs extends SubgraphTransport {
  /** Waits for requests under way. */
  close(): Promise<void>;
}

export interface HttpSubgraphOptions {
  /** A larger answer is cut off and counts as a bad response. */
  readonly maxResponseBytes: number;
  readonly connectTimeoutMs: number;
  /** Per subgraph; further requests wait. */
  readonly maxConnections: number;
}

export const defaultHttpSubgraphOptions: HttpSubgraphOptions = {
  maxResponseBytes: 10 * 1024 * 1024,
  connectTimeoutMs: 2_000,
  maxConnections: 128,
};

interface Endpoint {
  readonly pool: Pool;
  readonly path: string;
}

/** @param urls by name of the subgraph */
export function createHttpSubgraphs(
  urls: ReadonlyMap<string, string>,
  options: Partial<HttpSubgraphOptions> = {},
): HttpSubgraphs {
  const settings = { ...defaultHttpSubgraphOptions, ...options };
  const resetsOfIdleSockets = new WeakSet<Error>();
  const connect = connectNoting(settings.connectTimeoutMs, resetsOfIdleSockets);
  const endpoints = new Map([...urls].map(([name, url]) => [name, openEndpoint(url, connect, settings)]));

  return {
    async send(request, ending) {
      const endpoint = endpoints.get(request.subgraph);
      if (!endpoint) return { kind: 'fault', code: 'SUBGRAPH_UNAVAILABLE', detail: 'no URL is known for it' };
      const attempt = () => exchange(endpoint.pool, optionsFor(endpoint, request), ending, settings.maxResponseBytes);
      const first = await attempt();
      // The server closed a connection that it had kept open just as we wrote: the request was not read. A mutation is not
      // sent twice all the same, because nobody can be sure.
      const isLostQuery =
        request.operationKind === 'query' && first.error !== null && resetsOfIdleSockets.has(first.error);
      return isLostQuery && !ending.isOver ? (await attempt()).answer : first.answer;
    },
    async close() {
      await Promise.all([...endpoints.values()].map(({ pool }) => pool.close()));
    },
  };
}

function openEndpoint(
  url: string,
  connect: buildConnector.connector,
  { maxConnections }: HttpSubgraphOptions,
): Endpoint {
  const { origin, pathname, search } = new URL(url);
  // The deadline of the request is absolute, so the pool needs no timeouts of its own.
  return {
    path: pathname + search,
    pool: new Pool(origin, { connect, connections: maxConnections, headersTimeout: 0, bodyTimeout: 0 }),
  };
}

/** A connector whose sockets note, for each error that ends them, whether they had served a request before. */
function connectNoting(timeoutMs: number, resets: WeakSet<Error>): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (target, callback) => {
    connect(target, (...result) => {
      const [, socket] = result;
      if (socket) noteResets(socket, resets);
      callback(...result);
    });
  };
}

function noteResets(socket: Socket, resets: WeakSet<Error>): void {
  // Ahead of the pool's own listener, which hands the same error to the request.
  socket.prependListener('error', (error: Error) => {
    if (socket.bytesRead > 0) resets.add(error);
  });
}

function optionsFor({ path }: Endpoint, { headers, body }: SubgraphRequest): Dispatcher.DispatchOptions {
  return { path, method: 'POST', headers: { ...fixedHeaders, ...headers }, body };
}

/** No encodings are accepted, so a small answer cannot unfold into a large one. */
const fixedHeaders = { 'content-type': 'application/json', accept: 'application/json', 'accept-encoding': 'identity' };
