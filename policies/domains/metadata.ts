// Metadata: contracts, lineage and freshness are INTERNAL, as their own contract says. Whoever has logged in may ask for
// access; who decides about it, and who sees whose requests, the contracts of the targets say (subgraphs/metadata/access).
import type { DomainPolicy } from '../domain-policy.ts';
import { loggedInRecently } from '../recent-login.ts';
import { and } from '../shield.ts';
import { hasRole, isAuthenticated } from '../vocabulary.ts';

/** Not with a token that somebody left lying about. */
const hasSteppedUp = loggedInRecently({ withinMinutes: 5, methods: ['mfa', 'otp', 'hwk'], classes: ['phr', 'phrh'] });

export const metadata: DomainPolicy = {
  subgraph: 'metadata',
  domain: 'platform',
  rules: {
    Mutation: {
      requestAccess: isAuthenticated,
      cancelAccessRequest: isAuthenticated,
      decideAccess: isAuthenticated,
      revokeGrant: isAuthenticated,
      breakGlass: and(hasRole('break-glass'), hasSteppedUp),
      endBreakGlass: isAuthenticated,
      reviewBreakGlass: isAuthenticated,
    },
  },
  masks: {},
};
