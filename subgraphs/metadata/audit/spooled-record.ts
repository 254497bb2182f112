// What a gateway writes into its spool, as entries and decision sets of the audit. A gateway is trusted to say the truth, but not
// to be of our version: what is missing or unknown is kept as it is, and never stops the records behind it.
import { type AuditEntry, sha256 } from '../../../kit/audit-chain.ts';
import type { LineEnd } from '../../../kit/spooled-lines.ts';
import { storableText } from './storable-text.ts';

/** As JSON brought it; only what an entry is made of is looked at. */
export interface SpooledRecord {
  readonly kind?: unknown;
  readonly [key: string]: unknown;
}

export interface NewEntry extends Omit<AuditEntry, 'seq'> {
  /** Keyed hashes, hexadecimal. */
  readonly entities: readonly string[];
}

/** `used`: an input that was set. */
export type SetVerdict = 'shown' | 'masked' | 'denied' | 'used';

export interface NewSet {
  readonly hash: string;
  /** JSON, byte for byte as it was hashed. */
  readonly content: string;
  /** The name that the client gave it. */
  readonly operation: string | null;
  readonly coordinates: readonly { readonly coordinate: string; readonly verdict: SetVerdict }[];
}

export interface RecordPlace {
  readonly instance: string;
  readonly seq: number;
  /** The record as it stands in the line. */
  readonly text: string;
  readonly now: Date;
}

const actions: ReadonlyMap<unknown, string> = new Map([
  ['intent', 'operation.intended'],
  ['refusals', 'requests.refused'],
  ['unaudited', 'audit.interrupted'],
]);

/** Null for what is no record: no JSON, or no object. */
export function readRecord(text: string): SpooledRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SpooledRecord) : null;
  } catch {
    return null;
  }
}

export function entryOf(record: SpooledRecord, { instance, seq, text, now }: RecordPlace): NewEntry {
  const { kind, actor, client, outcome, decisions, id, at } = record;
  const isOperation = kind === 'operation' || kind === 'intent';
  const wasShown = kind === 'operation' && (outcome === 'answered' || outcome === 'delivering');
  const stranger = isOperation ? 'anonymous' : instance;
  return {
    at: instantOf(at) ?? now.toISOString(),
    actor: textOf(actor) ?? textOf(client) ?? stranger,
    actorKind: isOperation ? (textOf(actor) === null ? 'anonymous' : 'user') : 'gateway',
    action: kind === 'operation' ? `operation.${textOf(outcome) ?? 'unknown'}` : (actions.get(kind) ?? 'gateway.said'),
    target: textOf(decisions) === null ? 'gordian:graph' : `gordian:decisions:${decisions}`,
    requestId: textOf(id),
    source: instance,
    sourceSeq: seq,
    shown: wasShown ? textOf(decisions) : null,
    payload: text,
    entities: wasShown ? textsOf(record.entities).filter((entity) => /^[0-9a-f]{32}$/.test(entity)) : [],
  };
}

/** Nothing when the content is not what the hash is of. */
export function setOf(text: string, { hash, content }: SpooledRecord): readonly NewSet[] {
  const start = text.indexOf('"content":') + '"content":'.length;
  const contentText = text.slice(start, -1);
  if (typeof hash !== 'string' || sha256(contentText) !== hash) return [];
  return [{ hash, content: contentText, ...judgedIn(content) }];
}

/** What a decision set is found by. */
export function judgedIn(content: unknown): Pick<NewSet, 'operation' | 'coordinates'> {
  const { operation, shown, byRow, masked, denied, inputs } = (content ?? {}) as Readonly<Record<string, object>>;
  const coordinates = new Map<string, SetVerdict>();
  const add = (verdict: SetVerdict, names: readonly string[]) => {
    for (const name of names) if (!coordinates.has(name)) coordinates.set(name, verdict);
  };
  // What shows most counts, where two positions of an operation were judged differently.
  add('shown', [...textsOf(shown), ...Object.keys(byRow ?? {})]);
  add('masked', Object.keys(masked ?? {}));
  add('denied', Object.keys(denied ?? {}));
  add('used', textsOf(inputs));
  return {
    operation: textOf(operation),
    coordinates: [...coordinates].map(([coordinate, verdict]) => ({ coordinate, verdict })),
  };
}

/** Lines of a spool that nobody will ever have. */
export function lossEntry(instance: string, from: number, to: number, now: Date): NewEntry {
  return ownEntry('audit.lost', `gordian:gateway:${instance}`, { instance, from, to }, now);
}

/** A gateway knows an end of the chain that is not there any more. */
export function tamperEntry(instance: string, { seq, hash }: LineEnd, now: Date): NewEntry {
  return ownEntry('audit.tampered', 'gordian:audit', { toldBy: instance, seq, hash }, now);
}

function ownEntry(action: string, target: string, payload: object, now: Date): NewEntry {
  return {
    at: now.toISOString(),
    actor: 'metadata',
    actorKind: 'service',
    action,
    target,
    requestId: null,
    source: null,
    sourceSeq: null,
    shown: null,
    payload: JSON.stringify(payload),
    entities: [],
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? storableText(value) : null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Of the years that Postgres and ISO-8601 write alike, for the text is a part of the hash. */
function instantOf(value: unknown): string | null {
  const instant = typeof value === 'string' ? new Date(value) : null;
  const text = instant && !Number.isNaN(instant.getTime()) ? instant.toISOString() : '';
  return /^[1-9]\d{3}-/.test(text) ? text : null;
}
