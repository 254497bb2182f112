// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

export type SlaStatus = 'OK' | 'AT_RISK' | 'BREACHED' | 'UNKNOWN';

export type AccessOutcome = 'ALLOW' | 'MASK' | 'DENY';

export type HealthFragment = { readonly status: SlaStatus; readonly reasons: ReadonlyArray<string> };

export const HealthText = `fragment Health on Health {
  status
  reasons
}`;

export type TrustFragment = { readonly score: number; readonly reasons: ReadonlyArray<{ readonly id: string; readonly points: number; readonly most: number; readonly text: string }> };

export const TrustText = `fragment Trust on Trust {
  score
  reasons {
    id
    points
    most
    text
  }
}`;

export type AccessFragment = { readonly outcome: AccessOutcome; readonly deniedFields: ReadonlyArray<string>; readonly maskedFields: ReadonlyArray<string>; readonly fieldsByRow: ReadonlyArray<string> };

export const AccessText = `fragment Access on AccessDecision {
  outcome
  deniedFields
  maskedFields
  fieldsByRow
}`;

export type ProductsData = { readonly dataProducts: { readonly totalCount: number; readonly nodes: ReadonlyArray<{ readonly urn: string; readonly name: string }> } | null };

export type ProductsVariables = { readonly text?: string | null | undefined };

export const ProductsDocument: TypedDocument<ProductsData, ProductsVariables> = {
  kind: 'query',
  operationName: 'Products',
  text: `query Products($text: String) {
  dataProducts(filter: {text: $text}, first: 100) {
    totalCount
    nodes {
      urn
      name
    }
  }
}`,
};
