// How a deprecation stands: who still uses the field, and whether it may go. It may when its sunset is past and traffic, watched
// all the time, shows no user any more; one straggler keeps it.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { trafficWindow } from '../registry/verdict/traffic-window.ts';
import { knownUsesOf } from '../usage/known-uses.ts';
import { type DeprecationRow, deprecationsOf } from './queries.ts';

export interface DeprecationStanding extends DeprecationRow {
  /** Known users of the last 30 days, and those who have published operations with it. */
  readonly remainingConsumers: number;
  readonly readyToRemove: boolean;
}

export async function deprecationStandings(
  database: Queries,
  coordinates: readonly Coordinate[],
  now: Date,
): Promise<DeprecationStanding[]> {
  const rows = await deprecationsOf(database, coordinates);
  if (rows.length === 0) return [];
  const asked = rows.map(({ coordinate }) => coordinate);
  const { uses, coversWindow } = await knownUsesOf(database, asked, trafficWindow(now));
  return rows.map((row) => {
    const users = uses.filter(({ coordinate }) => coordinate === row.coordinate).map(({ client }) => client);
    const remainingConsumers = new Set(users).size;
    const isPast = row.sunsetAt !== null && row.sunsetAt <= now;
    return { ...row, remainingConsumers, readyToRemove: isPast && coversWindow && remainingConsumers === 0 };
  });
}
