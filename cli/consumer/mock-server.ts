// Made-up answers over HTTP, for tests of a client: every operation that is valid gets one, and the same one each time.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type ExecutionResult, execute, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import type { MockData } from '../../schema/mock/mock-data.ts';

export interface MockedGraph {
  readonly schema: GraphQLSchema;
  readonly data: MockData;
}

const maxBodyBytes = 1024 * 1024;

/** Listens on this machine only. @throws GordianError PORT_IN_USE */
export async function startMockServer(graph: MockedGraph, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const answer = await answerRequest(graph, request).catch((error: Error) => ({
      status: 400,
      body: { errors: [{ message: error.message }] },
    }));
    response.writeHead(answer.status, {
      'content-type': 'application/json; charset=utf-8',
      // A page under test comes from a port of its own.
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
    });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new GordianError('PORT_IN_USE', `Port ${port} is in use; choose another with --port.`);
  });
  return server;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answerRequest(graph: MockedGraph, request: IncomingMessage): Promise<Answer> {
  if (request.method === 'OPTIONS') return { status: 200, body: {} };
  if (request.method !== 'POST') return { status: 405, body: { errors: [{ message: 'Send operations by POST.' }] } };
  const { query, variables, operationName } = JSON.parse(await readBody(request)) as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string')
    return { status: 400, body: { errors: [{ message: 'The key "query" must hold the document.' }] } };
  return { status: 200, body: await answerOperation(graph, { query, variables, operationName }) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Error(`The body is larger than ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

interface Asked {
  readonly query: string;
  readonly variables: unknown;
  readonly operationName: unknown;
}

async function answerOperation(
  { schema, data }: MockedGraph,
  { query, variables, operationName }: Asked,
): Promise<ExecutionResult | { readonly errors: readonly GraphQLError[] }> {
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  return execute({
    schema,
    document,
    variableValues: variables as Record<string, unknown> | null,
    operationName: operationName as string | null,
    fieldResolver: data.fieldResolver,
    typeResolver: data.typeResolver,
  });
}
