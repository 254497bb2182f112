// A caller and what it holds at this moment. Asked for each operation and for each event of a subscription, so that what is
// revoked ends with the next of them.
import type { Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import type { Grants } from './grants.ts';

/**
 * @param ticket the header x-break-glass: selects among the caller's own broken glasses, and asserts none
 * @throws GordianError BREAK_GLASS_NOT_LIVE
 */
export function withGrants(grants: Grants, caller: Caller, ticket: string | null): Caller {
  const held = grants.of(caller);
  if (ticket === null) return held.length === 0 ? caller : Object.freeze({ ...caller, grants: held });
  const breakGlass = grants.brokenGlass(caller, ticket);
  if (breakGlass === undefined)
    throw new GordianError(
      'BREAK_GLASS_NOT_LIVE',
      'The header x-break-glass names no ticket for which you have broken glass, or its time is over. Leave it out, or break glass again.',
    );
  return Object.freeze({ ...caller, grants: held, breakGlass });
}
