// Who asks and who decides, and what they say over HTTP.
import type { Caller } from '../../../../kit/caller.ts';
import type { MetadataUnderTest } from '../metadata-under-test.ts';

export function person(subject: string, more: Partial<Caller> = {}): Caller {
  return {
    issuer: 'https://identity.test',
    subject,
    client: 'portal',
    scopes: new Set(),
    roles: new Set(),
    claims: {},
    purpose: null,
    expiresAt: 2_000_000_000,
    ...more,
  };
}

export const ann = person('ann');
export const lead = person('lea', { roles: new Set(['people-leads']) });
export const otherLead = person('leo', { roles: new Set(['people-leads']) });
export const officer = person('sue', { claims: { groups: ['security'] } });
/** In both groups, and still one person. */
export const both = person('bob', { roles: new Set(['people-leads', 'security']) });
export const owner = person('oto', { roles: new Set(['staff-office']) });
export const auditor = person('aud', { scopes: new Set(['gordian:security']) });

export interface Outcome {
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
  readonly value: any;
  readonly code: unknown;
  readonly message: string | undefined;
}

const requestFields = `id requester client targets outcome purpose justification requestedFor state approvers
  policyEvaluation { policy passed severity detail } approvals { by groups reason until } requestedAt decidedBy decidedAt
  decisionReason grant { ${'id holder targets outcome purpose validFrom validUntil revokedAt revokedBy revokeReason effectiveAtGateway lastUsed'} }`;
export const grantFields =
  'id holder targets outcome validFrom validUntil revokedAt revokedBy revokeReason effectiveAtGateway lastUsed request { id }';
export const glassFields =
  'id brokenBy client ticket targets reason owners authenticatedAt validFrom validUntil endedAt effectiveAtGateway lastUsed verdict reviewedBy reviewedAt reviewNote';

export interface Asking {
  readonly targets: readonly string[];
  readonly purpose?: string;
  readonly duration?: string;
  readonly outcome?: string;
  readonly justification?: string;
}

/** The workflow as people use it. */
export function workflowOf(metadata: MetadataUnderTest) {
  const send = async (caller: Caller, document: string, variables: object, url?: string): Promise<Outcome> => {
    const { data, errors } = await metadata.queryAs(caller, document, variables, url);
    const value = data == null ? null : Object.values(data)[0];
    return { value, code: errors?.[0]?.extensions?.code, message: errors?.[0]?.message };
  };
  return {
    send,
    ask: (caller: Caller, input: Asking, url?: string) =>
      send(
        caller,
        `mutation ($input: AccessRequestInput!) { requestAccess(input: $input) { ${requestFields} } }`,
        { input: { purpose: 'payroll', duration: 'P1D', justification: 'The run of this month.', ...input } },
        url,
      ),
    decide: (
      caller: Caller,
      id: string,
      approve: boolean,
      more: { until?: string; reason?: string } = {},
      url?: string,
    ) =>
      send(
        caller,
        `mutation ($id: ID!, $approve: Boolean!, $reason: String!, $until: DateTime) {
          decideAccess(id: $id, approve: $approve, reason: $reason, until: $until) { ${requestFields} } }`,
        { id, approve, reason: 'I know why.', ...more },
        url,
      ),
    cancel: (caller: Caller, id: string, url?: string) =>
      send(caller, `mutation ($id: ID!) { cancelAccessRequest(id: $id) { ${requestFields} } }`, { id }, url),
    revoke: (caller: Caller, id: string, url?: string) =>
      send(
        caller,
        `mutation ($id: ID!) { revokeGrant(id: $id, reason: "Not needed any more.") { ${grantFields} } }`,
        { id },
        url,
      ),
    breakGlass: (caller: Caller, input: object, url?: string) =>
      send(
        caller,
        `mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { ${glassFields} } }`,
        { input: { targets: ['Person.badge'], ticket: 'INC-1', reason: 'The doors are locked.', ...input } },
        url,
      ),
    endGlass: (caller: Caller, id: string) =>
      send(caller, `mutation ($id: ID!) { endBreakGlass(id: $id) { ${glassFields} } }`, { id }),
    review: (caller: Caller, id: string, url?: string) =>
      send(
        caller,
        `mutation ($id: ID!) { reviewBreakGlass(id: $id, verdict: JUSTIFIED, note: "As agreed.") { ${glassFields} } }`,
        { id },
        url,
      ),
    list: async (caller: Caller, field: string, selection: string): Promise<Record<string, unknown>[]> =>
      (await send(caller, `{ ${field} { totalCount nodes { ${selection} } } }`, {})).value.nodes,
    /** What gateways are told. */
    live: async (): Promise<{ id: string; subject: string; targets: string[]; ticket: string | null }[]> => {
      const token = await metadata.token('gordian:grants:read');
      const answer = await metadata.send<{ grants: never[] }>('GET', '/access/grants', { token });
      return answer.body.grants;
    },
  };
}

export type Workflow = ReturnType<typeof workflowOf>;
