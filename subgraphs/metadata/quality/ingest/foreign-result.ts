// A result of another quality engine, before anybody knows which rule of the contract it is about. Values of the data, which such
// results carry as samples and in messages, are left behind where it is read.
import type { Outcome } from '../check-row.ts';

export interface ForeignResult {
  /** Names by which a rule may call the check, the best first. */
  readonly names: readonly string[];
  /** What kind of check it is, in the words of the engine: `expect_column_values_to_not_be_null`. */
  readonly kind: string | null;
  readonly columns: readonly string[];
  readonly outcome: Outcome;
  readonly observed: number | null;
  readonly failedRows: number | null;
  readonly detail: string | null;
  readonly at: Date | null;
  readonly runId: string | null;
}

/** Also without punctuation, as Great Expectations writes it; null for what is no instant. */
export function instantOf(text: unknown): Date | null {
  if (typeof text !== 'string') return null;
  const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text);
  const written = compact
    ? `${compact.slice(1, 4).join('-')}T${compact.slice(4, 7).join(':')}${compact[7] ?? ''}Z`
    : text;
  const time = Date.parse(written);
  return Number.isNaN(time) ? null : new Date(time);
}

/** Null for anything but a whole number that can count rows. */
export function countOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const longestName = 400;

export function namesAmong(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string' && value !== '' && value.length <= longestName) as string[];
}
