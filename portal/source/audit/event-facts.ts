// An entry of the audit, read for people: what was done, with which application, and which fields were shown by it. Entries come from
// gateways of several versions, so whatever is missing or unknown is left out. Pure.

import type { AuditEventsData } from '../generated/audit.ts';
import { namesOf, textOf, textsOf, valuesIn } from '../graph/json-text.ts';
import type { Tone } from '../parts/tone.ts';

export type AuditEntry = NonNullable<AuditEventsData['auditEvents']>['nodes'][number];

export interface EventFacts {
  readonly client: string | null;
  readonly issuer: string | null;
  readonly purpose: string | null;
  /** Of an operation: the name that the client gave it. */
  readonly operation: string | null;
  readonly code: string | null;
  readonly durationMs: number | null;
  /** Ids of what opened more than the rules. */
  readonly grants: readonly string[];
  readonly judged: readonly JudgedList[];
}

export interface JudgedList {
  readonly label: string;
  readonly coordinates: readonly string[];
}

export function factsOf({ payload, decisions }: Pick<AuditEntry, 'payload' | 'decisions'>): EventFacts {
  const said = valuesIn(payload);
  const set = valuesIn(decisions);
  const { breakGlass } = said;
  return {
    client: textOf(said.client),
    issuer: textOf(said.issuer),
    purpose: textOf(said.purpose),
    operation: textOf(set.operation),
    code: textOf(said.code),
    durationMs: typeof said.durationMs === 'number' ? said.durationMs : null,
    grants: [...textsOf(said.grants), ...textsOf([breakGlass])],
    judged: [
      { label: 'Shown', coordinates: textsOf(set.shown) },
      { label: 'By row', coordinates: namesOf(set.byRow) },
      { label: 'Masked', coordinates: namesOf(set.masked) },
      { label: 'Denied', coordinates: namesOf(set.denied) },
      { label: 'Asked by', coordinates: textsOf(set.inputs) },
    ].filter(({ coordinates }) => coordinates.length > 0),
  };
}

/** `3 shown, 1 denied` */
export function judgedInShort({ judged }: Pick<EventFacts, 'judged'>): string {
  return judged.map(({ label, coordinates }) => `${coordinates.length} ${label.toLowerCase()}`).join(', ');
}

export function toneOfAction(action: string): Tone {
  if (/\.(refused|denied|glass-broken|lost|interrupted)$/.test(action)) return 'warning';
  if (/\.(failed|tampered)$/.test(action)) return 'bad';
  return 'neutral';
}

/** What operations end in, and what people look for most; any other action can stand in the address. */
export const outcomes = [
  { value: 'operation.answered', label: 'Answered' },
  { value: 'operation.delivering', label: 'Delivering (a part, an event)' },
  { value: 'operation.explained', label: 'Explained, not run' },
  { value: 'operation.refused', label: 'Refused' },
  { value: 'operation.failed', label: 'Failed' },
  { value: 'operation.intended', label: 'Intended' },
  { value: 'access.requested', label: 'Access requested' },
  { value: 'access.agreed', label: 'Access agreed' },
  { value: 'access.denied', label: 'Access denied' },
  { value: 'access.revoked', label: 'Access revoked' },
  { value: 'access.glass-broken', label: 'Glass broken' },
  { value: 'registry.published', label: 'Contracts published' },
] as const;
