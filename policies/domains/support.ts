// Support: nobody but an agent speaks in the name of one.
import type { DomainPolicy } from '../domain-policy.ts';
import { requires } from '../requirement.ts';
import { and, rule } from '../shield.ts';
import { hasScope, type RuleContext } from '../vocabulary.ts';

/** Looks at the arguments, therefore not cached per caller. */
const speaksForItself = requires(
  rule('support.speaksForItself', { cache: 'no_cache' })(
    (_parent, { input }: { input?: { author: string } }, { caller }: RuleContext) =>
      input?.author === 'CUSTOMER' || caller.roles.has('support-agent'),
  ),
  'role support-agent to write as AGENT',
);

export const support: DomainPolicy = {
  subgraph: 'support',
  domain: 'support',
  rules: {
    Mutation: {
      addTicketMessage: and(hasScope('support:write'), speaksForItself),
    },
  },
  masks: {},
};
