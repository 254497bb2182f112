// What a supergraph says of the objects that the audit must know: by which fields entities are known, and what of them is protected.
import { isPersonal } from '../../policies/compiler/derived.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { EntityKeys } from '../../schema/entity-keys.ts';
import { withOrigins } from '../../schema/origins.ts';

/** Facts of one supergraph. */
export interface IdentifiedTypes {
  /** Entity type -> its key fields. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** CONFIDENTIAL, RESTRICTED or personal. */
  readonly isProtected: (coordinate: Coordinate) => boolean;
}

/** @param keys of the supergraph */
export function identifiedTypesOf(
  { classifications }: Pick<SupergraphArtefact, 'classifications'>,
  keys: EntityKeys,
): IdentifiedTypes {
  const classificationOf = (coordinate: Coordinate) => classifications[coordinate];
  const isProtectedItself = (coordinate: Coordinate): boolean => {
    const classification = classificationOf(coordinate);
    if (classification === undefined) return false;
    return /^(CONFIDENTIAL|RESTRICTED)$/.test(classification.level) || isPersonal(classification);
  };
  // A copy is what it is a copy of.
  const isProtected = (coordinate: Coordinate): boolean =>
    [...withOrigins(coordinate, classificationOf)].some(isProtectedItself);
  return { keys, isProtected };
}
