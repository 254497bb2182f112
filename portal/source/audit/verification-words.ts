// A check of the chain in words, and the range that the address asks for. Pure.

import type { VerifyAuditData } from '../generated/audit.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is checked while somebody waits. */
const usualLength = 10_000;

/** @param last the newest entry; without a range in the address, the latest part of the chain up to it */
export function rangeIn(search: URLSearchParams, last: number): Range {
  const to = placeIn(search, 'last') ?? Math.max(1, last);
  return { from: placeIn(search, 'first') ?? Math.max(1, to - usualLength + 1), to };
}

function placeIn(search: URLSearchParams, name: string): number | null {
  const place = Number(search.get(name) ?? Number.NaN);
  return Number.isSafeInteger(place) && place >= 1 ? place : null;
}

export function verificationSentence(found: NonNullable<VerifyAuditData['verifyAudit']>): string {
  const { ok, from, to, firstBadSeq, problem } = found;
  if (!ok)
    return firstBadSeq === null
      ? (problem ?? 'The chain is broken.')
      : `Entry ${firstBadSeq}: ${problem ?? 'it is not what its hash says.'} Keep an export, and ask who had the database.`;
  const count = Math.max(0, to - from + 1);
  return count === 1
    ? `Entry ${from} is what its hash says, and follows from the one before it.`
    : `All ${count.toLocaleString('en')} entries from ${from} to ${to} are what their hashes say, and follow from each other.`;
}
