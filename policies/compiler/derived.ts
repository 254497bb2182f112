// The rule that follows from a contract where nobody has written one: the more sensitive the field, the narrower the door.
import type { Classification } from '../../schema/artefact.ts';
import type { Subject } from '../guardrails/guardrail.ts';
import { allow, and, deny, type Rule } from '../shield.ts';
import { hasScope, isAuthenticated } from '../words/claims.ts';

export function derivedRule({ kind, classification }: Subject): Rule {
  if (classification === undefined) return deny;
  if (kind === 'mutation') return hasScope(`${classification.domain}:write`);
  // What a mutation takes is said by the caller, not read from us: the mutation's own rule is the door.
  if (kind === 'payload') return classification.level === 'PUBLIC' ? allow : isAuthenticated;
  const byLevel = levelRule(classification);
  return isPersonal(classification) ? conjoin(byLevel, hasScope(`${classification.domain}:pii:read`)) : byLevel;
}

/** Personal data by its tag, `pii` or a kind of it such as `pii.email`. */
export function isPersonal({ tags }: Classification): boolean {
  return tags.some((tag) => tag === 'pii' || tag.startsWith('pii.'));
}

/** Not even to be known of by whoever may not read it. */
export function isSecret(classification: Pick<Classification, 'tags'> | undefined): boolean {
  return classification?.tags.includes('secret') ?? false;
}

function levelRule({ level, domain }: Classification): Rule {
  switch (level) {
    case 'PUBLIC':
      return allow;
    case 'INTERNAL':
      return isAuthenticated;
    case 'CONFIDENTIAL':
      return hasScope(`${domain}:confidential:read`);
    case 'RESTRICTED':
      return hasScope(`${domain}:restricted:read`);
    default:
      return deny;
  }
}

/** The scope says all that being logged in says. */
function conjoin(byLevel: Rule, personal: Rule): Rule {
  return byLevel === allow || byLevel === isAuthenticated ? personal : and(byLevel, personal);
}
