// What people do about contracts is on record, in the transaction that does it.
import type { Queries } from '../../../kit/postgres.ts';
import { actorKindOf, type Person } from '../access/person.ts';
import { appendAudit } from '../audit/append-audit.ts';

export interface RecordedChange {
  readonly action: `contract.${string}`;
  /** A URN. */
  readonly target: string;
  readonly at: Date;
  readonly payload: object;
}

/** Last in the transaction: whoever else records something waits until its end. */
export function recordChange(
  transaction: Queries,
  person: Person,
  { action, target, at, payload }: RecordedChange,
): Promise<void> {
  const { issuer, client } = person;
  const event = { at, action, target, payload: { ...payload, issuer, client } };
  return appendAudit(transaction, { ...event, actor: person.subject, actorKind: actorKindOf(person) });
}
