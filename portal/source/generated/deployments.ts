// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

export type RegistrationKind = 'PUBLISH' | 'PROMOTE' | 'ROLLBACK' | 'DELETE';

export type SubgraphStepKind = 'ADDED' | 'CHANGED' | 'DELETED';

export type ProposalState = 'PENDING' | 'APPROVED' | 'REJECTED' | 'WITHDRAWN' | 'EXPIRED' | 'PUBLISHED' | 'FORCED';

export type AcknowledgementResponse = 'APPROVED' | 'MIGRATING' | 'BLOCKED';

export type RollBackSubgraphsInput = { readonly variant?: string | undefined; readonly to: number; readonly subgraph?: string | null | undefined; readonly force?: boolean | undefined; readonly reason?: string | null | undefined; readonly onTopOf?: number | null | undefined; readonly idempotencyKey?: string | null | undefined; readonly dryRun?: boolean | undefined };

export type PromoteSubgraphsInput = { readonly from: string; readonly variant?: string | undefined; readonly subgraphs?: ReadonlyArray<string> | null | undefined; readonly force?: boolean | undefined; readonly acceptUnknown?: boolean | undefined; readonly reason?: string | null | undefined; readonly onTopOf?: number | null | undefined; readonly idempotencyKey?: string | null | undefined; readonly dryRun?: boolean | undefined };

export type RegistryOutcomeFragment = { readonly ok: boolean; readonly problems: ReadonlyArray<{ readonly code: string; readonly severity: string; readonly message: string; readonly fix: string | null }> | null };

export const RegistryOutcomeText = `fragment RegistryOutcome on RegistryAnswer {
  ok
  problems {
    code
    severity
    message
    fix
  }
}`;

export type DeploymentsData = { readonly variants: ReadonlyArray<{ readonly name: string; readonly registration: number; readonly subgraphs: number; readonly supergraph: string | null; readonly publishedAt: string | null }> | null; readonly subgraphs: ReadonlyArray<{ readonly name: string; readonly registration: number; readonly sourceRevision: string; readonly registeredBy: string; readonly registeredAt: string }> | null };

export type DeploymentsVariables = { readonly variant: string };

export const DeploymentsDocument: TypedDocument<DeploymentsData, DeploymentsVariables> = {
  kind: 'query',
  operationName: 'Deployments',
  text: `query Deployments($variant: String!) {
  variants {
    name
    registration
    subgraphs
    supergraph
    publishedAt
  }
  subgraphs(variant: $variant) {
    name
    registration
    sourceRevision
    registeredBy
    registeredAt
  }
}`,
};

export type RegistrationsData = { readonly registrations: { readonly totalCount: number; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }; readonly nodes: ReadonlyArray<{ readonly number: number; readonly kind: RegistrationKind; readonly origin: { readonly variant: string; readonly number: number } | null; readonly sourceRevision: string; readonly registeredBy: string; readonly registeredAt: string; readonly reason: string | null; readonly supergraph: string; readonly subgraphs: ReadonlyArray<{ readonly name: string; readonly change: SubgraphStepKind; readonly products: ReadonlyArray<{ readonly product: string; readonly version: string | null; readonly previousVersion: string | null }> }> }> } | null };

export type RegistrationsVariables = { readonly variant: string; readonly after?: string | null | undefined };

export const RegistrationsDocument: TypedDocument<RegistrationsData, RegistrationsVariables> = {
  kind: 'query',
  operationName: 'Registrations',
  text: `query Registrations($variant: String!, $after: String) {
  registrations(variant: $variant, first: 20, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      number
      kind
      origin {
        variant
        number
      }
      sourceRevision
      registeredBy
      registeredAt
      reason
      supergraph
      subgraphs {
        name
        change
        products {
          product
          version
          previousVersion
        }
      }
    }
  }
}`,
};

export type ProposalsData = { readonly proposals: { readonly totalCount: number; readonly nodes: ReadonlyArray<{ readonly id: string; readonly state: ProposalState; readonly baseVersion: string; readonly version: string; readonly deadline: string; readonly proposedBy: string | null; readonly proposedAt: string; readonly contract: { readonly id: string; readonly product: { readonly urn: string; readonly name: string } } | null; readonly affectedSnapshot: ReadonlyArray<{ readonly consumer: string }> | null; readonly acknowledgements: ReadonlyArray<{ readonly consumer: string; readonly response: AcknowledgementResponse }> | null }> } | null };

export type ProposalsVariables = Record<string, never>;

export const ProposalsDocument: TypedDocument<ProposalsData, ProposalsVariables> = {
  kind: 'query',
  operationName: 'Proposals',
  text: `query Proposals {
  proposals(first: 20) {
    totalCount
    nodes {
      id
      state
      baseVersion
      version
      deadline
      proposedBy
      proposedAt
      contract {
        id
        product {
          urn
          name
        }
      }
      affectedSnapshot {
        consumer
      }
      acknowledgements {
        consumer
        response
      }
    }
  }
}`,
};

export type RollBackData = { readonly change: RegistryOutcomeFragment | null };

export type RollBackVariables = { readonly input: RollBackSubgraphsInput };

export const RollBackDocument: TypedDocument<RollBackData, RollBackVariables> = {
  kind: 'mutation',
  operationName: 'RollBack',
  text: `mutation RollBack($input: RollBackSubgraphsInput!) {
  change: rollBackSubgraphs(input: $input) {
    ...RegistryOutcome
  }
}

${RegistryOutcomeText}`,
};

export type PromoteData = { readonly change: RegistryOutcomeFragment | null };

export type PromoteVariables = { readonly input: PromoteSubgraphsInput };

export const PromoteDocument: TypedDocument<PromoteData, PromoteVariables> = {
  kind: 'mutation',
  operationName: 'Promote',
  text: `mutation Promote($input: PromoteSubgraphsInput!) {
  change: promoteSubgraphs(input: $input) {
    ...RegistryOutcome
  }
}

${RegistryOutcomeText}`,
};

export type VariantsSideBySideData = { readonly from: ReadonlyArray<{ readonly name: string; readonly sourceRevision: string }> | null; readonly to: ReadonlyArray<{ readonly name: string; readonly sourceRevision: string }> | null };

export type VariantsSideBySideVariables = { readonly from: string; readonly to: string };

export const VariantsSideBySideDocument: TypedDocument<VariantsSideBySideData, VariantsSideBySideVariables> = {
  kind: 'query',
  operationName: 'VariantsSideBySide',
  text: `query VariantsSideBySide($from: String!, $to: String!) {
  from: subgraphs(variant: $from) {
    name
    sourceRevision
  }
  to: subgraphs(variant: $to) {
    name
    sourceRevision
  }
}`,
};

export type ContractChangedData = { readonly contractChanged: { readonly version: string; readonly product: { readonly urn: string; readonly name: string } | null } | null };

export type ContractChangedVariables = Record<string, never>;

export const ContractChangedDocument: TypedDocument<ContractChangedData, ContractChangedVariables> = {
  kind: 'subscription',
  operationName: 'ContractChanged',
  text: `subscription ContractChanged {
  contractChanged(minSeverity: INFO) {
    version
    product {
      urn
      name
    }
  }
}`,
};
