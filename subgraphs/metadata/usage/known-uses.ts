// Who would notice that something is gone: whoever was seen to ask for it, and whoever has published an operation that does, although
// it may not have been run yet.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { type StoredUseRow, storedUsesOf } from '../stored-operations/queries.ts';
import type { CoordinateUse, Window } from './queries/traffic.ts';
import { type Traffic, trafficOf } from './traffic.ts';

export interface KnownUse extends Omit<CoordinateUse, 'firstSeen' | 'lastSeen'> {
  /** Null: never. */
  readonly lastSeen: Date | null;
  /** The client's version that was published last with it; absent where it is not published. */
  readonly publishedAs?: string;
}

export interface KnownUses extends Omit<Traffic, 'uses'> {
  readonly uses: readonly KnownUse[];
}

/** More would not fit into memory. */
const maxStored = 100_000;

/** @param window as {@link trafficOf} has it; what is published counts whenever it was */
export async function knownUsesOf(
  queries: Queries,
  coordinates: readonly Coordinate[],
  window: Window,
): Promise<KnownUses> {
  const traffic = await trafficOf(queries, coordinates, window);
  const stored = coordinates.length === 0 ? [] : await storedUsesOf(queries, coordinates, maxStored + 1);
  const published = new Map(stored.slice(0, maxStored).map((row) => [keyOf(row), row]));
  const seen = traffic.uses.map((use) => withPublication(use, published.get(keyOf(use))));
  for (const use of traffic.uses) published.delete(keyOf(use));
  return {
    ...traffic,
    coversWindow: traffic.coversWindow && stored.length <= maxStored,
    uses: [...seen, ...[...published.values()].map(unseen)],
  };
}

function keyOf({
  coordinate,
  client,
  operationHash,
}: Pick<KnownUse, 'coordinate' | 'client' | 'operationHash'>): string {
  return `${coordinate} ${operationHash} ${client}`;
}

function withPublication(use: CoordinateUse, published: StoredUseRow | undefined): KnownUse {
  return published ? { ...use, publishedAs: published.version } : use;
}

/** Within the window, that is. */
function unseen({ version, ...row }: StoredUseRow): KnownUse {
  return { ...row, requests: 0, publishedAs: version };
}
