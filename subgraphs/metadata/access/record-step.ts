// Every step of the workflow is on record, in the transaction that takes it.
import type { Queries } from '../../../kit/postgres.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { actorKindOf, type Person } from './person.ts';

export interface Step {
  readonly action: `access.${string}`;
  readonly of: 'request' | 'grant' | 'break-glass';
  readonly id: string;
  readonly at: Date;
  readonly payload: object;
}

/** Last in the transaction: whoever else records something waits until its end. */
export function recordStep(transaction: Queries, person: Person, { action, of, id, at, payload }: Step): Promise<void> {
  const { subject, issuer, client } = person;
  return appendAudit(transaction, {
    at,
    actor: subject,
    actorKind: actorKindOf(person),
    action,
    target: `gordian:access-${of}:${id}`,
    payload: { ...payload, issuer, client },
  });
}
