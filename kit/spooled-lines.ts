// The lines in which a gateway keeps and ships its audit records: written by the gateway, read by the metadata service.
import { recordHash } from './audit-chain.ts';

/** The end of a chain of lines. */
export interface LineEnd {
  readonly seq: number;
  readonly hash: string;
}

export interface SpooledLine extends LineEnd {
  /** JSON, byte for byte as it was hashed. */
  readonly record: string;
}

/** Without a line break. */
export function nextLine(previous: LineEnd, record: string): SpooledLine & { readonly text: string } {
  const seq = previous.seq + 1;
  const hash = recordHash(previous.hash, seq, record);
  return { seq, hash, record, text: `{"seq":${seq},"hash":"${hash}","record":${record}}` };
}

const pattern = /^\{"seq":([1-9]\d{0,15}),"hash":"([0-9a-f]{64})","record":(\{.*\})\}$/;

/** @returns null for what is no such line; whether it follows on another one is for {@link follows} */
export function parseLine(text: string): SpooledLine | null {
  const [, seq, hash, record] = pattern.exec(text) ?? [];
  return record === undefined ? null : { seq: Number(seq), hash: hash!, record };
}

export function follows(previous: LineEnd, { seq, hash, record }: SpooledLine): boolean {
  return seq === previous.seq + 1 && hash === recordHash(previous.hash, seq, record);
}
