// The score card of product customers/customer-360: from four inputs of other domains to one answer. Pure.
// The formula and its bounds are promised in the descriptions of type Customer360; keep both alike.

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** What the gateway fetched from orders, support and payments; absent and null both mean: unknown. */
export interface Customer360Inputs {
  readonly lifetimeValue?: Money | null;
  readonly lastContactAt?: string | null;
  readonly openTicketCount?: number | null;
  readonly riskScore?: number | null;
}

export type CustomerTier = 'BRONZE' | 'SILVER' | 'GOLD' | 'PLATINUM';

export interface Customer360 {
  readonly lifetimeValue: Money | null;
  readonly lastContactAt: string | null;
  readonly openTicketCount: number | null;
  readonly riskScore: number | null;
  readonly healthScore: number | null;
  readonly tier: CustomerTier | null;
  readonly missingInputs: readonly string[];
  readonly asOf: Date;
}

export function customer360(inputs: Customer360Inputs, asOf: Date): Customer360 {
  const lifetimeValue = moneyOf(inputs.lifetimeValue);
  const openTicketCount = countOf(inputs.openTicketCount);
  const riskScore = shareOf(inputs.riskScore);
  const dollars = dollarsOf(lifetimeValue);
  return {
    lifetimeValue,
    lastContactAt: inputs.lastContactAt ?? null,
    openTicketCount,
    riskScore,
    healthScore: healthScore(dollars, openTicketCount, riskScore),
    tier: tier(dollars),
    missingInputs: namesOfMissing({ lifetimeValue: dollars, openTicketCount, riskScore }),
    asOf,
  };
}

function healthScore(dollars: number | null, openTickets: number | null, risk: number | null): number | null {
  if (dollars === null || openTickets === null || risk === null) return null;
  const calm = 50 * (1 - risk);
  const quiet = 30 * (1 - Math.min(openTickets, 4) / 4);
  const worth = (20 * Math.min(Math.max(dollars, 0), 5000)) / 5000;
  return Math.round((calm + quiet + worth) * 10) / 10;
}

function tier(dollars: number | null): CustomerTier | null {
  if (dollars === null) return null;
  if (dollars >= 10_000) return 'PLATINUM';
  if (dollars >= 5_000) return 'GOLD';
  return dollars >= 1_000 ? 'SILVER' : 'BRONZE';
}

function moneyOf(money: Money | null | undefined): Money | null {
  return money && /^-?\d+(\.\d+)?$/.test(money.amount) ? money : null;
}

/** Null for another currency: we know no exchange rates. */
function dollarsOf(money: Money | null): number | null {
  return money?.currency === 'USD' ? Number(money.amount) : null;
}

function countOf(value: number | null | undefined): number | null {
  return Number.isInteger(value) && value! >= 0 ? value! : null;
}

/** A score outside 0 to 1 is on a scale that we do not know. */
function shareOf(value: number | null | undefined): number | null {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : null;
}

/** lastContactAt is left out: null can mean that there never was a contact. */
function namesOfMissing(inputs: Record<string, unknown>): string[] {
  return Object.keys(inputs).filter((name) => inputs[name] === null);
}
