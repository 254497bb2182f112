// Who reports on products, and on whose: a service that is taken over says nothing false about the data of others. The identity
// provider names the domains of a service in a claim of its token; whoever has none reports on nothing.
import { GordianError } from '../../../kit/errors.ts';

export interface Reporter {
  /** For the record. */
  readonly name: string;
  readonly domains: ReadonlySet<string>;
}

/** @param claim that holds the slugs of domains: a list, or a text with spaces between them */
export function reporterOf(name: string, claims: Readonly<Record<string, unknown>>, claim: string): Reporter {
  return { name, domains: new Set(namesIn(claims[claim])) };
}

/** @param claim a list, or a text with spaces between the names */
export function namesIn(claim: unknown): string[] {
  const names: unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return names.filter((name): name is string => typeof name === 'string' && name !== '');
}

/** @param product `orders/orders` */
export function reportsOn({ domains }: Reporter, product: string): boolean {
  return domains.has(product.split('/')[0]!);
}

/** @throws GordianError FORBIDDEN */
export function requireReportsOn(reporter: Reporter, product: string): void {
  if (reportsOn(reporter, product)) return;
  throw new GordianError(
    'FORBIDDEN',
    `${reporter.name} does not report on ${product}: its token does not name the domain ${product.split('/')[0]}.`,
    { details: { client: reporter.name, product } },
  );
}
