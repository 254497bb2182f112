// How a product stands as a whole: as its worst promise and its open incidents say. Pure.
import { type SlaStatus, severityRank } from '../freshness/standing.ts';
import type { IncidentSeverity } from '../incidents/incident-cause.ts';

export interface PromiseState {
  readonly name: string;
  readonly kind: string;
  readonly status: SlaStatus;
}

export interface OpenIncident {
  readonly severity: IncidentSeverity;
  readonly title: string;
}

export interface ProductHealth {
  readonly status: SlaStatus;
  /** For people, one sentence each, the worst first. None where all is well. */
  readonly reasons: readonly string[];
}

interface Finding {
  readonly status: SlaStatus;
  readonly reason: string;
}

export function healthOf(promises: readonly PromiseState[], incidents: readonly OpenIncident[]): ProductHealth {
  const judged = promises.filter(({ kind }) => judgedKinds.has(kind));
  const findings = [...judged.flatMap(promiseFinding), ...incidents.map(incidentFinding)].sort(worstFirst);
  if (findings.length > 0) return { status: findings[0]!.status, reasons: findings.map(({ reason }) => reason) };
  if (judged.length > 0) return { status: 'OK', reasons: [] };
  return { status: 'UNKNOWN', reasons: ['Nothing is promised that is measured.'] };
}

/** Of a promised throughput it is no news that nobody has asked for so much. */
const judgedKinds: ReadonlySet<string> = new Set([
  'FRESHNESS',
  'AVAILABILITY',
  'ERROR_RATE',
  'LATENCY',
  'COMPLETENESS',
]);

const sayings: Readonly<Record<Exclude<SlaStatus, 'OK'>, string>> = {
  BREACHED: 'is not kept',
  AT_RISK: 'is at risk',
  UNKNOWN: 'is not known to be kept',
};

function promiseFinding({ name, kind, status }: PromiseState): Finding[] {
  if (status === 'OK') return [];
  const what = kind.toLowerCase().replaceAll('_', ' ');
  return [{ status, reason: `The promised ${what} (${name}) ${sayings[status]}.` }];
}

function incidentFinding({ severity, title }: OpenIncident): Finding {
  return { status: severity === 'MINOR' ? 'AT_RISK' : 'BREACHED', reason: `Open incident: ${title}` };
}

function worstFirst(one: Finding, other: Finding): number {
  return severityRank(other.status) - severityRank(one.status);
}

export function worstHealth(healths: readonly ProductHealth[]): ProductHealth {
  const [worst] = [...healths].sort((one, other) => severityRank(other.status) - severityRank(one.status));
  return worst ?? { status: 'UNKNOWN', reasons: ['The domain has no product.'] };
}
