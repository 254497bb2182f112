// Which mask a field wears when several are put on it, by its type and by an interface: the one that shows least, until every one of
// them would let the caller see past it.
import type { Coordinate } from '../../schema/coordinates.ts';
import type { MaskEntry } from '../domain-policy.ts';
import { maskKinds } from '../masks/mask.ts';
import { and } from '../shield.ts';
import type { PolicyProblem } from './policy-problem.ts';

/** A mask with the file that puts it on. */
export interface PlacedMask extends MaskEntry {
  readonly file: string;
}

/** @param problems gets one when nobody can say which of two masks shows less */
export function strictestMask(
  coordinate: Coordinate,
  masks: readonly PlacedMask[],
  problems: PolicyProblem[],
): PlacedMask | undefined {
  const [first, second] = [...masks].sort((a, b) => rankOf(a) - rankOf(b));
  if (first === undefined || second === undefined) return first;
  if (rankOf(first) === rankOf(second) && first.with !== second.with)
    problems.push({
      file: second.file,
      coordinate,
      message: `the masks ${first.with.name} and ${second.with.name} meet here, and neither shows less.`,
      mend: 'Keep one of the two.',
    });
  const seesPast = [...new Set(masks.map(({ unless }) => unless))];
  return seesPast.length === 1 ? first : { ...first, unless: and(...seesPast) };
}

function rankOf({ with: { kind } }: MaskEntry): number {
  return maskKinds.indexOf(kind);
}
