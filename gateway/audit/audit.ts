// The audit of a gateway: each operation leaves a record in the spool before its answer is sent, and what must not happen
// unrecorded leaves one before anything is fetched. When the spool cannot be written, such operations are refused; the others go
// on, and are counted and told.
import type { Caller } from '../../kit/caller.ts';
import type { EntityReference } from '../../kit/entity-reference.ts';
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';
import type { DecisionSet } from './decision-set.ts';
import { intentRecord, type OperationFacts, type Outcome, outcomeRecord, unauditedRecord } from './operation-record.ts';
import { createRefusals } from './refusals.ts';
import { createShownEntities, type ShownEntities } from './shown-entities.ts';
import type { Spool } from './spool.ts';

export interface Audit {
  begin(requestId: string): OperationAudit;
  /** Whose protected data an answer shows; nobody's where there is no key to refer to them. */
  readonly shownEntities: ShownEntities;
  /** A request that was refused before it became an operation. */
  refused(code: string): void;
  /** Operations that were answered without a record, since the start. */
  unaudited(): number;
  /** Of the spool on disk; what was delivered goes with its file. */
  spooledBytes(): number;
  /** Writes what waits. */
  stop(): Promise<void>;
}

/** Filled by the report of the operation. */
export interface OperationAudit {
  asks(caller: Caller): void;
  /** @param opened may grow until the end */
  judged(set: DecisionSet, opened?: ReadonlySet<string>): void;
  /**
   * Before anything is fetched. Undefined when there is nothing to wait for.
   * @throws GordianError AUDIT_UNAVAILABLE when it may not happen unrecorded, and cannot be recorded
   */
  intend(): Promise<void> | undefined;
  /** Before an answer, or a part of one, is sent. Never rejects. */
  record(outcome: Outcome): Promise<void> | undefined;
}

export const noAudit: Audit = {
  begin: () => ({ asks() {}, judged() {}, intend: () => undefined, record: () => undefined }),
  shownEntities: () => [],
  refused() {},
  unaudited: () => 0,
  spooledBytes: () => 0,
  stop: () => Promise.resolve(),
};

/** @param entityReference null: entities are not recorded */
export function createAudit(spool: Spool, log: Log, entityReference: EntityReference | null): Audit {
  const gap = createGap(spool, log);
  const refusals = createRefusals((record) => void spool.append(record).catch(gap.note));

  function write(facts: OperationFacts, set: DecisionSet | null, outcome: Outcome): Promise<void> {
    explain(set);
    return spool.append(outcomeRecord(facts, outcome)).then(gap.close, gap.note);
  }

  /** Once in each epoch of the spool; those that come before it is written do the same, which is only a line too many. */
  function explain(set: DecisionSet | null): void {
    if (set === null || set.writtenIn === spool.epoch()) return;
    const epoch = spool.epoch();
    spool.append(set.record).then(
      () => {
        set.writtenIn = epoch;
      },
      // Whoever needs it is told by the record that follows, in the same write.
      () => {},
    );
  }

  async function writeIntent(facts: OperationFacts, set: DecisionSet): Promise<void> {
    try {
      explain(set);
      await spool.appendDurably(intentRecord(facts));
    } catch (cause) {
      log.error({ event: 'audit.refused', requestId: facts.requestId, err: cause }, 'No audit record, no operation.');
      throw unavailable(cause);
    }
  }

  function begin(requestId: string): OperationAudit {
    let caller: Caller | null = null;
    let set: DecisionSet | null = null;
    let opened: ReadonlySet<string> = new Set();
    const facts = (): OperationFacts => ({ requestId, caller, decisions: set?.hash ?? null, opened });
    return {
      asks(known) {
        caller = known;
      },
      judged(known, openedBy = opened) {
        set = known;
        opened = openedBy;
      },
      intend: () => (set && (set.isSensitive || caller?.breakGlass) ? writeIntent(facts(), set) : undefined),
      record(outcome) {
        const isStranger = set === null && !caller?.subject;
        if (isStranger && !refusals.mayTellApart()) return void refusals.count(outcome.code ?? 'INTERNAL');
        return write(facts(), set, outcome);
      },
    };
  }

  return {
    begin,
    shownEntities: entityReference ? createShownEntities(entityReference) : () => [],
    refused: refusals.count,
    unaudited: gap.operations,
    spooledBytes: spool.bytes,
    async stop() {
      refusals.stop();
      await spool.close();
    },
  };
}

function unavailable(cause: unknown): GordianError {
  return new GordianError(
    'AUDIT_UNAVAILABLE',
    'This operation must be on record before it runs, and the record cannot be written at the moment. Nothing was fetched or changed.',
    { cause },
  );
}

const tellEveryMs = 10_000;

/** Counts what goes unrecorded, tells it at once and then from time to time, and puts it on record when that can be done again. */
function createGap(spool: Spool, log: Log) {
  let total = 0;
  let unrecorded = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    operations: () => total,
    note(cause: unknown): void {
      total++;
      unrecorded++;
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      log.error(
        { event: 'audit.unavailable', unaudited: total, err: cause },
        'Operations are answered without an audit record: see to the spool.',
      );
    },
    close(): void {
      if (unrecorded === 0) return;
      const operations = unrecorded;
      unrecorded = 0;
      toldAt = Number.NEGATIVE_INFINITY;
      log.warn({ event: 'audit.resumed', unaudited: operations }, 'The audit is written again.');
      spool.append(unauditedRecord(operations)).catch(() => {
        unrecorded += operations;
      });
    },
  };
}
