// What a supergraph says of the objects that the audit must know: by which fields entities are known, and what of them is protected.
import { isPersonal } from '../../policies/compiler/derived.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import { entityKeysOf } from '../../schema/entity-keys.ts';

/** Facts of one supergraph. */
export interface IdentifiedTypes {
  /** Entity type -> its key fields. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** CONFIDENTIAL, RESTRICTED or personal. */
  readonly isProtected: (coordinate: Coordinate) => boolean;
}

export function identifiedTypesOf({ supergraphSdl, classifications }: SupergraphArtefact): IdentifiedTypes {
  const isProtectedItself = (coordinate: Coordinate): boolean => {
    const classification = classifications[coordinate];
    if (classification === undefined) return false;
    return /^(CONFIDENTIAL|RESTRICTED)$/.test(classification.level) || isPersonal(classification);
  };
  // A copy is what it is a copy of.
  const isProtected = (coordinate: Coordinate): boolean =>
    [coordinate, ...(classifications[coordinate]?.derivedFrom ?? [])].some(isProtectedItself);
  return { keys: entityKeysOf(supergraphSdl), isProtected };
}
