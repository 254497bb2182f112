// The life of a subgraph process, the same for every domain: settings, migrations, seed, schema, serving, background
// work, and a clean end on SIGTERM or when the launcher that started it is gone.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { GraphQLSchema } from 'graphql';
import type { z } from 'zod';
import { systemClock } from './clock.ts';
import type { Environment } from './config.ts';
import { sealCursorsWith } from './cursor.ts';
import { endOnSignal } from './end-on-signal.ts';
import { GordianError } from './errors.ts';
import { createAssertionVerifier } from './gateway-assertion.ts';
import { createLog, type Log } from './log.ts';
import { createMetadataService, type MetadataService } from './metadata-service.ts';
import { migrate } from './migrate.ts';
import { observeFields } from './observed-sql/observe-fields.ts';
import { startSqlReporter } from './observed-sql/report-sql.ts';
import { createSqlObserver, type SqlObserver } from './observed-sql/sql-observer.ts';
import { createDatabase, type Database, type Queries } from './postgres.ts';
import { projectFile } from './project-files.ts';
import type { DomainChecks } from './quality/check.ts';
import { checkTimeoutMs, startQualityRunner } from './quality/quality-runner.ts';
import { startWatermarkReporter, type Watermark } from './report-watermarks.ts';
import { type Seed, seedOnce } from './seed-once.ts';
import { type SubgraphRoutes, type SubgraphServer, type SubgraphServices, serveSubgraph } from './serve-subgraph.ts';
import { createServiceToken } from './service-token.ts';
import { type Activity, startActivity } from './start-activity.ts';
import { type Resolvers, subgraphSchema } from './subgraph-schema.ts';
import { readSubgraphSettings, type SubgraphSettings } from './subgraph-settings.ts';

/** Guards resolvers by rules that may change while they serve. policies/ has one for each subgraph. */
export interface ResolverGuard {
  /** Calls `serve` now, and again whenever other rules are to serve; never twice at once. */
  serveBy(serve: (protect: (schema: GraphQLSchema) => Promise<GraphQLSchema>) => Promise<void>): Promise<void>;
  stop(): void;
}

export interface GuardSettings {
  /** Holds the rules; those of this package when absent. */
  readonly directory: string | undefined;
  readonly follow: boolean;
  readonly golden: 'require' | 'ignore';
  readonly keptIn: string | null;
  readonly region: string | null;
  readonly log: Log;
}

export interface Subgraph<Loaders, More extends z.ZodRawShape, Guard extends ResolverGuard> {
  /** Name of the domain, of its Postgres schema, and audience of the gateway assertion. */
  readonly name: string;
  /** Holds schema.graphql and migrations/; `subgraphs/<name>` of the project when absent. */
  readonly folder?: string;
  readonly resolvers: Resolvers;
  readonly createLoaders: (database: Database) => Loaders;
  /** Puts the rule tree around the resolvers. */
  readonly guard: (settings: GuardSettings) => Promise<Guard>;
  readonly seed?: Seed;
  readonly activity?: Activity;
  /** The latest event of each product, and of parts of it; asked every few seconds. */
  readonly watermarks?: (database: Queries) => Promise<readonly Watermark[]>;
  /** What the contracts of the products expect of the data; run here when it is due. */
  readonly quality?: DomainChecks;
  /** Whether some requests show which columns their fields are made from; true when absent. */
  readonly observesSql?: boolean;
  /** Settings of this subgraph alone, by name without GORDIAN_. */
  readonly settings?: More;
  /** Routes beside /graphql. */
  readonly routes?: (
    app: Parameters<SubgraphRoutes>[0],
    services: SubgraphServices & { readonly guard: Guard },
    settings: SubgraphSettings & z.infer<z.ZodObject<More>>,
  ) => void | Promise<void>;
  /** The SDL where it is not simply schema.graphql. */
  readonly readSdl?: (database: Database, schemaFile: string) => Promise<string>;
}

type AnySubgraph = Subgraph<unknown, z.ZodRawShape, ResolverGuard>;

/** What a process knows of itself: pass Node's `process`. */
export interface ProcessInput {
  readonly env: Environment;
  readonly argv: readonly string[];
}

/** Serves until the process is told to end. Failure to start is one log line and exit code 1. */
export async function runSubgraph<
  Loaders,
  More extends z.ZodRawShape = Record<never, never>,
  Guard extends ResolverGuard = ResolverGuard,
>(subgraph: Subgraph<Loaders, More, Guard>, input: ProcessInput): Promise<void> {
  try {
    await start(subgraph, input);
  } catch (error) {
    const message = error instanceof GordianError ? error.message : 'The subgraph could not start.';
    createLog({ name: subgraph.name }).fatal({ event: 'start.failed', err: error }, message);
    process.exit(1);
  }
}

async function start<Loaders, More extends z.ZodRawShape, Guard extends ResolverGuard>(
  subgraph: Subgraph<Loaders, More, Guard>,
  input: ProcessInput,
): Promise<void> {
  const { values: flags } = parseArgs({
    args: input.argv.slice(2),
    options: { migrate: { type: 'boolean', default: false }, seed: { type: 'boolean', default: false } },
  });
  const settings = readSubgraphSettings(input.env, subgraph.settings ?? ({} as More));
  // What all processes of a subgraph have, and nobody else.
  sealCursorsWith(settings.DATABASE_URL);
  const log = createLog({ name: subgraph.name, level: settings.LOG_LEVEL });
  const folder = subgraph.folder ?? projectFile(join('subgraphs', subgraph.name));
  await prepareDatabase(subgraph, { settings, log, folder, flags });

  const database = createDatabase({ url: settings.DATABASE_URL, applicationName: `gordian-${subgraph.name}` });
  const schemaFile = join(folder, 'schema.graphql');
  const sdl = (await subgraph.readSdl?.(database, schemaFile)) ?? readFileSync(schemaFile, 'utf8');
  const observer = observes(subgraph, settings) ? createSqlObserver() : undefined;
  const open = subgraphSchema(sdl, subgraph.resolvers);
  const guard = await subgraph.guard(guardSettings(settings, log));
  const served = await guardedSchema(guard, observer ? observeFields(open) : open);
  const server = await serveSubgraph({
    name: subgraph.name,
    schema: served.schema,
    database,
    createLoaders: subgraph.createLoaders,
    verifyAssertion: createAssertionVerifier({ jwksUrl: settings.GATEWAY_JWKS_URL, audience: subgraph.name }),
    port: settings.PORT,
    host: settings.HOST,
    bodyLimitBytes: settings.BODY_LIMIT_BYTES,
    log,
    observer,
    routes: (app, services) => subgraph.routes?.(app, { ...services, guard }, settings),
  });
  await served.continueBy(server);
  const background = startBackground(subgraph, { settings, log, database, observer });
  endOnSignal(log, async () => {
    guard.stop();
    await Promise.all([server.close(), ...background.map((task) => task.stop())]);
    await database.close();
  });
  log.info({ event: 'listening', url: server.url }, 'The subgraph listens.');
}

function guardSettings(settings: SubgraphSettings, log: Log): GuardSettings {
  const { POLICY_DIRECTORY, POLICY_FOLLOW, POLICY_GOLDEN, POLICY_KEPT_IN, REGION } = settings;
  return {
    directory: POLICY_DIRECTORY && resolve(POLICY_DIRECTORY),
    follow: POLICY_FOLLOW,
    golden: POLICY_GOLDEN,
    keptIn: POLICY_KEPT_IN ?? null,
    region: REGION ?? null,
    log,
  };
}

interface Served {
  /** What a server is to begin with. */
  readonly schema: GraphQLSchema;
  /** From now on the server gets whatever comes after it. */
  continueBy(server: Pick<SubgraphServer, 'replaceSchema'>): Promise<void>;
}

async function guardedSchema(guard: ResolverGuard, open: GraphQLSchema): Promise<Served> {
  let latest: GraphQLSchema | null = null;
  let replace = async (_schema: GraphQLSchema): Promise<void> => {};
  await guard.serveBy(async (protect) => {
    latest = await protect(open);
    await replace(latest);
  });
  const first = latest!;
  return {
    schema: first,
    continueBy: async ({ replaceSchema }) => {
      replace = replaceSchema;
      if (latest !== first) await replaceSchema(latest!);
    },
  };
}

interface Preparation {
  readonly settings: SubgraphSettings;
  readonly log: Log;
  readonly folder: string;
  readonly flags: { readonly migrate: boolean; readonly seed: boolean };
}

/** Over a connection of its own without time limits: migrations and seeds may take long, requests may not. */
async function prepareDatabase(
  subgraph: Pick<AnySubgraph, 'name' | 'seed'>,
  { settings, log, folder, flags }: Preparation,
): Promise<void> {
  const database = createDatabase({
    url: settings.DATABASE_URL,
    applicationName: `gordian-${subgraph.name}-setup`,
    maxConnections: 2,
    statementTimeoutMs: 0,
  });
  try {
    if (flags.migrate) {
      const applied = await migrate(database, join(folder, 'migrations'));
      if (applied.length > 0) log.info({ event: 'migrated', applied }, 'Migrations were applied.');
    }
    if (flags.seed && subgraph.seed) await seedNow(subgraph.name, subgraph.seed, { database, settings, log });
  } finally {
    await database.close();
  }
}

async function seedNow(
  name: string,
  seed: Seed,
  { database, settings, log }: { readonly database: Database; readonly settings: SubgraphSettings; readonly log: Log },
): Promise<void> {
  let lastPercent = -1;
  const progress = (done: number, total: number) => {
    const percent = total > 0 ? Math.floor((100 * done) / total) : 100;
    if (percent === lastPercent) return;
    lastPercent = percent;
    log.info({ event: 'seed.progress', done, total }, 'Demo data is being loaded.');
  };
  const now = settings.DEMO_NOW ?? systemClock.now();
  const seeded = await seedOnce({ database, name, now, seed, progress });
  if (seeded) log.info({ event: 'seeded' }, 'The demo data is loaded.');
}

interface Background {
  readonly settings: SubgraphSettings;
  readonly log: Log;
  readonly database: Database;
  readonly observer: SqlObserver | undefined;
}

interface BackgroundTask {
  stop(): Promise<void>;
}

function startBackground(
  { name, watermarks, activity, quality }: Pick<AnySubgraph, 'name' | 'watermarks' | 'activity' | 'quality'>,
  { settings, log, database, observer }: Background,
): BackgroundTask[] {
  const { ACTIVITY } = settings;
  const tasks: BackgroundTask[] = [];
  if (activity && ACTIVITY > 0) tasks.push(startActivity({ activity, database, rowsPerMinute: ACTIVITY, log }));
  const metadata = metadataServiceOf(settings);
  if (metadata) {
    if (observer) tasks.push(startReportingSql(name, observer, { settings, log, metadata }));
    if (watermarks) tasks.push(startWatermarkReporter({ read: () => watermarks(database), metadata, log }));
    if (quality) tasks.push(startChecking(name, quality, { settings, log, metadata }));
  }
  return tasks;
}

/** Null for a process that reports to nobody. */
function metadataServiceOf(settings: SubgraphSettings): MetadataService | null {
  const { METADATA_URL, TOKEN_URL, CLIENT_ID, CLIENT_SECRET } = settings;
  if (!METADATA_URL || !TOKEN_URL || !CLIENT_ID || !CLIENT_SECRET) return null;
  const token = createServiceToken({ tokenUrl: TOKEN_URL, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });
  return createMetadataService(METADATA_URL, token);
}

function observes({ observesSql = true }: Pick<AnySubgraph, 'observesSql'>, settings: SubgraphSettings): boolean {
  return observesSql && settings.OBSERVE_SQL && metadataServiceOf(settings) !== null;
}

/** Over a connection of its own, so that what is explained takes none from requests. */
function startReportingSql(
  name: string,
  observer: SqlObserver,
  { settings, log, metadata }: Pick<Background, 'settings' | 'log'> & { readonly metadata: MetadataService },
): BackgroundTask {
  const databaseUrl = settings.DATABASE_URL;
  const database = createDatabase({ url: databaseUrl, applicationName: `gordian-${name}-lineage`, maxConnections: 1 });
  const reporter = startSqlReporter({ domain: name, databaseUrl, observer, database, metadata, log });
  return { stop: () => reporter.stop().finally(() => database.close()) };
}

/** Over a connection of its own, so that a slow check takes none from requests. */
function startChecking(
  name: string,
  quality: DomainChecks,
  { settings, log, metadata }: Pick<Background, 'settings' | 'log'> & { readonly metadata: MetadataService },
): BackgroundTask {
  const database = createDatabase({
    url: settings.DATABASE_URL,
    applicationName: `gordian-${name}-quality`,
    maxConnections: 1,
    statementTimeoutMs: checkTimeoutMs,
  });
  const runner = startQualityRunner({ ...quality, database, metadata, log });
  // Nobody waits for a check that is under way: it only reads, and what it would have reported is run again.
  return { stop: async () => void runner.stop().finally(() => database.close()) };
}
