// What the age of data means for whoever was promised that it is younger. Pure.

export type FreshnessStatus = 'OK' | 'AT_RISK' | 'BREACHED' | 'UNKNOWN';

/** From this share of the threshold on, the promise is at risk. */
const riskShare = 0.8;

/** @param ageSeconds null when nobody knows */
export function freshnessStatus(ageSeconds: number | null, thresholdSeconds: number): FreshnessStatus {
  if (ageSeconds === null) return 'UNKNOWN';
  if (ageSeconds >= thresholdSeconds) return 'BREACHED';
  return ageSeconds >= thresholdSeconds * riskShare ? 'AT_RISK' : 'OK';
}

const attention: readonly FreshnessStatus[] = ['OK', 'UNKNOWN', 'AT_RISK', 'BREACHED'];

/** Greater for what deserves attention first. */
export function rankOfStatus(status: FreshnessStatus): number {
  return attention.indexOf(status);
}
