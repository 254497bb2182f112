// A subgraph for tests: plain graphql-js behind node:http on a free port of the loopback address. It notes what it was asked.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from 'graphql';

export interface TestSubgraph {
  /** The federation directives are imported unless the text links them itself. */
  readonly sdl: string;
  /** As for graphql-tools: type -> field -> resolver or `__resolveReference`. */
  readonly resolvers?: object;
  /** The schema that the server really has, where it drifted from the one that was composed. */
  readonly servedSdl?: string;
  /** Changes what the server says, to misbehave. */
  readonly tamper?: (answer: TamperableAnswer) => unknown;
}

export interface TamperableAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into the answer to break it
  data?: any;
  errors?: unknown;
}

export interface RecordedRequest {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface RunningSubgraph {
  readonly name: string;
  readonly url: string;
  readonly close: () => Promise<void>;
}

const federationLink = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable",
  "@external", "@requires", "@provides", "@inaccessible", "@override", "@interfaceObject", "@tag"])\n`;

export function withFederationLink(sdl: string): string {
  return sdl.includes('@link(') ? sdl : federationLink + sdl;
}

export async function startSubgraph(
  name: string,
  subgraph: TestSubgraph,
  requests: RecordedRequest[],
): Promise<RunningSubgraph> {
  const schema = buildSubgraphSchema({
    typeDefs: parse(withFederationLink(subgraph.servedSdl ?? subgraph.sdl)),
    resolvers: (subgraph.resolvers ?? {}) as NonNullable<Parameters<typeof buildSubgraphSchema>[0]>[never],
  } as Parameters<typeof buildSubgraphSchema>[0]);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { query, variables = {} } = JSON.parse(Buffer.concat(chunks).toString()) as RecordedRequest;
      requests.push({ subgraph: name, query, variables });
      const result = await answer(schema, query, variables);
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(subgraph.tamper ? subgraph.tamper(result as TamperableAnswer) : result));
    });
  });
  return { name, url: await listen(server), close: () => closeServer(server) };
}

async function answer(schema: GraphQLSchema, query: string, variableValues: Readonly<Record<string, unknown>>) {
  const document: DocumentNode = parse(query);
  const errors = validate(schema, document);
  return errors.length > 0 ? { errors } : execute({ schema, document, variableValues });
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
