// Report: one log line per operation with what it asked, what was denied and where the time went. No values, no subject, no variables.

import type { Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { OperationCost } from '../demand/demand-control.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { PreparedOperation } from '../operation/prepared-operation.ts';

export interface Reporter {
  begin(requestId: string): OperationReport;
}

/** Filled by the walk, stage by stage; `end` writes it. */
export interface OperationReport {
  prepared(operation: PreparedOperation, caller: Caller, generation: string): void;
  authorized(operation: AuthorizedOperation): void;
  /** What the operation may cost, and once it is answered what it did. */
  weighed(cost: OperationCost, actual?: number): void;
  fetched(data: FetchedData): void;
  /** Of an answer that came in parts. */
  delivered(parts: number): void;
  failed(error: unknown): void;
  /** The id that a denial shows to the client, and under which this line is found. */
  readonly decisionId: () => string;
  end(): void;
}

export function createReporter(log: Log): Reporter {
  return { begin: (requestId) => beginReport(log, requestId) };
}

function beginReport(log: Log, requestId: string): OperationReport {
  const startedAt = performance.now();
  const facts: Record<string, unknown> = { event: 'operation', requestId };
  let fault: unknown;
  return {
    prepared({ kind, name, hash }, { client, purpose }, generation) {
      Object.assign(facts, { kind, operation: name, hash: hash.slice(0, 16), client, purpose, generation });
    },
    authorized(operation) {
      const judged = coordinatesByVerdict(operation);
      if (judged.deny.length > 0) facts.denied = judged.deny;
      if (judged.mask.length > 0) facts.masked = judged.mask;
      if (judged.row.length > 0) facts.byRow = judged.row;
    },
    weighed({ estimated, objection }, actual) {
      facts.cost = { estimated, actual, objection: objection?.code };
    },
    fetched({ fetches, failures }) {
      facts.fetches = fetches.map(
        ({ subgraph, status, durationMs }) => `${subgraph} ${status} ${durationMs.toFixed(1)} ms`,
      );
      // A subgraph may fail a thousand times alike.
      if (failures.length > 0)
        facts.failures = [...new Set(failures.map(({ code, subgraph }) => `${code} ${subgraph}`))];
    },
    delivered(parts) {
      facts.parts = parts;
    },
    failed(error) {
      facts.refused = error instanceof GordianError ? error.code : 'INTERNAL';
      // A refusal is the client's affair; only what we did not foresee is worth a stack.
      if (!(error instanceof GordianError)) fault = error;
    },
    decisionId: () => requestId,
    end() {
      facts.durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      if (fault) log.error({ ...facts, err: fault }, 'an operation failed');
      else log.info(facts, 'an operation was answered');
    },
  };
}

export interface JudgedCoordinates {
  readonly deny: readonly string[];
  readonly mask: readonly string[];
  /** Judged row by row. */
  readonly row: readonly string[];
}

const judgedCoordinates = new WeakMap<AuthorizedOperation, JudgedCoordinates>();

/** Worked out once for all callers with equal verdicts. */
export function coordinatesByVerdict(operation: AuthorizedOperation): JudgedCoordinates {
  const known = judgedCoordinates.get(operation);
  if (known) return known;
  const judged = { deny: new Set<string>(), mask: new Set<string>(), row: new Set<string>() };
  operation.verdicts.forEach((verdict, slot) => {
    if (verdict) judged[verdict.kind].add(operation.shape.fields[slot]!.coordinate);
  });
  const coordinates = { deny: [...judged.deny], mask: [...judged.mask], row: [...judged.row] };
  judgedCoordinates.set(operation, coordinates);
  return coordinates;
}
