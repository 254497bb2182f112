// Opaque cursors: the sort key of a row and the name of its order, sealed, because the row may be one that policies hide from whoever
// holds the cursor, or its sort key a field that is masked. Equal rows have equal cursors, so that answers can be compared and kept.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { GordianError } from './errors.ts';

export type SortValue = string | number | null;
export type SortColumn = 'instant' | 'day' | 'text' | 'decimal' | 'number';

export interface SortOrder {
  /** Ties a cursor to its order, for example `PLACED_AT_DESC`. */
  readonly name: string;
  /** The kinds of the sort key's columns; the last one is the id. */
  readonly columns: readonly SortColumn[];
}

const maxCursorLength = 1_000;
const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

interface CursorKeys {
  readonly seal: Buffer;
  readonly nonce: Buffer;
}

let keys = keysFrom(randomBytes(32));

/** Cursors are good in every process with the same secret, and after a restart; without one, in this process alone. */
export function sealCursorsWith(secret: string): void {
  keys = keysFrom(Buffer.from(secret));
}

function keysFrom(secret: Buffer): CursorKeys {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, 'gordian cursor', use, 32));
  return { seal: derive('seal'), nonce: derive('nonce') };
}

export function encodeCursor(sortKey: readonly (SortValue | Date)[], order: SortOrder): string {
  const body = Buffer.from(JSON.stringify([order.name, ...sortKey]));
  // Made from the content: the same nonce never seals two contents.
  const nonce = createHmac('sha256', keys.nonce).update(body).digest().subarray(0, nonceBytes);
  const sealing = createCipheriv(cipher, keys.seal, nonce);
  const sealed = [sealing.update(body), sealing.final()];
  return Buffer.concat([nonce, sealing.getAuthTag(), ...sealed]).toString('base64url');
}

/** The sort key in a cursor of this order; BAD_USER_INPUT for everything else. */
export function decodeCursor(cursor: string, order: SortOrder): readonly SortValue[] {
  const [name, ...values] = cursor.length > maxCursorLength ? [] : contentOf(cursor);
  const fits = name === order.name && values.length === order.columns.length;
  if (!fits || !order.columns.every((column, index) => isOfKind[column](values[index]))) {
    throw new GordianError(
      'BAD_USER_INPUT',
      '`after` must be a cursor from a page of the same list in the same order.',
      {
        details: { argument: 'after' },
      },
    );
  }
  return values as SortValue[];
}

/** Nothing for what was not sealed here, or was altered since. */
function contentOf(cursor: string): readonly unknown[] {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= nonceBytes + tagBytes || bytes.toString('base64url') !== cursor) return [];
  const nonce = bytes.subarray(0, nonceBytes);
  const opening = createDecipheriv(cipher, keys.seal, nonce, { authTagLength: tagBytes });
  opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const body = Buffer.concat([opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()]);
    return JSON.parse(body.toString()) as unknown[];
  } catch {
    return [];
  }
}

const isOfKind: Readonly<Record<SortColumn, (value: unknown) => boolean>> = {
  instant: (value) => typeof value === 'string' && isoOf(value) === value,
  day: (value) => typeof value === 'string' && isoOf(value) === `${value}T00:00:00.000Z`,
  // Postgres text holds no NUL.
  text: (value) => typeof value === 'string' && !value.includes('\0'),
  decimal: (value) => typeof value === 'string' && /^-?\d{1,40}(\.\d{1,40})?$/.test(value),
  number: (value) => typeof value === 'number' && Number.isSafeInteger(value),
};

/** Null for what is no instant; 30 February, which JavaScript rolls over and Postgres refuses, comes back as another day. */
function isoOf(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
