// Why an incident is open.

/** From the least to the most severe. */
const incidentSeverities = ['MINOR', 'MAJOR', 'CRITICAL'] as const;
export type IncidentSeverity = (typeof incidentSeverities)[number];

export interface IncidentCause {
  /** `orders/orders` */
  readonly product: string;
  /** What makes two sightings one incident: `sla:<product>:<name>` or `quality:<check id>`. */
  readonly dedupe: string;
  readonly severity: IncidentSeverity;
  /** For people, one line. */
  readonly title: string;
  readonly slaId: number | null;
  readonly checkId: string | null;
}

export function isWorse(one: IncidentSeverity, other: IncidentSeverity): boolean {
  return incidentSeverities.indexOf(one) > incidentSeverities.indexOf(other);
}
