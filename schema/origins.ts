// What a field is made of, over any number of steps: a copy of a copy is a copy.
import type { Classification } from './artefact.ts';
import type { Coordinate } from './coordinates.ts';

/** The coordinate itself first; each once, though contracts may run in a circle. */
export function withOrigins(
  coordinate: Coordinate,
  classificationOf: (coordinate: Coordinate) => Classification | undefined,
): ReadonlySet<Coordinate> {
  const found = new Set([coordinate]);
  // A set visits what is added while it is walked.
  for (const one of found) for (const source of classificationOf(one)?.derivedFrom ?? []) found.add(source);
  return found;
}
