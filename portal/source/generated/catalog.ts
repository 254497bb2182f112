// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';
import { type HealthFragment, type TrustFragment, type AccessFragment, HealthText, TrustText, AccessText } from './graph.ts';

export type ProductKind = 'SOURCE_ALIGNED' | 'AGGREGATE' | 'CONSUMER_ALIGNED';

export type LifecycleStatus = 'PROPOSED' | 'DRAFT' | 'ACTIVE' | 'DEPRECATED' | 'RETIRED';

export type DataProductFilter = { readonly domain?: string | null | undefined; readonly kind?: ProductKind | null | undefined; readonly status?: LifecycleStatus | null | undefined; readonly tag?: string | null | undefined; readonly text?: string | null | undefined };

export type SearchKind = 'PRODUCT' | 'FIELD' | 'DOMAIN' | 'TERM';

export type Sensitivity = 'PUBLIC' | 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED';

export type CatalogueProductFragment = { readonly urn: string; readonly name: string; readonly kind: ProductKind; readonly status: LifecycleStatus; readonly description: string | null; readonly tags: ReadonlyArray<string>; readonly domain: { readonly slug: string; readonly name: string }; readonly owners: ReadonlyArray<{ readonly name: string }> | null; readonly health: HealthFragment | null; readonly trust: TrustFragment | null; readonly myAccess: AccessFragment | null; readonly examples: ReadonlyArray<{ readonly id: string; readonly verified: boolean }> | null };

export const CatalogueProductText = `fragment CatalogueProduct on DataProduct {
  urn
  name
  kind
  status
  description
  tags
  domain {
    slug
    name
  }
  owners {
    name
  }
  health {
    ...Health
  }
  trust {
    ...Trust
  }
  myAccess {
    ...Access
  }
  examples {
    id
    verified
  }
}`;

export type CatalogueData = { readonly dataProducts: { readonly totalCount: number; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }; readonly nodes: ReadonlyArray<CatalogueProductFragment> } | null };

export type CatalogueVariables = { readonly filter?: DataProductFilter | null | undefined; readonly after?: string | null | undefined };

export const CatalogueDocument: TypedDocument<CatalogueData, CatalogueVariables> = {
  kind: 'query',
  operationName: 'Catalogue',
  text: `query Catalogue($filter: DataProductFilter, $after: String) {
  dataProducts(filter: $filter, first: 50, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...CatalogueProduct
    }
  }
}

${CatalogueProductText}

${HealthText}

${TrustText}

${AccessText}`,
};

export type CatalogueFrameData = { readonly domains: ReadonlyArray<{ readonly slug: string; readonly name: string }> | null; readonly mostUsedProducts: ReadonlyArray<{ readonly product: { readonly urn: string; readonly name: string } | null; readonly requests: number; readonly clients: number }> | null };

export type CatalogueFrameVariables = Record<string, never>;

export const CatalogueFrameDocument: TypedDocument<CatalogueFrameData, CatalogueFrameVariables> = {
  kind: 'query',
  operationName: 'CatalogueFrame',
  text: `query CatalogueFrame {
  domains {
    slug
    name
  }
  mostUsedProducts(first: 5) {
    product {
      urn
      name
    }
    requests
    clients
  }
}`,
};

export type CatalogueSearchData = { readonly search: { readonly totalCount: number; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }; readonly nodes: ReadonlyArray<{ readonly kind: SearchKind; readonly why: ReadonlyArray<string>; readonly item: (CatalogueProductFragment & { readonly __typename: 'DataProduct' } | { readonly __typename: 'SchemaField'; readonly coordinate: string; readonly type: string; readonly description: string | null; readonly classification: { readonly level: Sensitivity } | null; readonly product: { readonly urn: string; readonly name: string } } | { readonly __typename: 'Domain'; readonly slug: string; readonly name: string; readonly capability: string | null } | { readonly __typename: 'GlossaryTerm'; readonly id: string; readonly term: string; readonly definition: string | null; readonly fields: ReadonlyArray<string> | null; readonly usedBy: { readonly urn: string; readonly name: string } | null }) | null }> } | null };

export type CatalogueSearchVariables = { readonly text: string; readonly kinds?: ReadonlyArray<SearchKind> | null | undefined; readonly after?: string | null | undefined };

export const CatalogueSearchDocument: TypedDocument<CatalogueSearchData, CatalogueSearchVariables> = {
  kind: 'query',
  operationName: 'CatalogueSearch',
  text: `query CatalogueSearch($text: String!, $kinds: [SearchKind!], $after: String) {
  search(text: $text, kinds: $kinds, first: 30, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      kind
      why
      item {
        __typename
        ... on DataProduct {
          ...CatalogueProduct
        }
        ... on SchemaField {
          coordinate
          type
          description
          classification {
            level
          }
          product {
            urn
            name
          }
        }
        ... on Domain {
          slug
          name
          capability
        }
        ... on GlossaryTerm {
          id
          term
          definition
          fields
          usedBy: product {
            urn
            name
          }
        }
      }
    }
  }
}

${CatalogueProductText}

${HealthText}

${TrustText}

${AccessText}`,
};
