// The process of the subgraphs of one world: `subgraph-process.js WORLD`. Whatever was asked once is answered from memory, so
// that they cost little beside a gateway.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { createRecorder, type Recorder } from './upstream-calls.ts';
import { subgraphSchema } from './worlds/world.ts';
import { type WorldName, worlds } from './worlds/worlds.ts';

const maxAnswers = 10_000;
let served = 0;
let recorder: Recorder | null = null;

const urls: Record<string, string> = {};
for (const [name, subgraph] of Object.entries(worlds[process.argv[2] as WorldName]))
  urls[name] = await serve(name, subgraphSchema(subgraph));

const answersToParent: Readonly<Record<string, () => unknown>> = {
  urls: () => urls,
  served: () => served,
  record: () => {
    recorder = createRecorder();
    return null;
  },
  recorded: () => {
    const calls = recorder?.calls;
    recorder = null;
    return calls;
  },
};

process.on('message', (question: string) => process.send?.({ answer: answersToParent[question]?.() }));
process.on('disconnect', () => process.exit(0));

async function serve(name: string, schema: GraphQLSchema): Promise<string> {
  const answers = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      served++;
      await recorder?.note(urls[name]!, body);
      const answer = answers.get(body) ?? (await answerTo(schema, body));
      if (answers.size < maxAnswers) answers.set(body, answer);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
    });
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

async function answerTo(schema: GraphQLSchema, body: string): Promise<Buffer> {
  const { query, variables, operationName } = JSON.parse(body);
  const result = await execute({ schema, document: parse(query), variableValues: variables, operationName });
  return Buffer.from(JSON.stringify(result));
}
