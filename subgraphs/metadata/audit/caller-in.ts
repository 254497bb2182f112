// Who vouches for the actor of an entry, and with which application it asked: out of the payload, where they are part of the hash.

import { storableText } from './storable-text.ts';

export interface RecordedCaller {
  /** Empty where nobody vouches. */
  readonly issuer: string;
  /** Empty where none is named. */
  readonly client: string;
}

export function callerIn(payload: string): RecordedCaller {
  const { issuer, client } = JSON.parse(payload) as { readonly issuer?: unknown; readonly client?: unknown };
  return { issuer: textOf(issuer), client: textOf(client) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? storableText(value) : '';
}
