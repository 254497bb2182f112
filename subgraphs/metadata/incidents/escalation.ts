// An incident that nobody acknowledges in time is told again, and to more people. How soon depends on how bad it is.
import type { Database } from '../../../kit/postgres.ts';
import { lockHead } from '../audit/queries.ts';
import type { IncidentSeverity } from './incident-cause.ts';
import { type IncidentRow, overdueIncidents, saveIncident } from './queries.ts';
import { platform, recordChange } from './record-change.ts';

const minutesToAcknowledge: Readonly<Record<IncidentSeverity, number>> = { CRITICAL: 15, MAJOR: 60, MINOR: 24 * 60 };
/** Told so often, it does not become better by telling it again. */
const maxEscalations = 3;
const batchSize = 100;

export function escalatesAt(severity: IncidentSeverity, since: Date): Date {
  return new Date(since.getTime() + minutesToAcknowledge[severity] * 60_000);
}

/** All that are due, each by one process only. */
export async function escalateOverdue(database: Database, now: Date): Promise<void> {
  while ((await escalateBatch(database, now)) === batchSize);
}

function escalateBatch(database: Database, now: Date): Promise<number> {
  return database.transaction(async (transaction) => {
    await lockHead(transaction);
    const overdue = await overdueIncidents(transaction, now, batchSize);
    for (const incident of overdue) {
      const escalated = await saveIncident(transaction, incident, nextStep(incident, now));
      await recordChange(transaction, escalated, { action: 'escalated', by: platform, at: now });
    }
    return overdue.length;
  });
}

function nextStep({ escalation, severity }: IncidentRow, now: Date) {
  const next = escalation + 1;
  return { escalation: next, escalatesAt: next < maxEscalations ? escalatesAt(severity, now) : null };
}
