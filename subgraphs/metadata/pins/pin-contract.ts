// A consumer says which versions of a contract it relies on. The gateway holds requests to what their header says; this is for
// those who publish, who are told whom a version leaves behind.

import type { Queries } from '../../../kit/postgres.ts';
import { badInput } from '../../../kit/user-input.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { parseRange, rangeForms, satisfies } from '../../../schema/semantic-version-range.ts';
import { notFound } from '../access/access-services.ts';
import type { Person } from '../access/person.ts';
import { type ContractRow, contractsByProductUrn } from '../catalogue/queries.ts';
import type { ProposalServices } from '../proposals/answer-proposal.ts';
import { requireConsumer } from '../registry/acting.ts';
import { recordChange } from '../registry/record-change.ts';
import { deletePin, type PinRow, savePin } from './queries.ts';

export interface Pinning {
  /** The id of the product. */
  readonly contract: string;
  readonly consumer: string;
  readonly range: string;
}

export async function pinContract(
  { database, clock }: ProposalServices,
  person: Person,
  pinning: Pinning,
): Promise<PinRow> {
  const { consumer } = pinning;
  requireConsumer(person, consumer);
  const range = parseRange(pinning.range);
  if (range === null) throw badInput('range', `is not understood. ${rangeForms}`);
  return database.transaction(async (transaction) => {
    const now = clock.now();
    const contract = await contractOf(transaction, pinning.contract);
    // A request with such a pin would be refused from the start.
    if (!satisfies(contract.currentVersion, range))
      throw badInput('range', `must include the version in force, ${contract.currentVersion}`);
    const pin = { contractId: contract.id, consumer, range: range.text, pinnedBy: person.subject, pinnedAt: now };
    await savePin(transaction, pin);
    await recordChange(transaction, person, {
      action: 'contract.pinned',
      target: contract.productUrn,
      at: now,
      payload: { consumer, range: range.text },
    });
    return { ...pin, productUrn: contract.productUrn };
  });
}

export async function unpinContract(
  { database, clock }: ProposalServices,
  person: Person,
  { contract: id, consumer }: Omit<Pinning, 'range'>,
): Promise<boolean> {
  requireConsumer(person, consumer);
  return database.transaction(async (transaction) => {
    const contract = await contractOf(transaction, id);
    if (!(await deletePin(transaction, contract.id, consumer))) return false;
    await recordChange(transaction, person, {
      action: 'contract.unpinned',
      target: contract.productUrn,
      at: clock.now(),
      payload: { consumer },
    });
    return true;
  });
}

async function contractOf(transaction: Queries, id: string): Promise<ContractRow> {
  const [contract] = await contractsByProductUrn(transaction, [productUrn(id)]);
  if (contract === undefined) throw notFound('contract');
  return contract;
}
