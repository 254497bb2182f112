// What callers hold beyond the rules, as the gateway knows it at this moment: grants, and glasses broken in an emergency.
// Whatever is not known to be live is not held.
import type { Caller, CallerGrant } from '../../kit/caller.ts';

export interface Grants {
  /** Live grants of the caller's subject at its issuer; empty while nobody can say what is live. */
  of(caller: Caller): readonly CallerGrant[];
  /** The caller's own live glass of that ticket. */
  brokenGlass(caller: Caller, ticket: string): CallerGrant | undefined;
  /** Grants and glasses without which an answer would have been denied or masked; reported in a moment. */
  used(ids: Iterable<string>): void;
  /** When what is known was last known to be true; null before the first time. */
  asOf(): Date | null;
  stop(): Promise<void>;
}

/** For a gateway that nobody tells of grants. */
export const noGrants: Grants = {
  of: () => [],
  brokenGlass: () => undefined,
  used: () => undefined,
  asOf: () => null,
  stop: () => Promise.resolve(),
};
