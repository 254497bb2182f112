// The risk of payment trouble of a customer. The formula is part of the contract: schema.graphql states it, and a change
// of it is a change of the product.
import type { PaymentRecord } from './queries.ts';

/** What the gateway hands over from the customers domain; an input the caller may not see arrives as null or not at all. */
export interface RiskInputs {
  readonly segment?: string | null;
  readonly region?: string | null;
  readonly customerSince?: string | null;
}

const segmentWeights = new Map(Object.entries({ CONSUMER: 1, HOME_OFFICE: 0.5, CORPORATE: 0 }));
const regionWeights = new Map(Object.entries({ EAST: 1, WEST: 0.75, SOUTH: 0.5, CENTRAL: 0.25 }));
const yearMs = 365.25 * 24 * 60 * 60 * 1000;

/** From 0 (none) to 1, two decimals. Null when anything it needs is missing or is not what it should be: never a guess. */
export function riskScore(inputs: RiskInputs, record: PaymentRecord | null, now: Date): number | null {
  const segment = segmentWeights.get(inputs.segment ?? '');
  const region = regionWeights.get(inputs.region ?? '');
  const years = yearsSince(inputs.customerSince, now);
  if (record === null || segment === undefined || region === undefined || years === null) return null;
  const chargebacks = Math.min(record.chargebacks, 3) / 3;
  const newness = 1 - Math.min(years, 3) / 3;
  const score = 0.5 * chargebacks + 0.2 * refundShare(record) + 0.2 * newness + 0.05 * segment + 0.05 * region;
  return Math.round(score * 100) / 100;
}

function refundShare({ paid, refunded }: PaymentRecord): number {
  return Number(paid) === 0 ? 0 : Math.min(1, Number(refunded) / Number(paid));
}

/** Only a full date counts: a date that was generalised to its year would give a number that is wrong. */
function yearsSince(day: string | null | undefined, now: Date): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? '')) return null;
  const years = (now.getTime() - Date.parse(`${day}T00:00:00Z`)) / yearMs;
  return years >= 0 ? years : null;
}
