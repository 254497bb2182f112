// Whether those whom a version breaks have agreed to it: looks for the open proposal of its changes, for what was said to it, and for
// facts that speak instead. Writes nothing; see keep-proposal.ts.
import type { Queries } from '../../../kit/postgres.ts';
import type { AffectedConsumer, JudgedChange } from '../registry/verdict/judged-change.ts';
import { agreeing, type Fact } from './agreement.ts';
import { findFacts } from './find-facts.ts';
import type { Acknowledgement, Proposal } from './proposal.ts';
import { affectedConsumers, changesHash } from './proposed-changes.ts';
import { acknowledgementsOf } from './queries/acknowledgements.ts';
import { openProposal } from './queries/proposals.ts';

export interface Consent {
  /** Of what breaks; SHA-256, hex. */
  readonly changesHash: string;
  readonly affected: readonly AffectedConsumer[];
  readonly proposal: Proposal | null;
  readonly words: readonly Acknowledgement[];
  readonly facts: readonly Fact[];
  /** Of those affected, who agrees. */
  readonly agreeing: ReadonlySet<string>;
}

/** @returns null where nobody has to agree */
export async function findConsent(
  queries: Queries,
  {
    productUrn,
    changes,
    supergraphSdl,
  }: { readonly productUrn: string; readonly changes: readonly JudgedChange[]; readonly supergraphSdl: string },
  now: Date,
): Promise<Consent | null> {
  const affected = affectedConsumers(changes);
  if (affected.length === 0) return null;
  const hash = changesHash(changes);
  const proposal = await openProposal(queries, productUrn, hash, now);
  const words = proposal === null ? [] : await acknowledgementsOf(queries, [proposal.id]);
  const facts = await findFacts(queries, affected, { changes, supergraphSdl }, now);
  return { changesHash: hash, affected, proposal, words, facts, agreeing: agreeing(affected, words, facts, now) };
}
