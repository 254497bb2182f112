// What the age of data means for whoever was promised that it is younger. Pure.

/** The later, the sooner it deserves attention. */
export const freshnessStatuses = ['OK', 'UNKNOWN', 'AT_RISK', 'BREACHED'] as const;
export type FreshnessStatus = (typeof freshnessStatuses)[number];

/** From this share of the threshold on, the promise is at risk. */
export const riskShare = 0.8;

/** @param ageSeconds null when nobody knows */
export function freshnessStatus(ageSeconds: number | null, thresholdSeconds: number): FreshnessStatus {
  if (ageSeconds === null) return 'UNKNOWN';
  if (ageSeconds >= thresholdSeconds) return 'BREACHED';
  return ageSeconds >= thresholdSeconds * riskShare ? 'AT_RISK' : 'OK';
}

/** Greater for what deserves attention first. */
export function rankOfStatus(status: FreshnessStatus): number {
  return freshnessStatuses.indexOf(status);
}
