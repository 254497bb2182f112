// Every change of an incident is an event for subscribers, a notification for the team, and an entry of the audit, which is the
// incident's timeline.
import type { Queries } from '../../../kit/postgres.ts';
import { notifyTeams } from '../access/queries/notifications.ts';
import { type ActorKind, appendAudit } from '../audit/append-audit.ts';
import { publishEvent } from '../events/publish-event.ts';
import type { IncidentRow } from './queries.ts';

export interface RecordedChange {
  readonly action: 'opened' | 'worsened' | 'acknowledged' | 'escalated' | 'resolved';
  readonly by: { readonly actor: string; readonly actorKind: ActorKind };
  readonly at: Date;
  /** What the person said. */
  readonly note?: string | null;
}

/** This service, which opens and closes incidents by what it measures. */
export const platform: RecordedChange['by'] = { actor: 'metadata', actorKind: 'service' };

export function incidentUrn(id: string): string {
  return `gordian:incident:${id}`;
}

/** @param incident as it is after the change */
export async function recordChange(
  transaction: Queries,
  incident: IncidentRow,
  { action, by, at, note = null }: RecordedChange,
): Promise<void> {
  const { id, product, state, severity, title, escalation } = incident;
  const changed = { topic: 'incident.changed', product, incident: id, state, severity, title } as const;
  await publishEvent(transaction, { ...changed, escalated: action === 'escalated' }, at);
  const body = { incident: id, product, state, severity, title, escalation, note };
  await notifyTeams(transaction, teamsToTell(incident), { topic: `incident.${action}`, body, createdAt: at });
  const payload = { product, severity, title, escalation, note };
  await appendAudit(transaction, { at, ...by, action: `incident.${action}`, target: incidentUrn(id), payload });
}

/** Once it is escalated, the team that answers for the whole domain hears of it too. */
function teamsToTell({ ownerTeam, domainTeam, escalation }: IncidentRow): string[] {
  return [...new Set(escalation > 0 ? [ownerTeam, domainTeam] : [ownerTeam])];
}
