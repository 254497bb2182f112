// Metadata: contracts, lineage and freshness are INTERNAL, as their own contract says. Whoever has logged in may ask for
// access; who decides about it, and who sees whose requests, the contracts of the targets say (subgraphs/metadata/access). Only auditors read
// the audit, and only those who may know the rules read the rules.
import type { DomainPolicy } from '../domain-policy.ts';
import { and } from '../shield.ts';
import { hasRole, hasScope, isAuthenticated } from '../vocabulary.ts';
import { loggedInRecently } from '../words/recent-login.ts';

/** Not with a token that somebody left lying about. */
const hasSteppedUp = loggedInRecently({ withinMinutes: 5, methods: ['mfa', 'otp', 'hwk'], classes: ['phr', 'phrh'] });

const isAuditor = hasScope('gordian:audit:read');
const isSecurity = hasScope('gordian:security');
/** May know the rules, and what they let others see; everybody else learns what becomes of an own question, and not by which rule. */
const isPolicyReader = hasScope('gordian:policy:read');

/** Of contracts: a pipeline, or a member of the team that answers for the product, which subgraphs/metadata/registry sees to. */
const isPublisher = hasScope('gordian:contract:write');

export const metadata: DomainPolicy = {
  subgraph: 'metadata',
  domain: 'platform',
  rules: {
    Query: {
      auditEvents: isAuditor,
      verifyAudit: isAuditor,
      whoSaw: isAuditor,
      whoSawEntity: isAuditor,
      unmaskedPaths: isSecurity,
      policyMatrix: isPolicyReader,
      explainDecision: isPolicyReader,
    },
    AuditEvent: isAuditor,
    AuditVerification: isAuditor,
    Sighting: isAuditor,
    DecisionExplanation: {
      rule: isPolicyReader,
      asked: isPolicyReader,
      mask: isPolicyReader,
      rowInputs: isPolicyReader,
      changes: isPolicyReader,
    },
    Mutation: {
      requestAccess: isAuthenticated,
      cancelAccessRequest: isAuthenticated,
      decideAccess: isAuthenticated,
      revokeGrant: isAuthenticated,
      breakGlass: and(hasRole('break-glass'), hasSteppedUp),
      endBreakGlass: isAuthenticated,
      reviewBreakGlass: isAuthenticated,
      checkContract: isAuthenticated,
      registerContract: isPublisher,
      promoteSubgraphs: isPublisher,
      rollBackSubgraphs: isPublisher,
      deleteSubgraphs: isPublisher,
      withdrawProposal: isPublisher,
      deprecateField: isPublisher,
      acknowledge: isAuthenticated,
      pinContract: isAuthenticated,
      unpinContract: isAuthenticated,
      reportQuality: hasScope('gordian:quality:write'),
      runQualityChecks: isAuthenticated,
      subscribeChanges: isAuthenticated,
      tryWebhook: isAuthenticated,
      unsubscribeChanges: isAuthenticated,
      recordWatermark: hasScope('gordian:sla:write'),
      acknowledgeIncident: isAuthenticated,
    },
  },
  masks: {},
};
