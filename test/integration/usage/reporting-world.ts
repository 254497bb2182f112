// Gateways as processes of their own that report usage, clients that keep a ledger of what they were answered, and a metadata
// service that can go away and come back.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { stringify } from 'yaml';
import { freePort } from '../../../kit/free-port.ts';
import type { SubgraphServer } from '../../../kit/serve-subgraph.ts';
import type { UsageReport } from '../../../kit/usage-report.ts';
import { startHttpStub } from '../../support/http-stub.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../support/json-lines-process.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { startTestIssuer } from '../../support/token-issuer.ts';
import { startForwarder } from '../access/forwarder.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';

const sdl = `
  type Query { hello: String broken: String person(id: ID!): Person }
  type Person @key(fields: "id") { id: ID! name: String nick: String }
`;

export const clients = ['crm', 'shop', 'anonymous'] as const;

/** By `<operation> <client>`. */
export type Ledger = Map<string, { requests: number; errors: number }>;

export interface RunningGateway {
  readonly url: string;
  readonly process: JsonLinesProcess;
  /** Ends it as an operator does. */
  stop(): Promise<number | string>;
}

export interface ReportingWorld {
  readonly metadata: MetadataUnderTest;
  startGateway(usage?: object): Promise<RunningGateway>;
  /** The service that takes the reports ends, and nobody answers until it is started again. */
  stopMetadata(): Promise<void>;
  startMetadata(): Promise<void>;
  /** Forgets what was counted, and what former gateways left on disk: a service that has forgotten would count it once more. */
  startOver(): Promise<void>;
  /** One request as one of the clients. @returns what to write into a ledger; null when there was no answer */
  ask(gateway: RunningGateway, client: string, number: number): Promise<readonly Entry[] | null>;
  counted(): Promise<Ledger>;
  /** Reports that wait on disk. @throws when one goes away while it is read */
  keptReports(): readonly UsageReport[];
  close(): Promise<void>;
}

export interface Entry {
  readonly key: string;
  readonly failed: boolean;
}

/** @param tree where the compiled gateway is */
export async function startReportingWorld(tree: string): Promise<ReportingWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-usage-'));
  const stateDirectory = join(folder, 'state');
  const metadata = await startMetadata();
  const issuer = await startTestIssuer();
  let service: SubgraphServer | null = await metadata.startAnother(3_600_000);
  const forwarder = await startForwarder(service.url);
  const subgraph = await startHttpStub(({ body }) => ({ status: 200, body: answerTo(JSON.parse(body).query) }));
  const identity = await startHttpStub(async () => ({
    status: 200,
    body: { access_token: await metadata.token('gordian:usage:write', { azp: 'gateway' }), expires_in: 300 },
  }));
  const supergraphFile = join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, composeSmall({ people: { sdl, url: subgraph.url } }));
  const tokens = new Map<string, string>();
  for (const client of clients)
    tokens.set(
      client,
      await issuer.sign({
        iss: issuer.url,
        aud: 'gordian',
        sub: `somebody-at-${client}`,
        azp: client,
        exp: Math.floor(Date.now() / 1_000) + 3_600,
      }),
    );

  return {
    metadata,
    async startGateway(usage = {}) {
      const port = await freePort();
      const file = join(folder, `gateway-${port}.yaml`);
      writeFileSync(
        file,
        stringify({
          server: { port, drainDelayMs: 50 },
          supergraph: { kind: 'file', path: supergraphFile },
          policy: 'none',
          limits: { batchSize: 10 },
          service: { tokenUrl: identity.url, clientId: 'gateway' },
          authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] },
          usage: { url: forwarder.url, reportEveryMs: 100, ...usage },
          stateDirectory,
          playground: { enabled: false },
        }),
      );
      const started = startJsonLinesProcess({
        args: [join(tree, 'gateway/main.js'), '--config', file],
        env: { GORDIAN_CLIENT_SECRET: 'only for tests' },
      });
      await started.event('listening');
      return {
        url: `http://127.0.0.1:${port}/graphql`,
        process: started,
        stop: () => {
          started.kill('SIGTERM');
          return started.ended;
        },
      };
    },
    async stopMetadata() {
      forwarder.pass('nothing');
      await service?.close();
      service = null;
    },
    async startMetadata() {
      service = await metadata.startAnother(3_600_000);
      forwarder.to(service.url);
      forwarder.pass('everything');
    },
    async startOver() {
      rmSync(stateDirectory, { recursive: true, force: true });
      await metadata.database.query(
        'TRUNCATE operation, consumer, gateway_instance, usage_gap, fetch_bucket, field_observed CASCADE',
      );
    },
    async ask(gateway, client, number) {
      const asked = questions[number % questions.length]!;
      const token = client === 'anonymous' ? null : tokens.get(client)!;
      const answer = await request(gateway.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(asked.body(number)),
      }).catch(() => null);
      if (answer === null) return null;
      const body = await answer.body.text().catch(() => null);
      if (answer.statusCode !== 200 || body === null) return null;
      return asked.operations.map((operation) => ({ key: `${operation} ${client}`, failed: operation === 'Broken' }));
    },
    async counted() {
      const rows = await metadata.database.query<{ key: string; requests: number; errors: number }>(
        `SELECT concat(operation.name, ' ', consumer.client) AS key, sum(requests)::bigint AS requests, sum(errors)::bigint AS errors
         FROM usage_hour JOIN operation ON operation.id = operation_id JOIN consumer ON consumer.id = consumer_id GROUP BY 1`,
      );
      return new Map(rows.map(({ key, ...counts }) => [key, counts]));
    },
    keptReports() {
      const usage = join(stateDirectory, 'usage');
      const files = readdirSync(usage, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\d{12}\.json$/.test(name),
      );
      return files.map((name) => JSON.parse(readFileSync(join(usage, name), 'utf8')) as UsageReport);
    },
    async close() {
      await service?.close();
      await Promise.all([forwarder.close(), subgraph.close(), identity.close(), issuer.stop(), metadata.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function note(ledger: Ledger, entries: readonly Entry[]): void {
  for (const { key, failed } of entries) {
    const counts = ledger.get(key) ?? { requests: 0, errors: 0 };
    counts.requests++;
    if (failed) counts.errors++;
    ledger.set(key, counts);
  }
}

const hello = { query: 'query Hello { hello }' };

/** Of which operations a request consists. The values in them are others each time. */
const questions: readonly { readonly operations: readonly string[]; readonly body: (number: number) => unknown }[] = [
  { operations: ['Hello'], body: () => hello },
  { operations: ['Card'], body: (id) => ({ query: `query Card { c${id}: person(id: "P-${id}") { name nick } }` }) },
  { operations: ['Broken'], body: () => ({ query: 'query Broken { broken }' }) },
  {
    operations: ['Hello', 'Card'],
    body: (id) => [hello, { query: `query Card { it: person(id: "Q-${id}") { name nick } }` }],
  },
];

/** As the subgraph answers what the gateway asks. */
function answerTo(query: string): object {
  if (/\bbroken\b/.test(query)) return { data: { broken: null }, errors: [{ message: 'broken', path: ['broken'] }] };
  const person = /(\w+):\s*person\b/.exec(query)?.[1];
  return { data: person ? { [person]: { name: 'Ada', nick: null } } : { hello: 'world' } };
}
