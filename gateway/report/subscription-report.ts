// Report of a subscription: a line when it starts, and one when it ends with what became of its events. An event is no line of
// its own: there may be hundreds a second.
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';
import type { OperationReport } from './report.ts';

/** Filled by the walk of a subscription; the parts of an operation's report that come with every event are counted. */
export interface SubscriptionReport extends OperationReport {
  /** @param subgraph that the events come from */
  started(subgraph: string): void;
  /** An event was answered, and is about to be sent. */
  answered(): Promise<void> | undefined;
  /** The client wants no more events, or is gone. */
  left(): void;
}

/** @param operation the report of an operation, for what is of no interest here */
export function reportSubscription(log: Log, requestId: string, operation: OperationReport): SubscriptionReport {
  const startedAt = performance.now();
  const denied = new Set<string>();
  const facts: Record<string, unknown> = { requestId };
  let outcome = 'completed';
  let events = 0;
  let failures = 0;
  let fault: unknown;
  return {
    ...operation,
    asks(caller, search) {
      operation.asks(caller, search);
      Object.assign(facts, { client: caller.client, purpose: caller.purpose });
    },
    prepared(prepared, generation) {
      operation.prepared(prepared, generation);
      Object.assign(facts, { operation: prepared.name, hash: prepared.hash.slice(0, 16), generation: generation.id });
    },
    authorized(authorization, variables) {
      const set = operation.authorized(authorization, variables);
      for (const coordinate of set.denied) denied.add(coordinate);
      return set;
    },
    started(subgraph) {
      operation.began();
      Object.assign(facts, { subgraph });
      log.info({ event: 'subscription.start', ...facts, denied: [...denied] }, 'a subscription starts');
    },
    fetched(data) {
      operation.fetched(data);
      failures += data.failures.length;
    },
    answered() {
      events++;
      operation.eventAnswered();
      return operation.delivering();
    },
    left() {
      outcome = 'left';
    },
    failed(error) {
      operation.failed(error);
      outcome = error instanceof GordianError ? error.code : 'INTERNAL';
      // Why a source was lost is for operators, and only here.
      fault = error instanceof GordianError ? error.cause : error;
    },
    end() {
      const durationMs = Math.round(performance.now() - startedAt);
      const line = { event: 'subscription.end', ...facts, outcome, events, failures, denied: [...denied], durationMs };
      if (fault) log.warn({ ...line, err: fault }, 'a subscription ended before its time');
      else log.info(line, 'a subscription ended');
      return operation.recorded();
    },
  };
}
