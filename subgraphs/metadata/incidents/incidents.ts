// Incidents: something promised is not kept. One cause has one open incident, however often it is seen. Each change is told to
// whoever subscribed, to the team that answers for the product, and to the audit, in the transaction that makes it.
import type { Queries } from '../../../kit/postgres.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { lockHead } from '../audit/queries.ts';
import { tellHealth } from '../health/tell-health.ts';
import { escalatesAt } from './escalation.ts';
import { type IncidentCause, isWorse } from './incident-cause.ts';
import { type IncidentRow, insertIncident, openIncidentOf, saveIncident } from './queries.ts';
import { platform, recordChange } from './record-change.ts';

export type { IncidentCause, IncidentSeverity } from './incident-cause.ts';

/**
 * Opens one, or leaves the open one be; one that has become worse is open anew, for nobody has acknowledged that.
 * Call it last in the transaction: from here to its end, whoever else appends to the audit waits.
 * @returns its id
 */
export async function openIncident(transaction: Queries, cause: IncidentCause, now: Date): Promise<string> {
  const seen = await openIncidentOf(transaction, cause.dedupe);
  if (seen && !isWorse(cause.severity, seen.severity)) return seen.id;
  // Of those that saw nothing open, one goes on and the others wait here; then they see what it did.
  await lockHead(transaction);
  const open = await openIncidentOf(transaction, cause.dedupe);
  if (open === null) return insert(transaction, cause, now);
  if (isWorse(cause.severity, open.severity)) await worsen(transaction, open, cause, now);
  return open.id;
}

/** Nothing happens when none is open. Call it last in the transaction, as the other. */
export async function resolveIncident(transaction: Queries, dedupe: string, now: Date): Promise<void> {
  if ((await openIncidentOf(transaction, dedupe)) === null) return;
  await lockHead(transaction);
  const open = await openIncidentOf(transaction, dedupe);
  if (open === null) return;
  const resolved = await saveIncident(transaction, open, { state: 'RESOLVED', resolvedAt: now, escalatesAt: null });
  await recordChange(transaction, resolved, { action: 'resolved', by: platform, at: now });
  await tellHealth(transaction, [resolved.productId], now);
}

async function insert(transaction: Queries, cause: IncidentCause, now: Date): Promise<string> {
  const times = { openedAt: now, escalatesAt: escalatesAt(cause.severity, now) };
  const incident = await insertIncident(transaction, productUrn(cause.product), cause, times);
  if (incident === null) throw new Error(`An incident of ${cause.product}, which is not registered.`);
  await recordChange(transaction, incident, { action: 'opened', by: platform, at: now });
  await tellHealth(transaction, [incident.productId], now);
  return incident.id;
}

async function worsen(
  transaction: Queries,
  open: IncidentRow,
  { severity, title }: IncidentCause,
  now: Date,
): Promise<void> {
  const worse = await saveIncident(transaction, open, {
    severity,
    title,
    state: 'OPEN',
    acknowledgedBy: null,
    acknowledgedAt: null,
    acknowledgeNote: null,
    escalatesAt: escalatesAt(severity, now),
  });
  await recordChange(transaction, worse, { action: 'worsened', by: platform, at: now });
  await tellHealth(transaction, [worse.productId], now);
}
