// How all products stand, for the gateways: read as often as they ask, but not more often than every second, however many
// gateways there are. Its version is a digest of what it says, so nobody has to tell when anything of it has changed.
import { createHash } from 'node:crypto';
import type { Clock } from '../../../kit/clock.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { StandingSnapshot } from '../../../schema/standing.ts';
import { groupBy } from '../group-by.ts';
import { contractsInForce, deprecationsOfAll, freshnessOfAll, pinsOfAll } from './queries.ts';

const readEveryMs = 1_000;

export type StandingFeed = () => Promise<StandingSnapshot>;

export function createStandingFeed(database: Queries, clock: Clock): StandingFeed {
  let kept: { readonly atMs: number; readonly snapshot: Promise<StandingSnapshot> } | null = null;
  return () => {
    const ageMs = kept === null ? Number.POSITIVE_INFINITY : clock.now().getTime() - kept.atMs;
    if (kept !== null && ageMs >= 0 && ageMs < readEveryMs) return kept.snapshot;
    const reading = { atMs: clock.now().getTime(), snapshot: readStanding(database) };
    kept = reading;
    // What could not be read is tried again by whoever asks next.
    reading.snapshot.catch(() => {
      if (kept === reading) kept = null;
    });
    return reading.snapshot;
  };
}

async function readStanding(database: Queries): Promise<StandingSnapshot> {
  const [inForce, freshness, deprecations, pins] = await Promise.all([
    contractsInForce(database),
    freshnessOfAll(database),
    deprecationsOfAll(database),
    pinsOfAll(database),
  ]);
  const ofProduct = <Row extends { readonly product: string }>(rows: readonly Row[]) => {
    const byProduct = groupBy(rows, ({ product }) => product);
    return (id: string) => (byProduct.get(id) ?? []).map(({ product: _, ...row }) => row);
  };
  const [freshnessOf, deprecationsOf, pinsOf] = [ofProduct(freshness), ofProduct(deprecations), ofProduct(pins)];
  const products = inForce.map((product) => ({
    ...product,
    freshness: freshnessOf(product.id),
    deprecations: deprecationsOf(product.id),
    pins: pinsOf(product.id),
  }));
  return { version: createHash('sha256').update(JSON.stringify(products)).digest('hex').slice(0, 32), products };
}
