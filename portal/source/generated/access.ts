// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

export type GrantOutcome = 'ALLOW' | 'MASK';

export type AccessState = 'PENDING' | 'APPROVED' | 'DENIED' | 'CANCELLED' | 'EXPIRED';

export type PolicySeverity = 'INFO' | 'APPROVAL';

export type ReviewVerdict = 'JUSTIFIED' | 'MISUSED';

export type AccessRequestInput = { readonly targets: ReadonlyArray<string>; readonly outcome?: GrantOutcome | undefined; readonly purpose: string; readonly justification: string; readonly duration: string };

export type PolicyVerdict = 'ALLOW' | 'MASK' | 'BY_ROW' | 'DENY' | 'FAULT';

export type BreakGlassInput = { readonly targets: ReadonlyArray<string>; readonly ticket: string; readonly reason: string; readonly minutes?: number | undefined };

export type GrantFragment = { readonly id: string; readonly holder: string; readonly targets: ReadonlyArray<string>; readonly outcome: GrantOutcome; readonly purpose: string; readonly validFrom: string; readonly validUntil: string; readonly revokedAt: string | null; readonly revokedBy: string | null; readonly revokeReason: string | null; readonly effectiveAtGateway: string | null; readonly lastUsed: string | null; readonly own: boolean; readonly mayRevoke: boolean };

export const GrantText = `fragment Grant on AccessGrant {
  id
  holder
  targets
  outcome
  purpose
  validFrom
  validUntil
  revokedAt
  revokedBy
  revokeReason
  effectiveAtGateway
  lastUsed
  own
  mayRevoke
}`;

export type RequestFragment = { readonly id: string; readonly requester: string; readonly client: string | null; readonly targets: ReadonlyArray<string>; readonly outcome: GrantOutcome; readonly purpose: string; readonly justification: string; readonly requestedFor: string; readonly state: AccessState; readonly approvers: ReadonlyArray<string>; readonly policyEvaluation: ReadonlyArray<{ readonly policy: string; readonly passed: boolean; readonly severity: PolicySeverity; readonly detail: string | null }>; readonly approvals: ReadonlyArray<{ readonly by: string; readonly groups: ReadonlyArray<string>; readonly reason: string; readonly until: string | null; readonly at: string }>; readonly requestedAt: string; readonly decidedBy: string | null; readonly decidedAt: string | null; readonly decisionReason: string | null; readonly own: boolean; readonly mayDecide: boolean; readonly grant: GrantFragment | null };

export const RequestText = `fragment Request on AccessRequest {
  id
  requester
  client
  targets
  outcome
  purpose
  justification
  requestedFor
  state
  approvers
  policyEvaluation {
    policy
    passed
    severity
    detail
  }
  approvals {
    by
    groups
    reason
    until
    at
  }
  requestedAt
  decidedBy
  decidedAt
  decisionReason
  own
  mayDecide
  grant {
    ...Grant
  }
}`;

export type GlassFragment = { readonly id: string; readonly brokenBy: string; readonly ticket: string; readonly targets: ReadonlyArray<string>; readonly reason: string; readonly owners: ReadonlyArray<string>; readonly validFrom: string; readonly validUntil: string; readonly endedAt: string | null; readonly effectiveAtGateway: string | null; readonly lastUsed: string | null; readonly verdict: ReviewVerdict | null; readonly reviewedBy: string | null; readonly reviewedAt: string | null; readonly reviewNote: string | null; readonly own: boolean; readonly mayEnd: boolean; readonly mayReview: boolean };

export const GlassText = `fragment Glass on BreakGlass {
  id
  brokenBy
  ticket
  targets
  reason
  owners
  validFrom
  validUntil
  endedAt
  effectiveAtGateway
  lastUsed
  verdict
  reviewedBy
  reviewedAt
  reviewNote
  own
  mayEnd
  mayReview
}`;

export type MyAccessData = { readonly accessRequests: { readonly totalCount: number; readonly nodes: ReadonlyArray<RequestFragment> } | null; readonly accessGrants: { readonly totalCount: number; readonly nodes: ReadonlyArray<GrantFragment> } | null };

export type MyAccessVariables = { readonly first: number };

export const MyAccessDocument: TypedDocument<MyAccessData, MyAccessVariables> = {
  kind: 'query',
  operationName: 'MyAccess',
  text: `query MyAccess($first: Int!) {
  accessRequests(mine: true, first: $first) {
    totalCount
    nodes {
      ...Request
    }
  }
  accessGrants(mine: true, live: false, first: $first) {
    totalCount
    nodes {
      ...Grant
    }
  }
}

${RequestText}

${GrantText}`,
};

export type AccessToDecideData = { readonly waiting: { readonly totalCount: number; readonly nodes: ReadonlyArray<RequestFragment> } | null; readonly all: { readonly totalCount: number; readonly nodes: ReadonlyArray<RequestFragment> } | null; readonly accessGrants: { readonly totalCount: number; readonly nodes: ReadonlyArray<GrantFragment> } | null };

export type AccessToDecideVariables = { readonly first: number };

export const AccessToDecideDocument: TypedDocument<AccessToDecideData, AccessToDecideVariables> = {
  kind: 'query',
  operationName: 'AccessToDecide',
  text: `query AccessToDecide($first: Int!) {
  waiting: accessRequests(mine: false, state: PENDING, first: $first) {
    totalCount
    nodes {
      ...Request
    }
  }
  all: accessRequests(mine: false, first: $first) {
    totalCount
    nodes {
      ...Request
    }
  }
  accessGrants(mine: false, live: true, first: $first) {
    totalCount
    nodes {
      ...Grant
    }
  }
}

${RequestText}

${GrantText}`,
};

export type GlassesData = { readonly mine: { readonly totalCount: number; readonly nodes: ReadonlyArray<GlassFragment> } | null; readonly others: { readonly totalCount: number; readonly nodes: ReadonlyArray<GlassFragment> } | null };

export type GlassesVariables = { readonly first: number };

export const GlassesDocument: TypedDocument<GlassesData, GlassesVariables> = {
  kind: 'query',
  operationName: 'Glasses',
  text: `query Glasses($first: Int!) {
  mine: breakGlasses(mine: true, first: $first) {
    totalCount
    nodes {
      ...Glass
    }
  }
  others: breakGlasses(mine: false, first: $first) {
    totalCount
    nodes {
      ...Glass
    }
  }
}

${GlassText}`,
};

export type NotificationsData = { readonly notifications: { readonly totalCount: number; readonly nodes: ReadonlyArray<{ readonly id: string; readonly team: string; readonly topic: string; readonly body: string; readonly createdAt: string }> } | null };

export type NotificationsVariables = { readonly first: number };

export const NotificationsDocument: TypedDocument<NotificationsData, NotificationsVariables> = {
  kind: 'query',
  operationName: 'Notifications',
  text: `query Notifications($first: Int!) {
  notifications(first: $first) {
    totalCount
    nodes {
      id
      team
      topic
      body
      createdAt
    }
  }
}`,
};

export type PreviewAccessData = { readonly previewAccess: { readonly approvers: ReadonlyArray<string>; readonly longest: string; readonly purposes: ReadonlyArray<string> | null; readonly policyEvaluation: ReadonlyArray<{ readonly policy: string; readonly passed: boolean; readonly severity: PolicySeverity; readonly detail: string | null }> } | null };

export type PreviewAccessVariables = { readonly targets: ReadonlyArray<string>; readonly purpose?: string | null | undefined; readonly duration?: string | null | undefined };

export const PreviewAccessDocument: TypedDocument<PreviewAccessData, PreviewAccessVariables> = {
  kind: 'query',
  operationName: 'PreviewAccess',
  text: `query PreviewAccess($targets: [String!]!, $purpose: String, $duration: Duration) {
  previewAccess(targets: $targets, purpose: $purpose, duration: $duration) {
    approvers
    longest
    purposes
    policyEvaluation {
      policy
      passed
      severity
      detail
    }
  }
}`,
};

export type RequestAccessData = { readonly requestAccess: RequestFragment | null };

export type RequestAccessVariables = { readonly input: AccessRequestInput };

export const RequestAccessDocument: TypedDocument<RequestAccessData, RequestAccessVariables> = {
  kind: 'mutation',
  operationName: 'RequestAccess',
  text: `mutation RequestAccess($input: AccessRequestInput!) {
  requestAccess(input: $input) {
    ...Request
  }
}

${RequestText}

${GrantText}`,
};

export type CancelRequestData = { readonly cancelAccessRequest: { readonly id: string; readonly state: AccessState } | null };

export type CancelRequestVariables = { readonly id: string };

export const CancelRequestDocument: TypedDocument<CancelRequestData, CancelRequestVariables> = {
  kind: 'mutation',
  operationName: 'CancelRequest',
  text: `mutation CancelRequest($id: ID!) {
  cancelAccessRequest(id: $id) {
    id
    state
  }
}`,
};

export type DecideAccessData = { readonly decideAccess: { readonly id: string; readonly state: AccessState } | null };

export type DecideAccessVariables = { readonly id: string; readonly approve: boolean; readonly reason: string; readonly until?: string | null | undefined };

export const DecideAccessDocument: TypedDocument<DecideAccessData, DecideAccessVariables> = {
  kind: 'mutation',
  operationName: 'DecideAccess',
  text: `mutation DecideAccess($id: ID!, $approve: Boolean!, $reason: String!, $until: DateTime) {
  decideAccess(id: $id, approve: $approve, reason: $reason, until: $until) {
    id
    state
  }
}`,
};

export type RevokeGrantData = { readonly revokeGrant: { readonly id: string; readonly revokedAt: string | null } | null };

export type RevokeGrantVariables = { readonly id: string; readonly reason: string };

export const RevokeGrantDocument: TypedDocument<RevokeGrantData, RevokeGrantVariables> = {
  kind: 'mutation',
  operationName: 'RevokeGrant',
  text: `mutation RevokeGrant($id: ID!, $reason: String!) {
  revokeGrant(id: $id, reason: $reason) {
    id
    revokedAt
  }
}`,
};

export type MayBreakGlassData = { readonly explainOwnDecision: { readonly outcome: PolicyVerdict } | null };

export type MayBreakGlassVariables = Record<string, never>;

export const MayBreakGlassDocument: TypedDocument<MayBreakGlassData, MayBreakGlassVariables> = {
  kind: 'query',
  operationName: 'MayBreakGlass',
  text: `query MayBreakGlass {
  explainOwnDecision(coordinate: "Mutation.breakGlass") {
    outcome
  }
}`,
};

export type BreakGlassData = { readonly breakGlass: { readonly id: string } | null };

export type BreakGlassVariables = { readonly input: BreakGlassInput };

export const BreakGlassDocument: TypedDocument<BreakGlassData, BreakGlassVariables> = {
  kind: 'mutation',
  operationName: 'BreakGlass',
  text: `mutation BreakGlass($input: BreakGlassInput!) {
  breakGlass(input: $input) {
    id
  }
}`,
};

export type EndGlassData = { readonly endBreakGlass: { readonly id: string; readonly endedAt: string | null } | null };

export type EndGlassVariables = { readonly id: string };

export const EndGlassDocument: TypedDocument<EndGlassData, EndGlassVariables> = {
  kind: 'mutation',
  operationName: 'EndGlass',
  text: `mutation EndGlass($id: ID!) {
  endBreakGlass(id: $id) {
    id
    endedAt
  }
}`,
};

export type ReviewGlassData = { readonly reviewBreakGlass: { readonly id: string; readonly verdict: ReviewVerdict | null } | null };

export type ReviewGlassVariables = { readonly id: string; readonly verdict: ReviewVerdict; readonly note: string };

export const ReviewGlassDocument: TypedDocument<ReviewGlassData, ReviewGlassVariables> = {
  kind: 'mutation',
  operationName: 'ReviewGlass',
  text: `mutation ReviewGlass($id: ID!, $verdict: ReviewVerdict!, $note: String!) {
  reviewBreakGlass(id: $id, verdict: $verdict, note: $note) {
    id
    verdict
  }
}`,
};
