// Incidents: something promised is not kept. One cause has one open incident, however often it is seen.
import type { Queries } from '../../../kit/postgres.ts';

export interface IncidentCause {
  /** `orders/orders` */
  readonly product: string;
  /** What makes two sightings one incident: `sla:<product>:<name>` or `quality:<check id>`. */
  readonly dedupe: string;
  readonly severity: 'MINOR' | 'MAJOR' | 'CRITICAL';
  /** For people, one line. */
  readonly title: string;
  readonly slaId: number | null;
  readonly checkId: string | null;
}

/** Opens one, or leaves the open one be. @returns its id */
export async function openIncident(_transaction: Queries, _cause: IncidentCause, _now: Date): Promise<string> {
  throw new Error('Incidents are not stored yet.');
}

/** Nothing happens when none is open. */
export async function resolveIncident(_transaction: Queries, _dedupe: string, _now: Date): Promise<void> {
  throw new Error('Incidents are not stored yet.');
}
