// A number that looks random and is the same for an id in every process: what demo data is made up from.
import { createHash } from 'node:crypto';

/** 0 to 2^32 - 1. */
export function seedNumber(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0);
}
