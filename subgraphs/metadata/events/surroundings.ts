// Reads what has to be known of an event to tell whom it concerns: once per event, whatever the number of subscriptions.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { reachOf } from '../lineage/reach.ts';
import { trafficOf } from '../usage/traffic.ts';
import { fieldsBehind, type Interest, type Surroundings } from './interest.ts';
import type { MetadataEvent } from './metadata-event.ts';
import type { EventRow } from './queries/outbox.ts';
import { fieldsOfProduct } from './queries/subjects.ts';

/** Whoever has not asked for a field for so long does not use it. */
const usedWithinMs = 30 * 86_400_000;

export async function surroundingsOf(
  database: Queries,
  { productId, product, createdAt }: EventRow,
  event: MetadataEvent,
  interests: readonly Interest[],
): Promise<Surroundings> {
  const fields = await fieldsOfProduct(database, productId);
  const changed = event.topic === 'contract.changed' ? event.changes.map(({ coordinate }) => coordinate) : [product];
  const own = [...new Set(changed.flatMap((coordinate) => fieldsBehind(coordinate, product, fields)))];
  const asksLineage = interests.some(({ includeUpstream }) => includeUpstream);
  const fed = asksLineage ? await reachOfEach(database, own) : new Map<Coordinate, ReadonlySet<Coordinate>>();
  const touched = new Set([...own, ...[...fed.values()].flatMap((reached) => [...reached])]);
  const used = interests.some(({ onlyIfUsed }) => onlyIfUsed)
    ? await usesOf(database, [...touched], createdAt)
    : noUses;
  return {
    fields,
    fedBy: (coordinate) => fed.get(coordinate) ?? nothing,
    isUsedBy: (client, coordinate) => used.get(client)?.has(coordinate) ?? false,
  };
}

const nothing: ReadonlySet<Coordinate> = new Set();
const noUses: ReadonlyMap<string, ReadonlySet<Coordinate>> = new Map();

async function reachOfEach(
  database: Queries,
  coordinates: readonly Coordinate[],
): Promise<ReadonlyMap<Coordinate, ReadonlySet<Coordinate>>> {
  const fed = new Map<Coordinate, ReadonlySet<Coordinate>>();
  for (const coordinate of coordinates) {
    const { coordinates: reached } = await reachOf(database, [coordinate], 'DOWNSTREAM');
    if (reached.length > 0) fed.set(coordinate, new Set(reached));
  }
  return fed;
}

async function usesOf(
  database: Queries,
  coordinates: readonly Coordinate[],
  at: Date,
): Promise<ReadonlyMap<string, ReadonlySet<Coordinate>>> {
  const { uses } = await trafficOf(database, coordinates, { from: new Date(at.getTime() - usedWithinMs), to: at });
  const byClient = new Map<string, Set<Coordinate>>();
  for (const { client, coordinate } of uses) {
    const known = byClient.get(client);
    if (known) known.add(coordinate);
    else byClient.set(client, new Set([coordinate]));
  }
  return byClient;
}
