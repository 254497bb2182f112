// A person says that an incident is seen to: somebody of the team that answers for the product, or for its domain, as the identity
// provider says.

import type { Clock } from '../../../kit/clock.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { Database } from '../../../kit/postgres.ts';
import { textInput } from '../../../kit/user-input.ts';
import { groupsAmong, type Person } from '../access/person.ts';
import { lockHead } from '../audit/queries.ts';
import { type IncidentRow, incidentById, saveIncident } from './queries.ts';
import { recordChange } from './record-change.ts';

export interface AcknowledgeInput {
  readonly id: string;
  readonly note?: string | null;
}

function teamsOf({ ownerTeam, domainTeam }: IncidentRow): string[] {
  return [...new Set([ownerTeam, domainTeam])];
}

export function answersFor(person: Person, incident: IncidentRow): boolean {
  return groupsAmong(person, teamsOf(incident)).length > 0;
}

/** @throws GordianError NOT_FOUND, FORBIDDEN, ALREADY_DECIDED or BAD_USER_INPUT */
export async function acknowledgeIncident(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  person: Person,
  { id, note }: AcknowledgeInput,
): Promise<IncidentRow> {
  const text = note == null ? null : textInput('note', note, 3, 1_000);
  return database.transaction(async (transaction) => {
    await lockHead(transaction);
    const incident = await incidentById(transaction, id);
    if (incident === null) throw new GordianError('NOT_FOUND', 'There is no such incident.');
    const at = clock.now();
    if (!answersFor(person, incident))
      throw new GordianError('FORBIDDEN', `Only members of ${teamsOf(incident).join(' or ')} may acknowledge this.`);
    if (incident.state === 'ACKNOWLEDGED') return incident;
    if (incident.state === 'RESOLVED')
      throw new GordianError('ALREADY_DECIDED', 'The incident is resolved: there is nothing left to acknowledge.');
    const acknowledged = await saveIncident(transaction, incident, {
      state: 'ACKNOWLEDGED',
      acknowledgedBy: person.subject,
      acknowledgedAt: at,
      acknowledgeNote: text,
      escalatesAt: null,
    });
    const by = { actor: person.subject, actorKind: 'user' } as const;
    await recordChange(transaction, acknowledged, { action: 'acknowledged', by, at, note: text });
    return acknowledged;
  });
}
