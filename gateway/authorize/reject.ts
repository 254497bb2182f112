// The mode in which an operation is answered whole or not at all, for clients that take half an answer for a wrong one.
import { GordianError } from '../../kit/errors.ts';
import type { AuthorizedOperation, Denial } from './authorized-operation.ts';

/** @throws GordianError with the code of the first denial, which lists the coordinates that are denied */
export function requireNothingDenied({ shape, verdicts }: AuthorizedOperation): void {
  const denied = shape.fields.flatMap(({ slot, coordinate }) => {
    const verdict = verdicts[slot];
    return verdict?.kind === 'deny' ? [{ coordinate, verdict }] : [];
  });
  const [first] = denied;
  if (first)
    throw rejection(
      first.verdict,
      denied.map(({ coordinate }) => coordinate),
    );
}

export function rejection({ code }: Pick<Denial, 'code'>, all: readonly string[]): GordianError {
  const coordinates = [...new Set(all)];
  return new GordianError(
    code,
    `The operation asks for what the caller may not have: ${coordinates.join(', ')}. This gateway answers operations whole or not at all; leave these fields out.`,
    { details: { coordinates } },
  );
}
