// A proposal as it is stored, and what its state means at an instant.
import type { AffectedConsumer, JudgedChange } from '../registry/verdict/judged-change.ts';

export type ProposalState = 'PENDING' | 'APPROVED' | 'REJECTED' | 'WITHDRAWN' | 'EXPIRED' | 'PUBLISHED' | 'FORCED';
export type AcknowledgementResponse = 'APPROVED' | 'MIGRATING' | 'BLOCKED';
export type AcknowledgementSource = 'HUMAN' | 'TRAFFIC_STOPPED' | 'CONTRACT_TEST_PASSED';

export interface Proposal {
  readonly id: string;
  readonly contractId: number;
  readonly productUrn: string;
  readonly baseVersion: string;
  /** The version that was offered when it was opened. */
  readonly version: string;
  readonly changes: readonly JudgedChange[];
  readonly affected: readonly AffectedConsumer[];
  readonly state: ProposalState;
  readonly sourceRevision: string;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly deadline: Date;
  readonly closedAt: Date | null;
}

export interface Acknowledgement {
  readonly proposalId: string;
  readonly consumer: string;
  readonly response: AcknowledgementResponse;
  readonly source: AcknowledgementSource;
  readonly givenBy: string;
  readonly givenAt: Date;
  readonly migrateBy: Date | null;
  readonly note: string | null;
}

/** Silence until the deadline is no agreement: then it has to be asked again. What was agreed to stays agreed. */
export function stateAt({ state, deadline }: Pick<Proposal, 'state' | 'deadline'>, now: Date): ProposalState {
  return (state === 'PENDING' || state === 'REJECTED') && deadline <= now ? 'EXPIRED' : state;
}

/** What the words of the consumers come to. `settled` says of each whether it agrees. */
export function stateAfter(
  affected: readonly AffectedConsumer[],
  words: readonly Pick<Acknowledgement, 'consumer' | 'response'>[],
  settled: ReadonlySet<string>,
): ProposalState {
  if (affected.every(({ consumer }) => settled.has(consumer))) return 'APPROVED';
  const newest = new Map(words.map(({ consumer, response }) => [consumer, response]));
  return [...newest].some(([consumer, response]) => response === 'BLOCKED' && !settled.has(consumer))
    ? 'REJECTED'
    : 'PENDING';
}
