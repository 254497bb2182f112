// What people do about a proposal: consumers answer, producers take it back. It is locked first, so that of two who act at once the
// second one sees what the first has done.
import type { Clock } from '../../../kit/clock.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { badInput, textInput } from '../../../kit/user-input.ts';
import { alreadyDecided, notFound, reasonInput } from '../access/access-services.ts';
import type { Person } from '../access/person.ts';
import { productsByUrn } from '../catalogue/queries.ts';
import { requireConsumer, requireProducer } from '../registry/acting.ts';
import { recordChange } from '../registry/record-change.ts';
import { agreeing } from './agreement.ts';
import { type AcknowledgementResponse, type Proposal, stateAfter, stateAt } from './proposal.ts';
import { acknowledgementsOf, insertAcknowledgement } from './queries/acknowledgements.ts';
import { lockProposal, moveProposal } from './queries/proposals.ts';

export interface ProposalServices {
  readonly database: Database;
  readonly clock: Clock;
}

export interface Answer {
  readonly proposal: string;
  readonly consumer: string;
  readonly response: AcknowledgementResponse;
  readonly migrateBy?: Date | null;
  readonly note?: string | null;
}

export async function acknowledge(
  { database, clock }: ProposalServices,
  person: Person,
  answer: Answer,
): Promise<Proposal> {
  requireConsumer(person, answer.consumer);
  const note = answer.note == null ? null : textInput('note', answer.note, 1, 1_000);
  return database.transaction(async (transaction) => {
    const now = clock.now();
    const proposal = await lockOpen(transaction, answer.proposal, now);
    if (!proposal.affected.some(({ consumer }) => consumer === answer.consumer))
      throw badInput('consumer', 'must be one of those that the proposal breaks');
    const migrateBy = migrateByInput(answer, proposal, now);
    const { consumer, response } = answer;
    const said = {
      proposalId: proposal.id,
      consumer,
      response,
      givenBy: person.subject,
      givenAt: now,
      migrateBy,
      note,
    };
    await insertAcknowledgement(transaction, { ...said, source: 'HUMAN' });
    const state = await settle(transaction, proposal, now);
    await recordChange(transaction, person, {
      action: 'contract.change-acknowledged',
      target: `gordian:proposal:${proposal.id}`,
      at: now,
      payload: { consumer, response, migrateBy, note, state },
    });
    return { ...proposal, state };
  });
}

async function settle(transaction: Queries, proposal: Proposal, now: Date) {
  const words = await acknowledgementsOf(transaction, [proposal.id]);
  const { affected } = proposal;
  // What was found of those who have not answered holds until the next registration looks again.
  const facts = words.flatMap(({ consumer, source, note }) =>
    source === 'HUMAN' ? [] : [{ consumer, source, note: note ?? '' }],
  );
  const state = stateAfter(affected, words, agreeing(affected, words, facts, now));
  await moveProposal(transaction, proposal.id, state, now);
  return state;
}

export async function withdraw(
  { database, clock }: ProposalServices,
  person: Person,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<Proposal> {
  const why = reasonInput('reason', reason);
  return database.transaction(async (transaction) => {
    const now = clock.now();
    const proposal = await lockOpen(transaction, id, now);
    const [product] = await productsByUrn(transaction, [proposal.productUrn]);
    requireProducer(person, product!.ownerTeam);
    await moveProposal(transaction, id, 'WITHDRAWN', now);
    await recordChange(transaction, person, {
      action: 'contract.change-withdrawn',
      target: `gordian:proposal:${id}`,
      at: now,
      payload: { reason: why },
    });
    return { ...proposal, state: 'WITHDRAWN', closedAt: now };
  });
}

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function isProposalId(text: string): boolean {
  return idPattern.test(text);
}

async function lockOpen(transaction: Queries, id: string, now: Date): Promise<Proposal> {
  const proposal = isProposalId(id) ? await lockProposal(transaction, id) : null;
  if (proposal === null) throw notFound('proposal');
  const state = stateAt(proposal, now);
  if (!['PENDING', 'APPROVED', 'REJECTED'].includes(state)) throw alreadyDecided(`The proposal is ${state} already.`);
  return proposal;
}

function migrateByInput({ response, migrateBy }: Answer, { deadline }: Proposal, now: Date): Date | null {
  if (response !== 'MIGRATING') {
    if (migrateBy == null) return null;
    throw badInput('migrateBy', 'belongs to MIGRATING only');
  }
  if (migrateBy != null && migrateBy > now && migrateBy <= deadline) return migrateBy;
  throw badInput('migrateBy', `must lie ahead, and not after the deadline ${deadline.toISOString()}`);
}
