// Bounds on what a question about lineage may ask for.
import { GordianError } from '../../../kit/errors.ts';

/** @throws GordianError BAD_USER_INPUT */
export function requireBetween(argument: string, value: number, max: number): void {
  if (value >= 1 && value <= max) return;
  throw new GordianError('BAD_USER_INPUT', `\`${argument}\` must be between 1 and ${max}.`, { details: { argument } });
}
