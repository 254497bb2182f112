// Who may do what about contracts: producers for the products of their teams, consumers for themselves. What the scopes of a token
// allow is in the rules of the policy; this is about whose it is.

import { notAnApprover } from '../access/access-services.ts';
import type { Person } from '../access/person.ts';

/** @throws GordianError NOT_AN_APPROVER unless it is a pipeline, or a member of the team that answers for the product */
export function requireProducer({ groups, isService }: Person, ownerTeam: string): void {
  if (!isService && !groups.includes(ownerTeam)) throw notAnApprover([ownerTeam]);
}

/**
 * Whoever has logged in with an application does not speak for it.
 * @throws GordianError NOT_AN_APPROVER unless it is the client itself, or a member of the group that is named like it
 */
export function requireConsumer({ subject, client, groups, isService }: Person, consumer: string): void {
  const isItself = client === consumer && (subject === client || isService);
  if (!isItself && !groups.includes(consumer)) throw notAnApprover([consumer]);
}
