// How a freshness promise stands at an instant, from the evidence alone. Pure: the instant is handed in.
import { type FreshnessStatus, freshnessStatuses, riskShare } from '../../../schema/freshness-status.ts';
import type { Evidence } from './queries.ts';

/** The later, the sooner it deserves attention. */
export const slaStatuses = freshnessStatuses;
export type SlaStatus = FreshnessStatus;

export interface Standing {
  readonly status: SlaStatus;
  /** Age of the newest data; null without evidence. */
  readonly ageSeconds: number | null;
  /** Age of the last report; null without evidence. */
  readonly evidenceAgeSeconds: number | null;
  /** When the promise breaks (or broke) if nothing new arrives; null without evidence. */
  readonly breachesAt: Date | null;
}

export const noEvidence: Standing = {
  status: 'UNKNOWN',
  ageSeconds: null,
  evidenceAgeSeconds: null,
  breachesAt: null,
};

export function standingAt(evidence: Evidence, thresholdSeconds: number, now: Date): Standing {
  if (evidence.newest === null || evidence.lastReport === null) return noEvidence;
  const ageSeconds = secondsBetween(evidence.newest, now);
  const breachesAt = changesAt(evidence.newest, thresholdSeconds);
  return {
    status: now >= breachesAt ? 'BREACHED' : now >= riskAt(breachesAt, thresholdSeconds) ? 'AT_RISK' : 'OK',
    ageSeconds,
    evidenceAgeSeconds: secondsBetween(evidence.lastReport, now),
    breachesAt,
  };
}

/** When the status changes by itself if nothing new arrives; null when it does not. */
export function nextChange(breachesAt: Date | null, thresholdSeconds: number, now: Date): Date | null {
  if (breachesAt === null) return null;
  return [riskAt(breachesAt, thresholdSeconds), breachesAt].find((instant) => instant > now) ?? null;
}

/** In whole milliseconds, as instants are. */
function changesAt(newest: Date, seconds: number): Date {
  return new Date(newest.getTime() + Math.ceil(seconds * 1000));
}

function riskAt(breachesAt: Date, thresholdSeconds: number): Date {
  const thresholdMs = Math.ceil(thresholdSeconds * 1000);
  return new Date(breachesAt.getTime() - thresholdMs + Math.ceil(thresholdMs * riskShare));
}

/** The standing that deserves attention first; no evidence when there are none. */
export function worstOf(standings: readonly Standing[]): Standing {
  if (standings.length === 0) return noEvidence;
  return standings.reduce((worst, next) => (severityRank(next.status) > severityRank(worst.status) ? next : worst));
}

/** The higher, the sooner it deserves attention. */
export function severityRank(status: SlaStatus): number {
  return slaStatuses.indexOf(status);
}

/** Never negative: a reporter's clock may run a little ahead of ours. */
export function secondsBetween(earlier: Date, later: Date): number {
  return Math.max(0, (later.getTime() - earlier.getTime()) / 1000);
}
