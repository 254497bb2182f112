// Report: one log line per operation with what it asked, what was denied and where the time went, its record in the audit, and its
// place in the usage. The line has no values, no subject and no variables.

import type { Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';
import type { Variables } from '../../policies/compiler/input-coordinates.ts';
import type { Audit } from '../audit/audit.ts';
import { type DecisionSet, decisionSetOf, type JudgingGeneration } from '../audit/decision-set.ts';
import { fetchFacts, type Outcome } from '../audit/operation-record.ts';
import type { Authorization } from '../authorize/authorized-operation.ts';
import type { OperationCost } from '../demand/demand-control.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { PreparedOperation } from '../operation/prepared-operation.ts';
import type { JudgedRows } from '../project/judge-rows.ts';
import { OperationUsage } from '../usage/operation-usage.ts';
import type { Usage } from '../usage/usage.ts';

export interface Reporter {
  begin(requestId: string): OperationReport;
}

/** Filled by the walk, stage by stage; `end` writes it. */
export interface OperationReport {
  /** @param search the id of a search whose findings the client tries */
  asks(caller: Caller, search?: string | null): void;
  prepared(operation: PreparedOperation, generation: JudgingGeneration): void;
  /** It is only asked about: nothing of it is shown, and nobody has used it. */
  explains(parts: readonly string[]): void;
  /** @param variables coerced */
  authorized(authorization: Authorization, variables: Variables): DecisionSet;
  /** What the operation may cost, and once it is answered what it did. */
  weighed(cost: OperationCost, actual?: number): void;
  /**
   * Everything is ready to be fetched. Undefined when there is nothing to wait for.
   * @throws GordianError AUDIT_UNAVAILABLE when it may not happen unrecorded
   */
  beforeFetch(): Promise<void> | undefined;
  fetched(data: FetchedData): void;
  judged(authorization: Authorization, data: FetchedData, rows: JudgedRows | null): void;
  /** @param bytes of the data that is about to be sent */
  projected(bytes: number): void;
  /** It is a subscription, and its events are followed. */
  began(): void;
  /** An event of it is about to be sent. */
  eventAnswered(): void;
  /** Puts on record what is known so far, before a part of the answer is sent. Never rejects. */
  delivering(): Promise<void> | undefined;
  /** Of an answer that came in parts. */
  delivered(parts: number): void;
  failed(error: unknown): void;
  /** The id that a denial shows to the client, and under which this line is found. */
  readonly decisionId: () => string;
  /** Once, before the answer is sent; undefined when there is nothing to wait for. Never rejects. */
  end(): Promise<void> | undefined;
  /** The same without the line of the log. */
  recorded(): Promise<void> | undefined;
}

export function createReporter(log: Log, audit: Audit, usage: Usage): Reporter {
  return { begin: (requestId) => beginReport({ log, audit, usage }, requestId) };
}

interface Reported {
  readonly log: Log;
  readonly audit: Audit;
  readonly usage: Usage;
}

function beginReport({ log, audit, usage }: Reported, requestId: string): OperationReport {
  const startedAt = performance.now();
  const record = audit.begin(requestId);
  const used = new OperationUsage(usage);
  const facts: Record<string, unknown> = { event: 'operation', requestId };
  let asked: { readonly prepared: PreparedOperation; readonly generation: JudgingGeneration };
  let outcome: Outcome = nothingFetched;
  let fault: unknown;
  const elapsedMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
  const recorded = () => {
    used.ended();
    return record.record({ ...outcome, durationMs: elapsedMs() });
  };
  return {
    asks(caller, search = null) {
      Object.assign(facts, { client: caller.client, purpose: caller.purpose });
      record.asks(caller);
      used.asks(caller, search);
    },
    prepared(prepared, generation) {
      asked = { prepared, generation };
      used.prepared(prepared);
      const { kind, name, hash } = prepared;
      Object.assign(facts, { kind, operation: name, hash: hash.slice(0, 16), generation: generation.id });
    },
    explains(parts) {
      facts.explained = parts;
      used.explained();
      outcome = { ...outcome, outcome: 'explained' };
    },
    authorized({ operation, opened }, variables) {
      const set = decisionSetOf({ ...asked, operation, variables });
      if (set.denied.length > 0) facts.denied = set.denied;
      if (set.masked.length > 0) facts.masked = set.masked;
      record.judged(set, opened);
      return set;
    },
    weighed({ estimated, objection }, actual) {
      facts.cost = { estimated, actual, objection: objection?.code };
    },
    beforeFetch: record.intend,
    fetched(data) {
      used.fetched(data);
      const { subgraphs, failures } = fetchFacts(data);
      outcome = { ...outcome, subgraphs, failures };
      facts.fetches = data.fetches.map(
        ({ subgraph, status, durationMs }) => `${subgraph} ${status} ${durationMs.toFixed(1)} ms`,
      );
      if (failures.length > 0) facts.failures = failures;
    },
    judged({ operation }, data, rows) {
      const rowsDropped = rows ? Object.fromEntries(rows.hidden) : {};
      outcome = { ...outcome, rowsDropped, entities: audit.shownEntities(operation, data, rows) };
      used.judged(operation, data);
    },
    projected: (bytes) => used.answered(bytes),
    began: () => used.began(),
    eventAnswered: () => used.eventAnswered(),
    delivering: () => record.record({ ...outcome, outcome: 'delivering', durationMs: elapsedMs() }),
    delivered(parts) {
      facts.parts = parts;
    },
    failed(error) {
      used.failed();
      const isForeseen = error instanceof GordianError;
      facts.refused = isForeseen ? error.code : 'INTERNAL';
      outcome = { ...outcome, outcome: isForeseen ? 'refused' : 'failed', code: facts.refused as string };
      // A refusal is the client's affair; only what we did not foresee is worth a stack.
      if (!isForeseen) fault = error;
    },
    decisionId: () => requestId,
    end() {
      facts.durationMs = elapsedMs();
      if (fault) log.error({ ...facts, err: fault }, 'an operation failed');
      else log.info(facts, 'an operation was answered');
      return recorded();
    },
    recorded,
  };
}

const nothingFetched: Outcome = {
  outcome: 'answered',
  subgraphs: [],
  failures: [],
  rowsDropped: {},
  entities: [],
  durationMs: 0,
};
