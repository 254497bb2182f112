// Tells the metadata service which columns reach which fields, as requests have shown. No value and no statement leaves the process:
// only names of columns and of fields. What cannot be delivered is seen again in later requests.
import { LRUCache } from 'lru-cache';
import type { Log } from '../log.ts';
import type { MetadataService } from '../metadata-service.ts';
import type { Database } from '../postgres.ts';
import { type Rounds, type Schedule, startRounds } from '../rounds.ts';
import type { Finding } from './observation.ts';
import { databaseName } from './queries.ts';
import type { Column } from './read-plan.ts';
import type { SqlObserver } from './sql-observer.ts';
import { type TracedStatement, traceStatement } from './trace-statement.ts';

/** As `POST /api/v1/lineage/observed` takes it. */
export interface ObservedEdge extends Column {
  /** `Order.total` */
  readonly field: string;
  /** INDIRECT: the column only decides which value it is. */
  readonly transform: 'DIRECT' | 'INDIRECT';
}

export interface SqlReporterOptions {
  readonly domain: string;
  /** Where the database is; credentials are not looked at. */
  readonly databaseUrl: string;
  readonly observer: SqlObserver;
  /** Over a connection that no request waits for. */
  readonly database: Database;
  readonly metadata: MetadataService;
  readonly log: Log;
  readonly intervalMs?: number;
  readonly schedule?: Schedule;
}

const maxStatements = 1_000;
const maxEdges = 1_000;
/** Edges that were reported are reported again after so many rounds, so that it shows when each was last seen. */
const repeatAfterRounds = 60;

export function startSqlReporter({ observer, database, metadata, log, ...options }: SqlReporterOptions): Rounds {
  const traces = new LRUCache<string, TracedStatement>({ max: maxStatements });
  const nextRound = new Map<string, number>();
  let rounds = 0;

  async function report(): Promise<void> {
    rounds += 1;
    const edges = await edgesOf(observer.takeFindings());
    const isDue = (edge: ObservedEdge) => rounds >= (nextRound.get(JSON.stringify(edge)) ?? 0);
    const due = [...edges.values()].filter(isDue);
    for (let at = 0; at < due.length; at += maxEdges) {
      const batch = due.slice(at, at + maxEdges);
      await metadata.post('/api/v1/lineage/observed', {
        domain: options.domain,
        namespace: namespaceOf(options.databaseUrl),
        database: await databaseName(database),
        edges: batch,
      });
      for (const edge of batch) nextRound.set(JSON.stringify(edge), rounds + repeatAfterRounds);
    }
  }

  /** One for each pair of column and field; a value that arrives counts for more than a condition. */
  async function edgesOf(findings: readonly Finding[]): Promise<ReadonlyMap<string, ObservedEdge>> {
    const edges = new Map<string, ObservedEdge>();
    for (const { field, from, transform } of findings) {
      const isColumn = 'place' in from;
      const { outputs, conditions } = await traceOf(isColumn ? from.statement : from);
      for (const column of isColumn ? (outputs[from.place] ?? []) : conditions) {
        const key = JSON.stringify([column.schema, column.table, column.column, field]);
        if (edges.get(key)?.transform !== 'DIRECT') edges.set(key, { ...column, field, transform });
      }
    }
    return edges;
  }

  async function traceOf(statement: Parameters<typeof traceStatement>[1]): Promise<TracedStatement> {
    const trace = traces.get(statement.text) ?? (await traceStatement(database, statement));
    traces.set(statement.text, trace);
    return trace;
  }

  return startRounds({
    round: report,
    intervalMs: options.intervalMs ?? 10_000,
    onFailing: (error) =>
      log.warn({ event: 'lineage.unreported', err: error }, 'What requests read cannot be reported; trying again.'),
    schedule: options.schedule,
  });
}

/** As OpenLineage names a server of Postgres. */
function namespaceOf(databaseUrl: string): string {
  const { hostname, port } = new URL(databaseUrl);
  return `postgres://${hostname}:${port || '5432'}`;
}
