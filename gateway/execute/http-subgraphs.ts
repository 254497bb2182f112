// The subgraphs over HTTP: one connection pool each, and every way in which an answer can be bad mapped to one masked fault.
import type { Socket } from 'node:net';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import { readAnswer } from './read-answer.ts';
import type { SubgraphAnswer, SubgraphFault, SubgraphRequest, SubgraphTransport } from './subgraph-transport.ts';

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
    async send(request, signal) {
      const endpoint = endpoints.get(request.subgraph);
      if (!endpoint) return fault('SUBGRAPH_UNAVAILABLE', 'no URL is known for it');
      const first = await attempt(endpoint, request, signal, settings);
      // The server closed a connection that it had kept open just as we wrote: the request was not read. A mutation is not
      // sent twice all the same, because nobody can be sure.
      const mayRetry =
        request.operationKind === 'query' && first.error && resetsOfIdleSockets.has(first.error) && !signal.aborted;
      return mayRetry ? (await attempt(endpoint, request, signal, settings)).answer : first.answer;
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

interface Attempt {
  readonly answer: SubgraphAnswer;
  /** What ended the connection before the answer began; null when it began, or when we ended it. */
  readonly error: Error | null;
}

function attempt(
  { pool, path }: Endpoint,
  request: SubgraphRequest,
  signal: AbortSignal,
  settings: HttpSubgraphOptions,
): Promise<Attempt> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | null = null;
    let status = 0;
    let headers: Record<string, string | string[] | undefined> = {};
    let bytes = 0;
    const chunks: Buffer[] = [];

    const settle = (answer: SubgraphAnswer, error: Error | null = null): void => {
      signal.removeEventListener('abort', cancel);
      resolve({ answer, error });
    };
    /** Ends the exchange: the socket is destroyed, because the rest of the answer is still to come. */
    const giveUp = (answer: SubgraphAnswer): void => {
      settle(answer);
      controller?.abort(new Error(answer.kind));
    };
    const cancel = (): void => giveUp(fault('SUBGRAPH_TIMEOUT', 'the request ended before the answer did'));

    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    pool.dispatch(
      { path, method: 'POST', headers: { ...fixedHeaders, ...request.headers }, body: request.body },
      {
        onRequestStart(started) {
          controller = started;
          if (signal.aborted) started.abort(new Error('cancelled'));
        },
        onResponseStart(_, statusCode, responseHeaders) {
          status = statusCode;
          headers = responseHeaders;
        },
        onResponseData(_, chunk) {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes > settings.maxResponseBytes)
            giveUp(fault('SUBGRAPH_BAD_RESPONSE', `more than ${settings.maxResponseBytes} bytes`));
        },
        onResponseEnd() {
          settle(readAnswer(status, headers, Buffer.concat(chunks)));
        },
        onResponseError(_, error) {
          if (status > 0) settle(fault('SUBGRAPH_BAD_RESPONSE', `the answer broke off: ${describe(error)}`));
          else settle(fault('SUBGRAPH_UNAVAILABLE', describe(error)), error);
        },
      },
    );
  });
}

/** No encodings are accepted, so a small answer cannot unfold into a large one. */
const fixedHeaders = { 'content-type': 'application/json', accept: 'application/json', 'accept-encoding': 'identity' };

/** The kind of a connection error; its message may hold addresses. */
function describe(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const fault = (code: SubgraphFault['code'], detail: string): SubgraphFault => ({ kind: 'fault', code, detail });
