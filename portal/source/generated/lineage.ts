// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

export type LineageNodeKind = 'PRODUCT' | 'GRAPHQL_TYPE' | 'GRAPHQL_FIELD' | 'TABLE' | 'COLUMN' | 'TOPIC' | 'JOB' | 'OPERATION' | 'REDACTED';

export type TransformKind = 'DIRECT' | 'INDIRECT';

export type EdgeOrigin = 'DECLARED' | 'FEDERATION' | 'PROPAGATED' | 'OPENLINEAGE' | 'OBSERVED';

export type LineageRef = { readonly coordinate?: string | null | undefined; readonly urn?: string | null | undefined };

export type LineageDirection = 'UPSTREAM' | 'DOWNSTREAM' | 'BOTH';

export type Sensitivity = 'PUBLIC' | 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED';

export type LineageDriftKind = 'DECLARED_NOT_OBSERVED' | 'OBSERVED_NOT_DECLARED';

export type LineageNodePartsFragment = { readonly urn: string; readonly kind: LineageNodeKind; readonly label: string; readonly coordinate: string | null; readonly product: { readonly urn: string; readonly name: string } | null; readonly hiddenUpstream: number; readonly hiddenDownstream: number };

export const LineageNodePartsText = `fragment LineageNodeParts on LineageNode {
  urn
  kind
  label
  coordinate
  product {
    urn
    name
  }
  hiddenUpstream
  hiddenDownstream
}`;

export type LineageEdgePartsFragment = { readonly from: string; readonly to: string; readonly transform: TransformKind; readonly subtype: string | null; readonly masking: boolean; readonly origins: ReadonlyArray<EdgeOrigin>; readonly confidence: number; readonly firstSeen: string; readonly lastSeen: string; readonly job: string | null };

export const LineageEdgePartsText = `fragment LineageEdgeParts on LineageEdge {
  from
  to
  transform
  subtype
  masking
  origins
  confidence
  firstSeen
  lastSeen
  job
}`;

export type LineagePathPartsFragment = { readonly masked: boolean; readonly nodes: ReadonlyArray<LineageNodePartsFragment>; readonly edges: ReadonlyArray<LineageEdgePartsFragment> };

export const LineagePathPartsText = `fragment LineagePathParts on LineagePath {
  masked
  nodes {
    ...LineageNodeParts
  }
  edges {
    ...LineageEdgeParts
  }
}`;

export type LineageHopData = { readonly lineage: { readonly nodes: ReadonlyArray<LineageNodePartsFragment>; readonly edges: ReadonlyArray<LineageEdgePartsFragment>; readonly cutReason: string | null; readonly asOf: string; readonly indexLagSeconds: number } | null };

export type LineageHopVariables = { readonly root: LineageRef; readonly direction: LineageDirection; readonly limit: number; readonly at?: string | null | undefined };

export const LineageHopDocument: TypedDocument<LineageHopData, LineageHopVariables> = {
  kind: 'query',
  operationName: 'LineageHop',
  text: `query LineageHop($root: LineageRef!, $direction: LineageDirection!, $limit: Int!, $at: DateTime) {
  lineage(root: $root, direction: $direction, depth: 1, limit: $limit, at: $at) {
    nodes {
      ...LineageNodeParts
    }
    edges {
      ...LineageEdgeParts
    }
    cutReason
    asOf
    indexLagSeconds
  }
}

${LineageNodePartsText}

${LineageEdgePartsText}`,
};

export type LineageNodeSearchData = { readonly lineageNodes: ReadonlyArray<LineageNodePartsFragment> | null };

export type LineageNodeSearchVariables = { readonly text: string };

export const LineageNodeSearchDocument: TypedDocument<LineageNodeSearchData, LineageNodeSearchVariables> = {
  kind: 'query',
  operationName: 'LineageNodeSearch',
  text: `query LineageNodeSearch($text: String!) {
  lineageNodes(text: $text, first: 12) {
    ...LineageNodeParts
  }
}

${LineageNodePartsText}`,
};

export type LineageWaysData = { readonly downstream: { readonly paths: ReadonlyArray<LineagePathPartsFragment>; readonly complete: boolean; readonly cutReason: string | null; readonly asOf: string } | null; readonly upstream: { readonly paths: ReadonlyArray<LineagePathPartsFragment>; readonly complete: boolean; readonly cutReason: string | null; readonly asOf: string } | null };

export type LineageWaysVariables = { readonly from: LineageRef; readonly to: LineageRef };

export const LineageWaysDocument: TypedDocument<LineageWaysData, LineageWaysVariables> = {
  kind: 'query',
  operationName: 'LineageWays',
  text: `query LineageWays($from: LineageRef!, $to: LineageRef!) {
  downstream: lineagePaths(from: $from, to: $to, max: 5) {
    paths {
      ...LineagePathParts
    }
    complete
    cutReason
    asOf
  }
  upstream: lineagePaths(from: $to, to: $from, max: 5) {
    paths {
      ...LineagePathParts
    }
    complete
    cutReason
    asOf
  }
}

${LineagePathPartsText}

${LineageNodePartsText}

${LineageEdgePartsText}`,
};

export type LineageFieldFactsData = { readonly field: { readonly type: string; readonly description: string | null; readonly deprecationReason: string | null; readonly classification: { readonly level: Sensitivity; readonly tags: ReadonlyArray<string>; readonly masking: boolean; readonly effectiveLevel: Sensitivity | null; readonly inheritedFrom: ReadonlyArray<string> | null } | null } | null };

export type LineageFieldFactsVariables = { readonly coordinate: string };

export const LineageFieldFactsDocument: TypedDocument<LineageFieldFactsData, LineageFieldFactsVariables> = {
  kind: 'query',
  operationName: 'LineageFieldFacts',
  text: `query LineageFieldFacts($coordinate: SchemaCoordinate!) {
  field(coordinate: $coordinate) {
    type
    description
    deprecationReason
    classification {
      level
      tags
      masking
      effectiveLevel
      inheritedFrom
    }
  }
}`,
};

export type LineageDriftOfProductData = { readonly lineageDrift: { readonly items: ReadonlyArray<{ readonly kind: LineageDriftKind; readonly edge: LineageEdgePartsFragment }>; readonly complete: boolean; readonly asOf: string } | null };

export type LineageDriftOfProductVariables = { readonly product: string };

export const LineageDriftOfProductDocument: TypedDocument<LineageDriftOfProductData, LineageDriftOfProductVariables> = {
  kind: 'query',
  operationName: 'LineageDriftOfProduct',
  text: `query LineageDriftOfProduct($product: URN!) {
  lineageDrift(product: $product, first: 100) {
    items {
      kind
      edge {
        ...LineageEdgeParts
      }
    }
    complete
    asOf
  }
}

${LineageEdgePartsText}`,
};

export type LineageUnmaskedData = { readonly unmaskedPaths: { readonly paths: ReadonlyArray<LineagePathPartsFragment>; readonly complete: boolean; readonly cutReason: string | null; readonly asOf: string; readonly indexLagSeconds: number } | null };

export type LineageUnmaskedVariables = { readonly tag: string; readonly toKinds: ReadonlyArray<LineageNodeKind> };

export const LineageUnmaskedDocument: TypedDocument<LineageUnmaskedData, LineageUnmaskedVariables> = {
  kind: 'query',
  operationName: 'LineageUnmasked',
  text: `query LineageUnmasked($tag: String!, $toKinds: [LineageNodeKind!]!) {
  unmaskedPaths(tag: $tag, toKinds: $toKinds, max: 50) {
    paths {
      ...LineagePathParts
    }
    complete
    cutReason
    asOf
    indexLagSeconds
  }
}

${LineagePathPartsText}

${LineageNodePartsText}

${LineageEdgePartsText}`,
};
