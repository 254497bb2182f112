// Opaque cursors: the sort key of a row and the name of its order. A cursor is only ever compared with rows, so a forged
// one shows nothing that a filter would not; the checksum finds damage, and the column kinds keep bad values from the database.

import { crc32 } from 'node:zlib';
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

export function encodeCursor(sortKey: readonly (SortValue | Date)[], order: SortOrder): string {
  const body = JSON.stringify([order.name, ...sortKey]);
  return Buffer.from(`${checksum(body)}${body}`).toString('base64url');
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

function contentOf(cursor: string): readonly unknown[] {
  const text = Buffer.from(cursor, 'base64url').toString();
  const body = text.slice(8);
  return checksum(body) === text.slice(0, 8) ? parsedList(body) : [];
}

function parsedList(body: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(body);
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
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
