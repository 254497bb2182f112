// Steps through JSON as bytes, checking every one of them. A subclass says what to keep.
import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  type JsonBytes,
  minus,
  nine,
  openBrace,
  openBracket,
  quote,
  zero,
} from './json-bytes.ts';
import { isAt } from './name-table.ts';

export class NotJson extends Error {}

/** Digits that a double holds exactly. */
const exactDigits = 15;
/** Decimals up to which JSON.stringify writes no exponent. */
const plainDecimals = 6;

const dot = 46;
const smallE = 101;
const bigE = 69;
const plus = 43;
const space = 32;
const words = ['null', 'true', 'false'].map((word) => Buffer.from(word));
const nullWord = words[0]!;

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** A string of which every escape is one that JSON.stringify would write. */
const canonicalEscapes = /^(?:[^\\]|\\["\\bfnrt])*$/;
/** Matching a longer string could take more stack than there is. */
const maxMatchedLength = 10_000;

export class JsonScanner {
  protected readonly source: JsonBytes;
  /** Of what there is to read. */
  protected readonly end: number;
  protected at: number;

  constructor(source: JsonBytes, start: number, end = source.length) {
    this.source = source;
    this.at = start;
    this.end = end;
  }

  /** The next byte that is no white space, without stepping over it; -1 at the end. */
  protected peek(): number {
    const { bytes } = this.source;
    let at = this.at;
    let byte = bytes[at]!;
    while (at < this.end && (byte === space || byte === 10 || byte === 13 || byte === 9)) byte = bytes[++at]!;
    this.at = at;
    return at < this.end ? byte : -1;
  }

  protected isNull(): boolean {
    this.peek();
    if (!isAt(this.source.bytes, this.at, nullWord)) return false;
    this.at += nullWord.length;
    return true;
  }

  /** Steps over a string. @returns whether it is canonical for sure */
  protected string(): boolean {
    const { bytes } = this.source;
    let at = this.at + 1;
    let isPlain = true;
    for (let byte = bytes[at]!; byte !== quote; byte = bytes[at]!) {
      if (byte < space || at >= this.end) throw new NotJson('a string does not end, or holds a control character');
      if (byte === backslash) {
        isPlain = false;
        at++;
      }
      at++;
    }
    if (at >= this.end) throw new NotJson('a string does not end');
    this.at = at + 1;
    return isPlain;
  }

  /** Steps over what may be a number. @returns whether it is one, and canonical, for sure */
  protected number(): boolean {
    const { bytes } = this.source;
    const start = this.at;
    let at = start;
    if (bytes[at] === minus) at++;
    const firstDigit = at;
    while (isDigit(bytes[at]!)) at++;
    const digits = at - firstDigit;
    const isWhole = digits > 0 && (bytes[firstDigit] !== zero || (digits === 1 && firstDigit === start));
    if (!isNumberByte(bytes[at]!)) {
      this.at = at;
      return isWhole;
    }
    const isFraction = bytes[at] === dot;
    const firstDecimal = at + 1;
    if (isFraction) for (at++; isDigit(bytes[at]!); ) at++;
    const decimals = at - firstDecimal;
    const endsHere = !isNumberByte(bytes[at]!);
    while (isNumberByte(bytes[at]!)) at++;
    this.at = at;
    const isSmall = decimals > 0 && decimals <= plainDecimals && digits + decimals <= exactDigits;
    const isWholePart = digits > 0 && (bytes[firstDigit] !== zero || digits === 1);
    return isFraction && endsHere && isWholePart && isSmall && bytes[at - 1] !== zero;
  }

  /** A name as written, quotes included; steps behind the colon. */
  protected name(): string {
    if (this.peek() !== quote) throw new NotJson('no name where one belongs');
    const start = this.at;
    const isPlain = this.string();
    const name = this.source.slice(start, this.at);
    this.colon();
    return isPlain ? name : canonicalString(name);
  }

  protected members(onMember: (name: string) => void): void {
    if (this.peek() !== openBrace) throw new NotJson('the body is not an object');
    this.at++;
    if (this.peek() === closeBrace) return void this.at++;
    do onMember(this.name());
    while (!this.endsAfter(closeBrace));
  }

  /** @param read called at each item */
  protected items<Item>(read: () => Item): Item[] {
    this.at++;
    if (this.peek() === closeBracket) {
      this.at++;
      return [];
    }
    // Of one element to begin with: an array that grows from nothing takes room for seventeen.
    const items = [read()];
    while (!this.endsAfter(closeBracket)) items.push(read());
    return items;
  }

  /** Steps behind what follows a member or an item: a comma, or the end. */
  protected endsAfter(end: number): boolean {
    // Without white space, as most subgraphs write, the next byte is it.
    const next = this.source.bytes[this.at] === comma ? comma : this.peek();
    this.at++;
    if (next === comma) return false;
    if (next !== end) throw new NotJson('neither a comma nor an end');
    return true;
  }

  protected colon(): void {
    if (this.source.bytes[this.at] !== colon && this.peek() !== colon) throw new NotJson('no colon after a name');
    this.at++;
  }

  /** Steps over the value at hand. @returns its text */
  protected value(): string {
    this.peek();
    const start = this.at;
    this.skip();
    return this.source.slice(start, this.at);
  }

  /** Steps over one value of any kind, without recursion, for it may be nested as deep as it is long. @returns how deep */
  protected skip(): number {
    const ends: number[] = [];
    let deepest = 0;
    for (;;) {
      const opened = this.skipStart();
      if (opened > 0) {
        ends.push(opened);
        deepest = Math.max(deepest, ends.length);
        if (this.peek() !== opened) {
          if (opened === closeBrace) this.skipName();
          continue;
        }
        this.at++;
        ends.pop();
      }
      while (ends.length > 0 && this.endsAfter(ends[ends.length - 1]!)) ends.pop();
      if (ends.length === 0) return deepest;
      if (ends[ends.length - 1] === closeBrace) this.skipName();
    }
  }

  private skipName(): void {
    if (this.peek() !== quote) throw new NotJson('no name where one belongs');
    this.skipString();
    this.colon();
  }

  /** Steps over a whole scalar, or over the start of an object or list. @returns the byte that ends it; 0 for a scalar */
  private skipStart(): number {
    const next = this.peek();
    if (next === openBrace || next === openBracket) {
      this.at++;
      return next === openBrace ? closeBrace : closeBracket;
    }
    if (next === quote) this.skipString();
    else if (isDigitOrMinus(next)) this.skipNumber();
    else this.word();
    return 0;
  }

  private skipString(): void {
    const start = this.at;
    if (!this.string()) canonicalString(this.source.slice(start, this.at));
  }

  private skipNumber(): void {
    const start = this.at;
    if (!this.number()) canonicalNumber(this.source.slice(start, this.at));
  }

  /** Steps over `null`, `true` or `false`. */
  protected word(): void {
    for (const word of words) {
      if (!isAt(this.source.bytes, this.at, word)) continue;
      this.at += word.length;
      return;
    }
    throw new NotJson('no value where one belongs');
  }
}

const isDigit = (byte: number) => byte >= zero && byte <= nine;
export const isDigitOrMinus = (byte: number) => byte === minus || isDigit(byte);
const isNumberByte = (byte: number) =>
  isDigit(byte) || byte === dot || byte === plus || byte === minus || byte === smallE || byte === bigE;

/** @throws NotJson */
export function canonicalString(text: string): string {
  if (text.length <= maxMatchedLength && canonicalEscapes.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new NotJson('a string with escapes that JSON does not have');
  }
}

/**
 * A long integer is kept as it is: its type may be a scalar of the subgraph's own that holds more than a double does.
 * @returns undefined for a number too large to be one
 * @throws NotJson
 */
export function canonicalNumber(text: string): string | undefined {
  if (!jsonNumber.test(text)) throw new NotJson('not a number');
  const isLongInteger = text.length > exactDigits && !/[.eE]/.test(text);
  if (isLongInteger) return text;
  const value = Number(text);
  return Number.isFinite(value) ? JSON.stringify(value) : undefined;
}
