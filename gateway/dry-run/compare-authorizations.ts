// Where two policies decide differently about one operation, coordinate by coordinate. What lies below a field that one of them
// denies is not compared: the field itself is the difference.
import type { Coordinate } from '../../schema/coordinates.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { SelectionShape } from '../operation/shape.ts';

/** `row`: a rule looks at each row, which a dry run does not. */
export type JudgedAs = 'allow' | 'mask' | 'row' | 'deny';

export interface JudgedOtherwise {
  /** Of a field; the name of a type where its rows are guarded. */
  readonly coordinate: Coordinate;
  readonly before: JudgedAs;
  readonly after: JudgedAs;
}

/** Both of the same shape. */
export function compareAuthorizations(before: AuthorizedOperation, after: AuthorizedOperation): JudgedOtherwise[] {
  const found = new Map<Coordinate, JudgedOtherwise>();
  const note = (coordinate: Coordinate, was: JudgedAs, is: JudgedAs) => {
    if (was !== is) found.set(coordinate, { coordinate, before: was, after: is });
  };
  // A set visits what is added while it is walked.
  const waiting = new Set<SelectionShape>([before.shape.root]);
  for (const { byType, deferred } of waiting) {
    for (const { selection } of deferred) waiting.add(selection);
    for (const { slot, coordinate, selection } of [...byType.values()].flat()) {
      if (slot < 0) continue;
      const [was, is] = [judgedAs(before, slot), judgedAs(after, slot)];
      note(coordinate, was, is);
      if (was !== 'deny' && is !== 'deny' && selection) waiting.add(selection);
    }
  }
  for (const typeName of new Set([...(before.rows?.keys() ?? []), ...(after.rows?.keys() ?? [])]))
    note(typeName, before.rows?.has(typeName) ? 'row' : 'allow', after.rows?.has(typeName) ? 'row' : 'allow');
  return [...found.values()];
}

function judgedAs({ verdicts }: AuthorizedOperation, slot: number): JudgedAs {
  const kind = verdicts[slot]?.kind ?? 'allow';
  // No policy has to do with the age of data.
  return kind === 'stale' ? 'allow' : kind;
}
