// A subgraph without its process, for the tests of a project: its schema over an embedded Postgres of its own, migrated and seeded,
// asked directly. Rules are not asked here: `gordian policy test` says who sees what.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExecutionResult, graphql } from 'graphql';
import { anonymous } from './caller.ts';
import { fixedClock } from './clock.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { GordianError } from './errors.ts';
import { freePort } from './free-port.ts';
import { silentLog } from './log.ts';
import { migrate } from './migrate.ts';
import { createDatabase, type Database } from './postgres.ts';
import { projectFile } from './project-files.ts';
import { provisionDomain } from './provision-domain.ts';
import { type Seed, seedOnce } from './seed-once.ts';
import type { SubgraphContext } from './serve-subgraph.ts';
import { type Resolvers, subgraphSchema } from './subgraph-schema.ts';

export interface TestedSubgraph {
  /** Of the folder below subgraphs/. */
  readonly name: string;
  readonly resolvers: Resolvers;
  readonly createLoaders: (database: Database) => unknown;
  readonly seed?: Seed;
}

/** Names an entity by its key: `{ __typename: 'Supplier', id: 'S-1' }`. */
export interface Representation {
  readonly __typename: string;
  readonly [keyField: string]: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what a test looks at
type Answer = any;

export interface SubgraphUnderTest {
  /** As the domain's own role, for rows that only one test needs. */
  readonly database: Database;
  /** The data of an answer. @throws the first error, when there is one: a GordianError as the resolver threw it */
  ask(document: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Entities of one type as the gateway asks for them; null for each that there is none of. @param selection such as `{ name }` */
  entities(representations: readonly Representation[], selection: string): Promise<Answer[]>;
  close(): Promise<void>;
}

/** The instant that tests take for now. */
const now = new Date('2026-01-01T00:00:00Z');

/** Takes about two seconds: share one per file, and close it at its end. */
export async function openSubgraph(subgraph: TestedSubgraph): Promise<SubgraphUnderTest> {
  const folder = projectFile(join('subgraphs', subgraph.name));
  const schema = subgraphSchema(readFileSync(join(folder, 'schema.graphql'), 'utf8'), subgraph.resolvers);
  const server = await startServer();
  const password = 'test';
  const url = await provisionDomain(server.url, { domain: subgraph.name, password });
  const database = createDatabase({ url, applicationName: 'test', statementTimeoutMs: 0 });
  const close = async () => {
    await database.close();
    await server.stop();
  };
  try {
    await fill(database, subgraph, folder);
  } catch (error) {
    await close();
    throw error;
  }

  const ask = async (source: string, variableValues: Record<string, unknown> = {}): Promise<Answer> =>
    dataOf(await graphql({ schema, source, variableValues, contextValue: testedContext(subgraph, database, now) }));
  return {
    database,
    ask,
    entities: async (representations, selection) => {
      const selected = `... on ${representations[0]?.__typename} ${selection}`;
      const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ${selected} } }`;
      return (await ask(document, { of: representations }))._entities;
    },
    close,
  };
}

async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-project-test-'));
  // Such a folder is closed to others, and the server's account is another one when we are root.
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres({
    dataDirectory: folder,
    port: await freePort(),
    // Only the run of a test is at stake, not data.
    serverSettings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      for (const path of [server.dataDirectory, folder]) rmSync(path, { recursive: true, force: true });
    },
  };
}

async function fill(database: Database, { name, seed }: TestedSubgraph, folder: string): Promise<void> {
  await migrate(database, join(folder, 'migrations'));
  if (seed) await seedOnce({ database, name, now, seed, progress: () => {} });
}

/** Each question has its own loaders, as a request has; nobody asks, and the clock stands still. */
export function testedContext(
  { createLoaders }: Pick<TestedSubgraph, 'createLoaders'>,
  database: Database,
  instant: Date,
): SubgraphContext {
  return {
    caller: anonymous,
    internal: new Set(),
    policyVersion: 'test',
    database,
    loaders: createLoaders(database),
    clock: fixedClock(instant),
    log: silentLog,
    requestId: 'test',
  };
}

function dataOf({ data, errors }: ExecutionResult): ExecutionResult['data'] {
  const [error] = errors ?? [];
  if (!error) return data;
  throw error.originalError instanceof GordianError ? error.originalError : error;
}
