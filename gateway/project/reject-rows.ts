// The mode in which an operation is answered whole or not at all, once the rows are judged. Rows that are hidden are no denial:
// whoever asks is not to know of them.
import { rejection } from '../authorize/reject.ts';
import type { OperationShape } from '../operation/shape.ts';
import type { JudgedRows } from './judge-rows.ts';

/** @throws GordianError with the code of the first denial, which lists the coordinates that some row denies */
export function requireNoFieldDenied(rows: JudgedRows | null, { fields }: OperationShape): void {
  const denied = [...(rows?.verdicts.values() ?? [])].flatMap((verdicts) =>
    [...verdicts.fields].flatMap(([slot, verdict]) =>
      verdict.kind === 'deny' ? [{ verdict, coordinate: fields[slot]!.coordinate }] : [],
    ),
  );
  const [first] = denied;
  if (first)
    throw rejection(
      first.verdict,
      denied.map(({ coordinate }) => coordinate),
    );
}
