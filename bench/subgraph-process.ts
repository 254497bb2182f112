// The process of the subgraphs of one world: `subgraph-process.js WORLD`. Whatever was asked once is answered from memory, so
// that they cost little beside a gateway.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, type GraphQLSchema, parse } from 'graphql';
import type { UpstreamCall } from './upstream-calls.ts';
import { subgraphSchema } from './worlds/world.ts';
import { type WorldName, worlds } from './worlds/worlds.ts';

/** Long enough for all calls that do not wait for each other to be under way before the first is answered. */
const recordingDelayMs = 100;

const maxAnswers = 10_000;
let recording: UpstreamCall[] | null = null;
/** Of the calls that are being recorded. */
let answered = 0;

const urls: Record<string, string> = {};
for (const [name, subgraph] of Object.entries(worlds[process.argv[2] as WorldName]))
  urls[name] = await serve(name, subgraphSchema(subgraph));

process.on('message', (message) => {
  if (message === 'urls') process.send?.({ urls });
  if (message === 'record') {
    recording = [];
    answered = 0;
    process.send?.({});
  }
  if (message === 'recorded') {
    process.send?.({ calls: recording });
    recording = null;
  }
});
process.on('disconnect', () => process.exit(0));

async function serve(name: string, schema: GraphQLSchema): Promise<string> {
  const answers = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      if (recording) await record(recording, name, body);
      const answer = answers.get(body) ?? (await answerTo(schema, body));
      if (answers.size < maxAnswers) answers.set(body, answer);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
    });
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

async function record(calls: UpstreamCall[], subgraph: string, body: string): Promise<void> {
  calls.push({ url: urls[subgraph]!, body, answeredBefore: answered });
  await new Promise((resolve) => setTimeout(resolve, recordingDelayMs));
  answered++;
}

async function answerTo(schema: GraphQLSchema, body: string): Promise<Buffer> {
  const { query, variables, operationName } = JSON.parse(body);
  const result = await execute({ schema, document: parse(query), variableValues: variables, operationName });
  return Buffer.from(JSON.stringify(result));
}
