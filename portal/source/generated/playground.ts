// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';
import { type AccessFragment, AccessText } from './graph.ts';

export type Sensitivity = 'PUBLIC' | 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED';

export type SlaKind = 'FRESHNESS' | 'LATENCY' | 'AVAILABILITY' | 'ERROR_RATE' | 'COMPLETENESS' | 'THROUGHPUT' | 'FREQUENCY' | 'TIME_OF_AVAILABILITY' | 'RETENTION' | 'TIME_TO_DETECT' | 'TIME_TO_NOTIFY' | 'TIME_TO_REPAIR';

export type SlaStatus = 'OK' | 'AT_RISK' | 'BREACHED' | 'UNKNOWN';

export type LineageNodeKind = 'PRODUCT' | 'GRAPHQL_TYPE' | 'GRAPHQL_FIELD' | 'TABLE' | 'COLUMN' | 'TOPIC' | 'JOB' | 'OPERATION' | 'REDACTED';

export type FieldUnderCursorData = { readonly field: { readonly coordinate: string; readonly type: string; readonly description: string | null; readonly subgraph: string; readonly deprecationReason: string | null; readonly classification: { readonly level: Sensitivity; readonly tags: ReadonlyArray<string>; readonly masking: boolean; readonly residency: ReadonlyArray<string>; readonly effectiveLevel: Sensitivity | null; readonly inheritedFrom: ReadonlyArray<string> | null } | null; readonly product: { readonly urn: string; readonly name: string; readonly owners: ReadonlyArray<{ readonly id: string; readonly name: string; readonly onCall: string | null }> | null; readonly contracts: ReadonlyArray<{ readonly current: { readonly version: string }; readonly latest: { readonly version: string } }>; readonly slas: ReadonlyArray<{ readonly id: string; readonly kind: SlaKind; readonly element: string | null; readonly status: SlaStatus; readonly observed: number | null; readonly unit: string; readonly objective: { readonly threshold: number; readonly unit: string } }> | null; readonly myAccess: AccessFragment | null }; readonly lineage: { readonly nodes: ReadonlyArray<{ readonly urn: string; readonly kind: LineageNodeKind; readonly label: string; readonly depth: number; readonly product: { readonly name: string } | null; readonly hiddenUpstream: number }>; readonly complete: boolean } | null } | null };

export type FieldUnderCursorVariables = { readonly coordinate: string };

export const FieldUnderCursorDocument: TypedDocument<FieldUnderCursorData, FieldUnderCursorVariables> = {
  kind: 'query',
  operationName: 'FieldUnderCursor',
  text: `query FieldUnderCursor($coordinate: SchemaCoordinate!) {
  field(coordinate: $coordinate) {
    coordinate
    type
    description
    subgraph
    deprecationReason
    classification {
      level
      tags
      masking
      residency
      effectiveLevel
      inheritedFrom
    }
    product {
      urn
      name
      owners {
        id
        name
        onCall
      }
      contracts {
        current {
          version
        }
        latest {
          version
        }
      }
      slas {
        id
        kind
        element
        status
        observed
        unit
        objective {
          threshold
          unit
        }
      }
      myAccess {
        ...Access
      }
    }
    lineage(direction: UPSTREAM, depth: 1, limit: 12) {
      nodes {
        urn
        kind
        label
        depth
        product {
          name
        }
        hiddenUpstream
      }
      complete
    }
  }
}

${AccessText}`,
};
