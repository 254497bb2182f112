// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

export type IncidentSeverity = 'MINOR' | 'MAJOR' | 'CRITICAL';

export type IncidentState = 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED';

export type IncidentFilter = { readonly domain?: string | null | undefined; readonly product?: string | null | undefined; readonly state?: IncidentState | null | undefined; readonly severity?: IncidentSeverity | null | undefined };

export type IncidentStepFragment = { readonly at: string; readonly by: string; readonly action: string; readonly severity: IncidentSeverity; readonly note: string | null };

export const IncidentStepText = `fragment IncidentStep on IncidentStep {
  at
  by
  action
  severity
  note
}`;

export type AffectedOperationFragment = { readonly hash: string; readonly name: string | null; readonly client: string; readonly requests: number; readonly lastSeen: string };

export const AffectedOperationText = `fragment AffectedOperation on AffectedOperation {
  hash
  name
  client
  requests
  lastSeen
}`;

export type BlastRadiusFragment = { readonly downstreamProducts: ReadonlyArray<{ readonly urn: string; readonly name: string }> | null; readonly downstreamFields: number; readonly clients: number; readonly requests: number; readonly complete: boolean; readonly operations: ReadonlyArray<AffectedOperationFragment> | null };

export const BlastRadiusText = `fragment BlastRadius on BlastRadius {
  downstreamProducts {
    urn
    name
  }
  downstreamFields
  clients
  requests
  complete
  operations(first: 20) {
    ...AffectedOperation
  }
}`;

export type IncidentsData = { readonly incidents: { readonly totalCount: number; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }; readonly nodes: ReadonlyArray<{ readonly id: string; readonly title: string; readonly severity: IncidentSeverity; readonly state: IncidentState; readonly openedAt: string; readonly resolvedAt: string | null; readonly product: { readonly urn: string; readonly name: string } | null }> } | null };

export type IncidentsVariables = { readonly filter?: IncidentFilter | null | undefined; readonly after?: string | null | undefined };

export const IncidentsDocument: TypedDocument<IncidentsData, IncidentsVariables> = {
  kind: 'query',
  operationName: 'Incidents',
  text: `query Incidents($filter: IncidentFilter, $after: String) {
  incidents(filter: $filter, first: 25, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      title
      severity
      state
      openedAt
      resolvedAt
      product {
        urn
        name
      }
    }
  }
}`,
};

export type IncidentDomainsData = { readonly domains: ReadonlyArray<{ readonly slug: string; readonly name: string }> | null };

export type IncidentDomainsVariables = Record<string, never>;

export const IncidentDomainsDocument: TypedDocument<IncidentDomainsData, IncidentDomainsVariables> = {
  kind: 'query',
  operationName: 'IncidentDomains',
  text: `query IncidentDomains {
  domains {
    slug
    name
  }
}`,
};

export type IncidentData = { readonly incident: { readonly id: string; readonly title: string; readonly cause: string; readonly severity: IncidentSeverity; readonly state: IncidentState; readonly openedAt: string; readonly acknowledgedBy: string | null; readonly acknowledgedAt: string | null; readonly acknowledgeNote: string | null; readonly resolvedAt: string | null; readonly escalation: number; readonly escalatesAt: string | null; readonly product: { readonly urn: string; readonly name: string; readonly owners: ReadonlyArray<{ readonly name: string; readonly onCall: string | null }> | null } | null; readonly timeline: ReadonlyArray<IncidentStepFragment> | null; readonly blastRadius: BlastRadiusFragment | null } | null };

export type IncidentVariables = { readonly id: string };

export const IncidentDocument: TypedDocument<IncidentData, IncidentVariables> = {
  kind: 'query',
  operationName: 'Incident',
  text: `query Incident($id: ID!) {
  incident(id: $id) {
    id
    title
    cause
    severity
    state
    openedAt
    acknowledgedBy
    acknowledgedAt
    acknowledgeNote
    resolvedAt
    escalation
    escalatesAt
    product {
      urn
      name
      owners {
        name
        onCall
      }
    }
    timeline {
      ...IncidentStep
    }
    blastRadius {
      ...BlastRadius
    }
  }
}

${IncidentStepText}

${BlastRadiusText}

${AffectedOperationText}`,
};

export type AcknowledgeIncidentData = { readonly acknowledgeIncident: { readonly id: string; readonly state: IncidentState } | null };

export type AcknowledgeIncidentVariables = { readonly id: string; readonly note?: string | null | undefined };

export const AcknowledgeIncidentDocument: TypedDocument<AcknowledgeIncidentData, AcknowledgeIncidentVariables> = {
  kind: 'mutation',
  operationName: 'AcknowledgeIncident',
  text: `mutation AcknowledgeIncident($id: ID!, $note: String) {
  acknowledgeIncident(id: $id, note: $note) {
    id
    state
  }
}`,
};

export type IncidentChangedData = { readonly incidentChanged: { readonly incident: string; readonly state: string } | null };

export type IncidentChangedVariables = { readonly domain?: string | null | undefined };

export const IncidentChangedDocument: TypedDocument<IncidentChangedData, IncidentChangedVariables> = {
  kind: 'subscription',
  operationName: 'IncidentChanged',
  text: `subscription IncidentChanged($domain: String) {
  incidentChanged(domain: $domain) {
    incident
    state
  }
}`,
};
