// A publisher must be able to tell "try again" from "mend this".
import { GordianError } from '../../../kit/errors.ts';

/** Trying again is safe: the same bytes are applied once. */
export async function orNotReady<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const isStorage = error instanceof GordianError && /^DATABASE_(UNAVAILABLE|TIMEOUT)$/.test(error.code);
    if (!isStorage) throw error;
    const message =
      "The registry's storage is not available at the moment. Try again: the same content is applied only once.";
    throw new GordianError('NOT_READY', message, { cause: error });
  }
}
