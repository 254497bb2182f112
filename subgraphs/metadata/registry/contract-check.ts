// What a check says of one product, and a registration likewise: the changes with their verdicts, what they ask for, and what
// stands in the way. Plain JSON: it is answered, and kept with the key of an idempotent request.
import type { Bump } from '../../../schema/contract-changes/contract-change.ts';
import type { Problem } from '../../../schema/problem.ts';
import type { Consent } from '../proposals/consent.ts';
import { type Proposal, stateAt } from '../proposals/proposal.ts';
import { type IsNamed, type JudgedChange, somebody } from './verdict/judged-change.ts';

export interface ContractCheck {
  readonly product: string;
  readonly version: string;
  /** In force; null where the product is new. */
  readonly previousVersion: string | null;
  readonly requiredBump: Bump;
  readonly changes: readonly JudgedChange[];
  readonly policies: readonly PolicyResult[];
  /** Of versions and of consumers; errors stop the registration. */
  readonly problems: readonly Problem[];
  /** The open proposal of these changes; null where nobody has to be asked, or nobody was yet. */
  readonly proposal: ProposalReference | null;
}

export interface PolicyResult {
  /** Such as `version-bump`. */
  readonly policy: string;
  readonly passed: boolean;
  /** `APPROVAL`: people decide. */
  readonly severity: 'INFO' | 'APPROVAL';
  readonly detail: string;
}

export interface ProposalReference {
  readonly id: string;
  readonly state: string;
  readonly deadline: string;
  /** Consumers that have not agreed yet. */
  readonly waitingFor: readonly string[];
}

export function proposalReference(
  proposal: Proposal,
  { affected, agreeing }: Pick<Consent, 'affected' | 'agreeing'>,
  now: Date,
  isNamed: IsNamed,
): ProposalReference {
  const waiting = affected.map(({ consumer }) => consumer).filter((consumer) => !agreeing.has(consumer));
  return {
    id: proposal.id,
    state: stateAt(proposal, now),
    deadline: proposal.deadline.toISOString(),
    waitingFor: waiting.map((consumer) => (isNamed(consumer) ? consumer : somebody)),
  };
}
