// Which coordinate is guarded by which rules of which layer, for the whole schema.
import type { Classification } from '../schema/artefact.ts';
import type { Coordinate } from '../schema/coordinates.ts';
import type { CompiledPolicy } from './compiled-policy.ts';

export interface CoverageEntry {
  readonly coordinate: Coordinate;
  readonly classification: Classification | undefined;
  /** Every rule that must allow, as `layer rule`; empty where everyone may read. */
  readonly rules: readonly string[];
  /** Name of the mask, and who sees past it. */
  readonly mask: string | null;
}

export function coverageOf({ coordinates }: CompiledPolicy): CoverageEntry[] {
  return coordinates.map(({ coordinate, classification, door: { conjuncts, mask } }) => ({
    coordinate,
    classification,
    rules: conjuncts.map(({ layer, name }) => `${layer} ${name}`),
    mask: mask === null ? null : `${mask.mask.name} unless ${mask.name}`,
  }));
}

/** Closed to everyone until a contract speaks of them. */
export function unclassifiedOf({ coordinates }: CompiledPolicy): Coordinate[] {
  return coordinates.filter(({ classification }) => classification === undefined).map(({ coordinate }) => coordinate);
}
