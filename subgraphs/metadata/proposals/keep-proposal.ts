// What a registration leaves behind of the agreement that it needs: a proposal where there was none, the facts that were found, and
// its end when the changes are published. Part of the registration's transaction, under the lock of the registry.
import type { Queries } from '../../../kit/postgres.ts';
import type { JudgedChange } from '../registry/verdict/judged-change.ts';
import type { Consent } from './consent.ts';
import { type Proposal, stateAfter } from './proposal.ts';
import { insertAcknowledgement } from './queries/acknowledgements.ts';
import { insertProposal, moveProposal } from './queries/proposals.ts';

/** How long consumers have to answer, unless the registration says another time. */
const defaultDeadlineDays = 30;
const dayMs = 86_400_000;

export interface Offered {
  readonly productUrn: string;
  readonly baseVersion: string;
  readonly version: string;
  readonly odcs: string;
  readonly sdl: string;
  readonly changes: readonly JudgedChange[];
  readonly sourceRevision: string;
  readonly proposedBy: string;
}

/** @param outcome what the registration comes to: `ASKED` when it has to wait */
export async function keepProposal(
  transaction: Queries,
  offered: Offered,
  consent: Consent,
  outcome: 'ASKED' | 'PUBLISHED' | 'FORCED',
  now: Date,
): Promise<Proposal> {
  const proposal = consent.proposal ?? (await open(transaction, offered, consent, now));
  await keepFacts(transaction, proposal, consent, now);
  const state = outcome === 'ASKED' ? stateAfter(consent.affected, consent.words, consent.agreeing) : outcome;
  await moveProposal(transaction, proposal.id, state, now);
  return { ...proposal, state };
}

function open(transaction: Queries, offered: Offered, consent: Consent, now: Date): Promise<Proposal> {
  const { changesHash, affected } = consent;
  const deadline = new Date(now.getTime() + defaultDeadlineDays * dayMs);
  return insertProposal(transaction, { ...offered, changesHash, affected, deadline }, now);
}

/** Each once: a registration that is tried again finds the same. */
async function keepFacts(transaction: Queries, { id }: Proposal, { facts, words }: Consent, now: Date): Promise<void> {
  const known = new Set(words.map(({ consumer, source }) => `${consumer} ${source}`));
  for (const { consumer, source, note } of facts.filter((fact) => !known.has(`${fact.consumer} ${fact.source}`)))
    await insertAcknowledgement(transaction, {
      proposalId: id,
      consumer,
      response: 'APPROVED',
      source,
      givenBy: 'registry',
      givenAt: now,
      migrateBy: null,
      note,
    });
}
