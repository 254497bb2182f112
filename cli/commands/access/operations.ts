// What `gordian access` asks of the graph, and how its lists are shown.

export interface AccessList {
  readonly query: string;
  /** By the title of the column, the field that it shows. */
  readonly columns: Readonly<Record<string, string>>;
}

const request = `id requester targets outcome purpose justification requestedFor state approvers decidedBy decisionReason
  policyEvaluation { policy passed severity detail } approvals { by groups reason } grant { id validUntil }`;
const grant = 'id holder targets outcome purpose validFrom validUntil revokedAt revokedBy effectiveAtGateway lastUsed';
const glass = 'id brokenBy ticket targets reason owners validFrom validUntil endedAt verdict reviewedBy';

export const mutations = {
  request: `mutation ($input: AccessRequestInput!) { requestAccess(input: $input) { ${request} } }`,
  decide: `mutation ($id: ID!, $approve: Boolean!, $reason: String!, $until: DateTime) {
    decideAccess(id: $id, approve: $approve, reason: $reason, until: $until) { ${request} } }`,
  cancel: `mutation ($id: ID!) { cancelAccessRequest(id: $id) { ${request} } }`,
  revoke: `mutation ($id: ID!, $reason: String!) { revokeGrant(id: $id, reason: $reason) { ${grant} } }`,
  breakGlass: `mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { ${glass} } }`,
  endGlass: `mutation ($id: ID!) { endBreakGlass(id: $id) { ${glass} } }`,
  reviewGlass: `mutation ($id: ID!, $verdict: ReviewVerdict!, $note: String!) {
    reviewBreakGlass(id: $id, verdict: $verdict, note: $note) { ${glass} } }`,
} as const;

export const accessLists: Readonly<Record<string, AccessList>> = {
  requests: {
    query: `query ($mine: Boolean!) { accessRequests(mine: $mine, first: 100) { nodes { ${request} } } }`,
    columns: {
      request: 'id',
      who: 'requester',
      targets: 'targets',
      state: 'state',
      for: 'requestedFor',
      deciders: 'approvers',
    },
  },
  grants: {
    query: `query ($mine: Boolean!) { accessGrants(mine: $mine, first: 100) { nodes { ${grant} } } }`,
    columns: {
      grant: 'id',
      who: 'holder',
      targets: 'targets',
      until: 'validUntil',
      applied: 'effectiveAtGateway',
      used: 'lastUsed',
    },
  },
  glasses: {
    query: `query ($mine: Boolean!) { breakGlasses(mine: $mine, first: 100) { nodes { ${glass} } } }`,
    columns: {
      glass: 'id',
      who: 'brokenBy',
      ticket: 'ticket',
      targets: 'targets',
      until: 'validUntil',
      review: 'verdict',
    },
  },
};
