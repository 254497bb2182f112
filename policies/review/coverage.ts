// Which coordinate is open to whom by which layer, for the whole schema.
import type { Classification } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { CompiledPolicy, Conjunct } from '../compiler/compiled-policy.ts';
import type { Matrix } from './matrix.ts';

export type Coverage = readonly OpenCoordinate[];

export interface OpenCoordinate {
  readonly coordinate: Coordinate;
  readonly classification: Classification | undefined;
  /** Personas that see it, clear or masked, whatever the row and the arguments. */
  readonly openTo: readonly string[];
  /** Personas for whom the row or the arguments decide. */
  readonly mayBeOpenTo: readonly string[];
  /** Every rule that must allow; empty where everyone may read. */
  readonly rules: readonly { readonly layer: Conjunct['layer']; readonly rule: string }[];
  /** Name of the mask, and who sees past it. */
  readonly mask: string | null;
}

/** @param matrix of that policy */
export function coverageOf({ coordinates }: CompiledPolicy, { personas, rows }: Matrix): Coverage {
  const cellsOf = new Map(rows.map(({ coordinate, cells }) => [coordinate, cells]));
  return coordinates.map(({ coordinate, classification, door: { conjuncts, mask } }) => {
    const cells = cellsOf.get(coordinate)!;
    return {
      coordinate,
      classification,
      openTo: personas.filter((_, index) => cells[index] === 'allow' || cells[index] === 'mask'),
      mayBeOpenTo: personas.filter((_, index) => cells[index] === 'row' || cells[index]!.endsWith('*')),
      rules: conjuncts.map(({ layer, name }) => ({ layer, rule: name })),
      mask: mask === null ? null : `${mask.mask.name} unless ${mask.name}`,
    };
  });
}

/** `463 coordinates: 38 open to everyone, 3 to no persona, 0 unclassified; 8 with rules of a domain, 1 masked.` */
export function summarise(coverage: Coverage): string {
  const count = (fits: (entry: OpenCoordinate) => boolean) => coverage.filter(fits).length;
  const open = count(({ rules }) => rules.length === 0);
  const closed = count(({ openTo, mayBeOpenTo }) => openTo.length + mayBeOpenTo.length === 0);
  const unclassified = count(({ classification }) => classification === undefined);
  const written = count(({ rules }) => rules.some(({ layer }) => layer === 'domain'));
  const masked = count(({ mask }) => mask !== null);
  return `${coverage.length} coordinates: ${open} open to everyone, ${closed} to no persona, ${unclassified} unclassified; ${written} with rules of a domain, ${masked} masked.`;
}

/** Closed to everyone until a contract speaks of them. */
export function unclassifiedOf({ coordinates }: CompiledPolicy): Coordinate[] {
  return coordinates.filter(({ classification }) => classification === undefined).map(({ coordinate }) => coordinate);
}
