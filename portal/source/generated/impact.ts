// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

export type ChangeSeverity = 'INFO' | 'WARNING' | 'BREAKING';

export type UsageVerdict = 'NOT_BREAKING' | 'UNUSED_IN_WINDOW' | 'BREAKS_PINNED_ONLY' | 'UNKNOWN_NO_TRAFFIC_DATA' | 'BREAKS_CONSUMERS';

export type ConsumerKind = 'APPLICATION' | 'SERVICE' | 'ANONYMOUS';

export type ProposedChangeInput = { readonly coordinate: string; readonly kind?: string | undefined };

export type LineageNodeKind = 'PRODUCT' | 'GRAPHQL_TYPE' | 'GRAPHQL_FIELD' | 'TABLE' | 'COLUMN' | 'TOPIC' | 'JOB' | 'OPERATION' | 'REDACTED';

export type LineageRef = { readonly coordinate?: string | null | undefined; readonly urn?: string | null | undefined };

export type ImpactOfChangesData = { readonly impact: ReadonlyArray<{ readonly coordinate: string; readonly kind: string; readonly severity: ChangeSeverity; readonly verdict: UsageVerdict; readonly clients: number; readonly requests: number; readonly consumers: ReadonlyArray<{ readonly consumer: { readonly id: string; readonly name: string; readonly kind: ConsumerKind } | null; readonly operations: ReadonlyArray<{ readonly hash: string; readonly name: string | null; readonly requests: number; readonly lastSeen: string | null; readonly publishedAs: string | null }>; readonly requests: number; readonly lastSeen: string | null }> | null; readonly downstreamProducts: ReadonlyArray<{ readonly urn: string; readonly name: string }> | null; readonly downstreamFields: number; readonly complete: boolean }> | null };

export type ImpactOfChangesVariables = { readonly changes: ReadonlyArray<ProposedChangeInput>; readonly window: string };

export const ImpactOfChangesDocument: TypedDocument<ImpactOfChangesData, ImpactOfChangesVariables> = {
  kind: 'query',
  operationName: 'ImpactOfChanges',
  text: `query ImpactOfChanges($changes: [ProposedChangeInput!]!, $window: Duration!) {
  impact(changes: $changes, window: $window) {
    coordinate
    kind
    severity
    verdict
    clients
    requests
    consumers {
      consumer {
        id
        name
        kind
      }
      operations {
        hash
        name
        requests
        lastSeen
        publishedAs
      }
      requests
      lastSeen
    }
    downstreamProducts {
      urn
      name
    }
    downstreamFields
    complete
  }
}`,
};

export type ImpactDownstreamData = { readonly lineage: { readonly nodes: ReadonlyArray<{ readonly urn: string; readonly kind: LineageNodeKind; readonly coordinate: string | null }>; readonly complete: boolean } | null };

export type ImpactDownstreamVariables = { readonly root: LineageRef };

export const ImpactDownstreamDocument: TypedDocument<ImpactDownstreamData, ImpactDownstreamVariables> = {
  kind: 'query',
  operationName: 'ImpactDownstream',
  text: `query ImpactDownstream($root: LineageRef!) {
  lineage(root: $root, direction: DOWNSTREAM, depth: 20, limit: 200) {
    nodes {
      urn
      kind
      coordinate
    }
    complete
  }
}`,
};

export type ImpactOwnerData = { readonly field: { readonly subgraph: string; readonly deprecationReason: string | null; readonly product: { readonly urn: string; readonly name: string } } | null };

export type ImpactOwnerVariables = { readonly coordinate: string };

export const ImpactOwnerDocument: TypedDocument<ImpactOwnerData, ImpactOwnerVariables> = {
  kind: 'query',
  operationName: 'ImpactOwner',
  text: `query ImpactOwner($coordinate: SchemaCoordinate!) {
  field(coordinate: $coordinate) {
    subgraph
    deprecationReason
    product {
      urn
      name
    }
  }
}`,
};

export type ImpactCoordinatesData = { readonly lineageNodes: ReadonlyArray<{ readonly urn: string; readonly coordinate: string | null; readonly label: string }> | null };

export type ImpactCoordinatesVariables = { readonly text: string };

export const ImpactCoordinatesDocument: TypedDocument<ImpactCoordinatesData, ImpactCoordinatesVariables> = {
  kind: 'query',
  operationName: 'ImpactCoordinates',
  text: `query ImpactCoordinates($text: String!) {
  lineageNodes(
    text: $text
    kinds: [GRAPHQL_FIELD, GRAPHQL_TYPE, PRODUCT]
    first: 20
  ) {
    urn
    coordinate
    label
  }
}`,
};

export type ImpactOwningProductData = { readonly dataProduct: { readonly urn: string; readonly name: string } | null };

export type ImpactOwningProductVariables = { readonly urn: string };

export const ImpactOwningProductDocument: TypedDocument<ImpactOwningProductData, ImpactOwningProductVariables> = {
  kind: 'query',
  operationName: 'ImpactOwningProduct',
  text: `query ImpactOwningProduct($urn: URN!) {
  dataProduct(urn: $urn) {
    urn
    name
  }
}`,
};
