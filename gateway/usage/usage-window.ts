// What is counted between two reports: numbers in maps, keyed by objects that are there already, so that a request makes no text
// and, once its operation and client were seen, nothing new.
import { latencyCounts, latencyIndex } from '../../kit/latency-bounds.ts';
import type { ReportedUse, UsageReport } from '../../kit/usage-report.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { FetchTrace } from '../execute/fetched-data.ts';
import { sizeOf, type UsedOperation } from './used-operation.ts';

export interface UsingClient {
  readonly id: string;
  readonly kind: ReportedUse['clientKind'];
}

/** What one operation, or one event of a subscription, adds. */
export interface UseFacts {
  readonly isEvent: boolean;
  readonly hasErrors: boolean;
  readonly computeMs: number;
  readonly bytes: number;
}

export interface WindowLimits {
  /** Pairs of an operation and a client. */
  readonly maxUses: number;
  /** Characters of the documents of operations that are not known yet to whoever takes the report. */
  readonly maxDocumentCharacters: number;
}

interface Use {
  readonly kind: UsingClient['kind'];
  readonly firstAtMs: number;
  lastAtMs: number;
  requests: number;
  errors: number;
  events: number;
  computeMs: number;
  bytes: number;
}

interface SubgraphFetches {
  fetches: number;
  failures: number;
  readonly latencyCounts: number[];
}

interface Observed {
  requests: number;
  observed: number;
  nulls: number;
  errors: number;
}

const maxFirstUses = 1_000;

export class UsageWindow {
  readonly fromMs: number;
  readonly #limits: WindowLimits;
  readonly #uses = new Map<UsedOperation, Map<string, Use>>();
  readonly #fetches = new Map<string, SubgraphFetches>();
  readonly #observed = new Map<Coordinate, Observed>();
  readonly #firstUses = new Map<string, UsageReport['firstUses'][number]>();
  #useCount = 0;
  #documentCharacters = 0;
  #overflowed = 0;

  constructor(fromMs: number, limits: WindowLimits) {
    this.fromMs = fromMs;
    this.#limits = limits;
  }

  /** Requests that could not be told apart. */
  get overflowed(): number {
    return this.#overflowed;
  }

  /** @returns false when there is no room to tell it from others */
  count(operation: UsedOperation, client: UsingClient, facts: UseFacts, nowMs: number): boolean {
    const use = this.#uses.get(operation)?.get(client.id) ?? this.#newUse(operation, client, nowMs);
    if (!use) {
      this.#overflowed++;
      return false;
    }
    use.lastAtMs = nowMs;
    if (facts.isEvent) use.events++;
    else use.requests++;
    if (facts.hasErrors && !facts.isEvent) use.errors++;
    use.computeMs += facts.computeMs;
    use.bytes += facts.bytes;
    return true;
  }

  fetched({ subgraph, status, durationMs }: FetchTrace): void {
    const counts = this.#fetches.get(subgraph) ?? this.#newFetches(subgraph);
    counts.fetches++;
    if (status === 'failed') counts.failures++;
    else counts.latencyCounts[latencyIndex(durationMs)]!++;
  }

  observe(coordinate: Coordinate, observed: number, nulls: number, errors: number): void {
    const counts = this.#observed.get(coordinate) ?? { requests: 0, observed: 0, nulls: 0, errors: 0 };
    counts.requests++;
    counts.observed += observed;
    counts.nulls += nulls;
    counts.errors += errors;
    this.#observed.set(coordinate, counts);
  }

  /** The first counts. */
  firstUse(search: string, { hash }: UsedOperation, nowMs: number): void {
    const key = `${search} ${hash}`;
    if (this.#firstUses.has(key) || this.#firstUses.size >= maxFirstUses) return;
    this.#firstUses.set(key, { search, operation: hash, at: new Date(nowMs).toISOString() });
  }

  /** The operations that the report speaks of. */
  operations(): Iterable<UsedOperation> {
    return this.#uses.keys();
  }

  /** Without operations: which of them the report has to bring is known when it is sent. */
  report(): Omit<UsageReport, 'instance' | 'startedAt' | 'sequence' | 'from' | 'to' | 'isLast' | 'operations'> {
    return {
      overflowed: this.#overflowed,
      uses: [...this.#uses].flatMap(([operation, clients]) =>
        [...clients].map(([client, use]) => reportedUse(operation, client, use)),
      ),
      fetches: [...this.#fetches].map(([subgraph, counts]) => ({ subgraph, ...counts })),
      observed: [...this.#observed].map(([coordinate, counts]) => ({ coordinate, ...counts })),
      firstUses: [...this.#firstUses.values()],
    };
  }

  #newUse(operation: UsedOperation, client: UsingClient, nowMs: number): Use | null {
    if (this.#useCount >= this.#limits.maxUses || !this.#hasRoomFor(operation)) return null;
    this.#useCount++;
    const clients = this.#uses.get(operation) ?? new Map<string, Use>();
    this.#uses.set(operation, clients);
    const use = { kind: client.kind, firstAtMs: nowMs, lastAtMs: nowMs, ...nothing };
    clients.set(client.id, use);
    return use;
  }

  #hasRoomFor(operation: UsedOperation): boolean {
    if (operation.isReported || this.#uses.has(operation)) return true;
    const characters = sizeOf(operation);
    if (this.#documentCharacters + characters > this.#limits.maxDocumentCharacters) return false;
    this.#documentCharacters += characters;
    return true;
  }

  #newFetches(subgraph: string): SubgraphFetches {
    const counts = { fetches: 0, failures: 0, latencyCounts: new Array<number>(latencyCounts).fill(0) };
    this.#fetches.set(subgraph, counts);
    return counts;
  }
}

const nothing = { requests: 0, errors: 0, events: 0, computeMs: 0, bytes: 0 };

function reportedUse({ hash }: UsedOperation, client: string, use: Use): ReportedUse {
  const { kind, firstAtMs, lastAtMs, computeMs, ...counts } = use;
  return {
    operation: hash,
    client,
    clientKind: kind,
    ...counts,
    computeMs: Math.round(computeMs * 1_000) / 1_000,
    firstAt: new Date(firstAtMs).toISOString(),
    lastAt: new Date(lastAtMs).toISOString(),
  };
}
