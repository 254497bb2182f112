// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

export type AuditFilter = { readonly actor?: string | null | undefined; readonly action?: string | null | undefined; readonly target?: string | null | undefined; readonly requestId?: string | null | undefined; readonly from?: string | null | undefined; readonly to?: string | null | undefined; readonly client?: string | null | undefined; readonly coordinate?: string | null | undefined; readonly operation?: string | null | undefined };

export type SightingVerdict = 'SHOWN' | 'MASKED' | 'USED';

export type AuditEventsData = { readonly auditEvents: { readonly nodes: ReadonlyArray<{ readonly seq: number; readonly at: string; readonly actor: string; readonly actorKind: string; readonly action: string; readonly target: string; readonly requestId: string | null; readonly source: string | null; readonly payload: string; readonly decisions: string | null; readonly hash: string }>; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } } | null };

export type AuditEventsVariables = { readonly filter?: AuditFilter | null | undefined; readonly first: number; readonly after?: string | null | undefined };

export const AuditEventsDocument: TypedDocument<AuditEventsData, AuditEventsVariables> = {
  kind: 'query',
  operationName: 'AuditEvents',
  text: `query AuditEvents($filter: AuditFilter, $first: Int!, $after: String) {
  auditEvents(filter: $filter, first: $first, after: $after) {
    nodes {
      seq
      at
      actor
      actorKind
      action
      target
      requestId
      source
      payload
      decisions
      hash
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
};

export type WhoSawFieldData = { readonly whoSaw: ReadonlyArray<{ readonly actor: string; readonly issuer: string | null; readonly verdict: SightingVerdict; readonly firstAt: string; readonly lastAt: string }> | null };

export type WhoSawFieldVariables = { readonly coordinate: string; readonly from: string; readonly to: string };

export const WhoSawFieldDocument: TypedDocument<WhoSawFieldData, WhoSawFieldVariables> = {
  kind: 'query',
  operationName: 'WhoSawField',
  text: `query WhoSawField($coordinate: SchemaCoordinate!, $from: DateTime!, $to: DateTime!) {
  whoSaw(coordinate: $coordinate, from: $from, to: $to, first: 100) {
    actor
    issuer
    verdict
    firstAt
    lastAt
  }
}`,
};

export type WhoSawEntityData = { readonly whoSawEntity: ReadonlyArray<{ readonly actor: string; readonly issuer: string | null; readonly verdict: SightingVerdict; readonly firstAt: string; readonly lastAt: string }> | null };

export type WhoSawEntityVariables = { readonly type: string; readonly key: string; readonly from: string; readonly to: string };

export const WhoSawEntityDocument: TypedDocument<WhoSawEntityData, WhoSawEntityVariables> = {
  kind: 'query',
  operationName: 'WhoSawEntity',
  text: `query WhoSawEntity($type: String!, $key: String!, $from: DateTime!, $to: DateTime!) {
  whoSawEntity(type: $type, key: $key, from: $from, to: $to, first: 100) {
    actor
    issuer
    verdict
    firstAt
    lastAt
  }
}`,
};

export type NewestEntryData = { readonly auditEvents: { readonly nodes: ReadonlyArray<{ readonly seq: number }> } | null };

export type NewestEntryVariables = Record<string, never>;

export const NewestEntryDocument: TypedDocument<NewestEntryData, NewestEntryVariables> = {
  kind: 'query',
  operationName: 'NewestEntry',
  text: `query NewestEntry {
  auditEvents(first: 1) {
    nodes {
      seq
    }
  }
}`,
};

export type VerifyAuditData = { readonly verifyAudit: { readonly ok: boolean; readonly from: number; readonly to: number; readonly firstBadSeq: number | null; readonly problem: string | null } | null };

export type VerifyAuditVariables = { readonly from: number; readonly to: number };

export const VerifyAuditDocument: TypedDocument<VerifyAuditData, VerifyAuditVariables> = {
  kind: 'query',
  operationName: 'VerifyAudit',
  text: `query VerifyAudit($from: Float!, $to: Float!) {
  verifyAudit(from: $from, to: $to) {
    ok
    from
    to
    firstBadSeq
    problem
  }
}`,
};
