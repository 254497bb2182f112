// Reads what has to be known of an event to tell whom it concerns: once per event, whatever the number of subscriptions. Fields and
// lineage are those around the event: what a removal has taken away it was about.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { reachOf } from '../lineage/reach.ts';
import { knownUsesOf } from '../usage/known-uses.ts';
import { fieldsBehind, type Interest, type Surroundings } from './interest.ts';
import type { MetadataEvent } from './metadata-event.ts';
import type { EventRow } from './queries/outbox.ts';
import { fieldsOfProductAround } from './queries/subjects.ts';

/** Whoever has not asked for a field for so long does not use it. */
const usedWithinMs = 30 * 86_400_000;

export async function surroundingsOf(
  database: Queries,
  { productId, product, createdAt }: EventRow,
  event: MetadataEvent,
  interests: readonly Interest[],
): Promise<Surroundings> {
  const fields = await fieldsOfProductAround(database, productId, createdAt);
  const changed = event.topic === 'contract.changed' ? event.changes.map(({ coordinate }) => coordinate) : [product];
  const behind = new Map(changed.map((coordinate) => [coordinate, fieldsBehind(coordinate, product, fields)]));
  const asksLineage = interests.some(({ includeUpstream }) => includeUpstream);
  const fed = asksLineage ? await fedByEach(database, behind, createdAt) : nothingFed;
  const touched = new Set([...behind.values(), ...fed.values()].flatMap((coordinates) => [...coordinates]));
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
const nothingFed: ReadonlyMap<Coordinate, ReadonlySet<Coordinate>> = new Map();
const noUses: ReadonlyMap<string, ReadonlySet<Coordinate>> = new Map();

/** @param behind by what has changed, the fields that it is about */
async function fedByEach(
  database: Queries,
  behind: ReadonlyMap<Coordinate, readonly Coordinate[]>,
  at: Date,
): Promise<ReadonlyMap<Coordinate, ReadonlySet<Coordinate>>> {
  const fed = new Map<Coordinate, ReadonlySet<Coordinate>>();
  for (const [changed, fields] of behind) {
    const { coordinates } = await reachOf(database, fields, 'DOWNSTREAM', { around: at });
    fed.set(changed, new Set(coordinates));
  }
  return fed;
}

async function usesOf(
  database: Queries,
  coordinates: readonly Coordinate[],
  at: Date,
): Promise<ReadonlyMap<string, ReadonlySet<Coordinate>>> {
  const { uses } = await knownUsesOf(database, coordinates, { from: new Date(at.getTime() - usedWithinMs), to: at });
  const byClient = new Map<string, Set<Coordinate>>();
  for (const { client, coordinate } of uses) {
    const known = byClient.get(client);
    if (known) known.add(coordinate);
    else byClient.set(client, new Set([coordinate]));
  }
  return byClient;
}
