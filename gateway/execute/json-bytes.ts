// JSON as bytes that grow: what subgraphs sent, what they are asked by, and what the client gets. Leaves are copied from one to
// the other without ever becoming strings, which a large answer would leave to the garbage collector by the ten thousand.

export const quote = 34;
export const comma = 44;
export const minus = 45;
export const zero = 48;
export const nine = 57;
export const colon = 58;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;

/** Room for what is about as long as something was: nothing has to be moved while it grows. */
export function withReserve(length: number): number {
  return Math.ceil(length * 1.1) + 100;
}

/** From here on a native copy is faster than a loop. */
const nativeCopyFrom = 48;

export class JsonBytes {
  /** Valid up to `length`. Another buffer takes its place when it is full. */
  bytes: Buffer;
  length = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = value;
  }

  raw(source: Uint8Array): void {
    this.range(source, 0, source.length);
  }

  range(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    if (this.length + count > this.bytes.length) this.#grow(count);
    const { bytes, length } = this;
    if (count < nativeCopyFrom)
      for (let index = 0; index < count; index++) bytes[length + index] = source[start + index]!;
    else bytes.set(source.subarray(start, end), length);
    this.length = length + count;
  }

  /** Writes again what stands in these bytes already. */
  repeat(start: number, end: number): void {
    if (this.length + end - start > this.bytes.length) this.#grow(end - start);
    this.bytes.copyWithin(this.length, start, end);
    this.length += end - start;
  }

  text(value: string): void {
    const most = value.length * 3;
    if (this.length + most > this.bytes.length) this.#grow(most);
    this.length += this.bytes.write(value, this.length);
  }

  /** @param start where a leaf begins in other bytes that are JSON: there the leaf itself says where it ends */
  leaf(source: JsonBytes, start: number): void {
    if (source.bytes[start] === quote) this.#string(source.bytes, start);
    else this.range(source.bytes, start, endOfLeaf(source.bytes, start));
  }

  /** Most leaves are strings, so their end is found while they are copied. */
  #string(source: Uint8Array, start: number): void {
    const { bytes, length } = this;
    // Room for the closing quote, and for what a backslash takes with it.
    const last = bytes.length - 2;
    let to = length;
    let from = start;
    if (to < last) {
      bytes[to++] = quote;
      for (let byte = source[++from]!; byte !== quote && to < last; byte = source[++from]!) {
        bytes[to++] = byte;
        if (byte === backslash) bytes[to++] = source[++from]!;
      }
    }
    if (to < last) {
      bytes[to] = quote;
      this.length = to + 1;
    } else {
      this.range(source, start, endOfString(source, start));
    }
  }

  /** What there is, not copied: nothing may be written any more. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  slice(start: number, end = this.length): string {
    return this.bytes.toString('utf8', start, end);
  }

  /** The text of the leaf that begins at `start`. */
  leafText(start: number): string {
    return this.slice(start, endOfLeaf(this.bytes, start));
  }

  #grow(count: number): void {
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}

/** @param bytes JSON, in which something follows the leaf */
export function endOfLeaf(bytes: Uint8Array, start: number): number {
  const first = bytes[start]!;
  if (first === quote) return endOfString(bytes, start);
  if (first === openBrace || first === openBracket) return endOfNested(bytes, start);
  let end = start + 1;
  while (isPartOfWord(bytes[end]!)) end++;
  return end;
}

function endOfString(bytes: Uint8Array, start: number): number {
  let end = start + 1;
  for (let byte = bytes[end]!; byte !== quote; byte = bytes[end]!) end += byte === backslash ? 2 : 1;
  return end + 1;
}

function endOfNested(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let end = start;
  do {
    const byte = bytes[end]!;
    if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === closeBrace || byte === closeBracket) depth--;
    end = byte === quote ? endOfString(bytes, end) : end + 1;
  } while (depth > 0);
  return end;
}

/** Of a number, `true` or `false`. */
function isPartOfWord(byte: number): boolean {
  return byte > 42 && byte !== comma && byte !== closeBracket && byte !== closeBrace;
}

/** FNV-1a over the bytes of a leaf, begun with another hash. */
export function hashOfLeaf(bytes: Uint8Array, start: number, begin: number): number {
  let hash = begin ^ 0x811c9dc5;
  const end = endOfLeaf(bytes, start);
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
  return hash;
}

/** Whether two leaves of the same bytes have the same text. */
export function isSameLeaf(bytes: Uint8Array, one: number, other: number): boolean {
  if (one === other) return true;
  const length = endOfLeaf(bytes, one) - one;
  return endOfLeaf(bytes, other) - other === length && isSameRange(bytes, one, other, length);
}

export function isSameRange(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes[one + index] !== bytes[other + index]) return false;
  return true;
}
