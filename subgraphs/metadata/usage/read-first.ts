// The length of a list that has no pages.
import { maxPageSize } from '../../../kit/connection.ts';
import { GordianError } from '../../../kit/errors.ts';

/** @throws GordianError BAD_USER_INPUT unless it is between 1 and the greatest length of a list */
export function readFirst(first: number): number {
  if (first >= 1 && first <= maxPageSize) return first;
  throw new GordianError('BAD_USER_INPUT', `\`first\` must be between 1 and ${maxPageSize}.`, {
    details: { argument: 'first', limit: maxPageSize },
  });
}
