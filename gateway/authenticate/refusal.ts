// The one answer to every token that does not hold.
import { GordianError } from '../../kit/errors.ts';

/** The same for every defect: who tries tokens learns nothing from the differences. */
export function refusal(): GordianError {
  return new GordianError(
    'UNAUTHENTICATED',
    'The token is not acceptable. Get a new one and send it as "authorization: Bearer <token>".',
  );
}
