// What federation adds to the schema of a subgraph. No contract speaks of it and no rule has to: behind the assertion it is open,
// and the entities that `_entities` leads to are judged field by field.
import type { Coordinate } from '../../schema/coordinates.ts';

const coordinates: ReadonlySet<Coordinate> = new Set(['Query._entities', 'Query._service', '_Service.sdl']);

export function isMachinery(coordinate: Coordinate): boolean {
  return coordinates.has(coordinate);
}
