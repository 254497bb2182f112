// A subgraph for tests that sends events when told to, over graphql-transport-ws or as an event stream, and counts who listens.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createSourceEventStream, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { useServer as serveProtocol } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { EventQueue } from '../../kit/event-queue.ts';
import { changes } from './changes.ts';
import { closeServer, listen, withFederationLink } from './federation/subgraph-server.ts';

export interface EventSubgraph {
  readonly url: string;
  /** Headers of the requests so far; of a WebSocket those of its handshake. */
  readonly headers: readonly IncomingMessage['headers'][];
  /** Operations that came by POST. */
  readonly queries: readonly string[];
  /** Subscriptions that are open now. */
  readonly listening: () => number;
  /** Resolves when so many are. */
  readonly listened: (count: number) => Promise<void>;
  /** To everyone who listens: the value of the subscription's field. */
  readonly publish: (value: unknown) => void;
  /** Sends this text on every WebSocket, whatever the protocol says. */
  readonly sendRaw: (text: string) => void;
  /** Completes every subscription. */
  readonly complete: () => void;
  /** Breaks every connection. */
  readonly breakConnections: () => void;
  readonly close: () => Promise<void>;
}

/** @param resolvers as for graphql-tools, for everything but the subscription */
export async function startEventSubgraph(sdl: string, resolvers: object = {}): Promise<EventSubgraph> {
  const feeds = new Set<EventQueue<unknown>>();
  const sockets = new Set<WebSocket>();
  const headers: IncomingMessage['headers'][] = [];
  const queries: string[] = [];
  const feedCount = changes(() => feeds.size);
  const subscribe = () => {
    const feed: EventQueue<unknown> = new EventQueue<unknown>({
      maxEvents: 100_000,
      maxBytes: Number.POSITIVE_INFINITY,
      tooSlow: () => new Error('too slow'),
      onEnd: () => {
        feeds.delete(feed);
        feedCount.changed();
      },
    });
    feeds.add(feed);
    feedCount.changed();
    return feed;
  };
  const schema = withSubscription(sdl, resolvers, subscribe);

  const server = createServer(async (request, response) => {
    headers.push(request.headers);
    const asked = JSON.parse(await textOf(request)) as Asked;
    if (request.headers.accept === 'text/event-stream') return streamEvents(schema, asked, response);
    queries.push(asked.query);
    const result = await execute({ schema, document: parse(asked.query), variableValues: asked.variables });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  });
  const socketServer = new WebSocketServer({ server });
  socketServer.on('connection', (socket, request) => {
    headers.push(request.headers);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  serveProtocol({ schema, validate }, socketServer);
  const url = await listen(server);

  return {
    url,
    headers,
    queries,
    listening: () => feeds.size,
    listened: (count) => feedCount.until((size) => size === count),
    publish: (value) => {
      for (const feed of feeds) feed.push(value);
    },
    sendRaw: (text) => {
      for (const socket of sockets) socket.send(text);
    },
    complete: () => {
      for (const feed of [...feeds]) feed.end();
    },
    breakConnections: () => {
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
    },
    close: async () => {
      for (const socket of sockets) socket.terminate();
      await closeServer(server);
    },
  };
}

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** The first field of the type Subscription is fed by `subscribe`. */
function withSubscription(sdl: string, resolvers: object, subscribe: () => AsyncIterable<unknown>): GraphQLSchema {
  const schema = buildSubgraphSchema({
    typeDefs: parse(withFederationLink(sdl)),
    resolvers: resolvers as NonNullable<Parameters<typeof buildSubgraphSchema>[0]>[never],
  } as Parameters<typeof buildSubgraphSchema>[0]);
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    field.subscribe = subscribe;
    field.resolve = (event) => event;
  }
  return schema;
}

async function streamEvents(schema: GraphQLSchema, { query, variables }: Asked, response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const document = parse(query);
  const source = await createSourceEventStream({ schema, document, variableValues: variables });
  if (!(Symbol.asyncIterator in source)) throw new Error('the subscription is not valid');
  const feed = source as EventQueue<unknown>;
  response.once('close', () => feed.end());
  response.write(':\n\n');
  for await (const rootValue of feed) {
    const result = await execute({ schema, document, rootValue, variableValues: variables });
    response.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
  }
  response.end('event: complete\ndata:\n\n');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
