// A word of the rule tree for what must not be done with a token that somebody left lying about: that the caller has just
// logged in, with more than a password. The identity provider says so in the token (OpenID Connect Core, section 2; RFC 8176).
import type { RuleContext } from '../decide/evaluate.ts';
import { requires } from '../requirement.ts';
import { type Rule, rule } from '../shield.ts';

export interface RecentLogin {
  readonly withinMinutes: number;
  /** Values of `amr`, one of which is enough. */
  readonly methods: readonly string[];
  /** Values of `acr`, one of which is enough as well. */
  readonly classes?: readonly string[];
}

/** Clocks differ a little. */
const toleranceSeconds = 5;

export function loggedInRecently({ withinMinutes, methods, classes = [] }: RecentLogin): Rule {
  const proofs = [...methods, ...classes];
  const made = rule(`loggedInRecently(${withinMinutes}, ${proofs.join(', ')})`, { cache: 'contextual' })(
    (_parent, _args, { caller, now }: RuleContext) => {
      const { auth_time: loggedInAt, amr, acr } = caller.claims;
      if (typeof loggedInAt !== 'number') return false;
      const ageSeconds = now().getTime() / 1_000 - loggedInAt;
      const isRecent = ageSeconds >= -toleranceSeconds && ageSeconds <= withinMinutes * 60;
      return isRecent && (holdsOneOf(methods, amr) || holdsOneOf(classes, acr));
    },
  );
  return requires(made, `a login of the last ${withinMinutes} minutes with one of ${proofs.join(', ')}`);
}

function holdsOneOf(accepted: readonly string[], claim: unknown): boolean {
  const given = Array.isArray(claim) ? claim : [claim];
  return given.some((value) => accepted.includes(value as string));
}
