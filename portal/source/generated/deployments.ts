// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

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
