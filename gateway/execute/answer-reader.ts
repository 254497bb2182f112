// Reads a subgraph's answer in one pass over its bytes: of what was asked it keeps where each leaf begins, everything else is
// stepped over and counted. The whole answer is checked to be JSON, and the leaves that are kept are canonical JSON.
import { isUtf8 } from 'node:buffer';
import type { AnswerField, AnswerShape } from './answer-shape.ts';
import { DataList, type DataRecord, type DataValue, typenameSlot } from './data-record.ts';
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

/** How deep a leaf may be nested; whoever parses it must not run out of stack. */
const maxLeafDepth = 100;
/** How deep lists of objects may be nested. No schema has as many. */
const maxListDepth = 20;
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

/** Takes bytes as a subgraph sent them into those of the execution. @returns a reader at their start. @throws NotJson */
export function readAnswer(into: JsonBytes, body: Uint8Array): AnswerReader {
  const start = into.length;
  // What is no UTF-8 must not reach the client; decoding puts the replacement character there.
  into.raw(isUtf8(body) ? body : Buffer.from(Buffer.from(body).toString('utf8')));
  return new AnswerReader(into, start);
}

export class AnswerReader {
  /** Values that nobody asked for, or that are no objects where objects were asked. */
  dropped = 0;
  readonly #source: JsonBytes;
  readonly #end: number;
  #lastTypename: { readonly bytes: Uint8Array; readonly name: string } = { bytes: Buffer.from('""'), name: '""' };
  #at: number;

  /** @param end where there is nothing more to read */
  constructor(source: JsonBytes, start: number, end = source.length) {
    this.#source = source;
    this.#at = start;
    this.#end = end;
  }

  /** The body of a response. @throws NotJson */
  body<Data>(readData: (reader: AnswerReader) => Data): { data: Data | null | undefined; errors: unknown } {
    const found: { data: Data | null | undefined; errors: unknown } = { data: undefined, errors: undefined };
    let isResponse = false;
    this.#members((name) => {
      if (name === '"data"') found.data = this.#isNull() ? null : readData(this);
      else if (name === '"errors"') found.errors = JSON.parse(this.#value());
      else return void this.#skip();
      isResponse = true;
    });
    if (this.#peek() >= 0) throw new NotJson('something follows the body');
    if (!isResponse) throw new NotJson('neither data nor errors');
    return found;
  }

  /** The value at hand. @returns undefined for what is no object */
  object(shape: AnswerShape): DataRecord | null | undefined {
    if (this.#peek() === openBrace) return this.#object(shape);
    return this.#nothing();
  }

  /** The lists of the object at hand, by name in quotes, each read by its reader. @returns undefined for what is no object */
  lists<Item>(readers: ReadonlyMap<string, () => Item>): Map<string, Item[]> | undefined {
    if (this.#peek() !== openBrace) return void this.#skip();
    const found = new Map<string, Item[]>();
    this.#members((name) => {
      const read = readers.get(name);
      if (read && this.#peek() === openBracket) {
        found.set(name, this.#items(read));
      } else {
        this.#skip();
        if (!read) this.dropped++;
      }
    });
    return found;
  }

  /** The items of the list of leaves at hand; null for what is no list. */
  leaves(): DataValue[] | null {
    if (this.#peek() !== openBracket) return null;
    return this.#items(() => this.#leaf());
  }

  #object(shape: AnswerShape): DataRecord {
    const record = shape.layout.newRecord();
    const { fields } = shape;
    let expected = 0;
    this.#at++;
    if (this.#peek() === closeBrace) {
      this.#at++;
      return record;
    }
    do {
      const field = this.#fieldName(shape, fields[expected]);
      if (field) {
        expected = field.index + 1;
        record[field.slot] = this.#fieldValue(field);
      } else {
        this.#skip();
        this.dropped++;
      }
    } while (!this.#endsAfter(closeBrace));
    return record;
  }

  /** Subgraphs answer in the order in which they were asked, so the next field is known before it is read. */
  #fieldName(shape: AnswerShape, expected: AnswerField | undefined): AnswerField | undefined {
    if (expected !== undefined && this.#peek() === quote && isAt(this.#source.bytes, this.#at, expected.key)) {
      this.#at += expected.key.length;
      this.#colon();
      return expected;
    }
    return shape.byName.get(this.#name());
  }

  #fieldValue({ slot, below }: AnswerField): DataValue {
    if (below !== null) return this.#composite(below, 0);
    return slot === typenameSlot ? this.#typename() : this.#leaf();
  }

  /** Neighbours mostly are of one type, and then share one string. */
  #typename(): string | null | undefined {
    if (this.#peek() !== quote) return this.#nothing();
    if (isAt(this.#source.bytes, this.#at, this.#lastTypename.bytes)) {
      this.#at += this.#lastTypename.bytes.length;
      return this.#lastTypename.name;
    }
    const start = this.#at;
    const isPlain = this.#string();
    const name = this.#source.slice(start, this.#at);
    if (!isPlain) return canonicalString(name);
    this.#lastTypename = { bytes: Buffer.from(name), name };
    return name;
  }

  #composite(shape: AnswerShape, listDepth: number): DataValue {
    const next = this.#peek();
    if (next === openBrace) return this.#object(shape);
    if (next !== openBracket || listDepth === maxListDepth) return this.#nothing();
    return new DataList(this.#items(() => this.#composite(shape, listDepth + 1)));
  }

  /** @returns null, or undefined for a value that does not belong here */
  #nothing(): null | undefined {
    if (this.#isNull()) return null;
    this.#skip();
    this.dropped++;
    return undefined;
  }

  #leaf(): DataValue {
    const next = this.#peek();
    const start = this.#at;
    if (next === quote)
      return this.#string() ? start : this.#keep(canonicalString(this.#source.slice(start, this.#at)));
    if (isDigitOrMinus(next))
      return this.#number() ? start : this.#keep(canonicalNumber(this.#source.slice(start, this.#at)));
    if (this.#isNull()) return null;
    if (this.#skip() <= maxLeafDepth) return start;
    this.dropped++;
    return undefined;
  }

  /** @returns where the text stands now; undefined when there is none to keep */
  #keep(canonical: string | undefined): number | undefined {
    if (canonical === undefined) return undefined;
    const start = this.#source.length;
    this.#source.text(canonical);
    this.#source.byte(comma);
    return start;
  }

  #isNull(): boolean {
    this.#peek();
    if (!isAt(this.#source.bytes, this.#at, nullWord)) return false;
    this.#at += nullWord.length;
    return true;
  }

  /** Steps over a string. @returns whether it is canonical for sure */
  #string(): boolean {
    const { bytes } = this.#source;
    let at = this.#at + 1;
    let isPlain = true;
    for (let byte = bytes[at]!; byte !== quote; byte = bytes[at]!) {
      if (byte < space || at >= this.#end) throw new NotJson('a string does not end, or holds a control character');
      if (byte === backslash) {
        isPlain = false;
        at++;
      }
      at++;
    }
    if (at >= this.#end) throw new NotJson('a string does not end');
    this.#at = at + 1;
    return isPlain;
  }

  /** Steps over what may be a number. @returns whether it is one, and canonical, for sure */
  #number(): boolean {
    const { bytes } = this.#source;
    const start = this.#at;
    let at = start;
    if (bytes[at] === minus) at++;
    const firstDigit = at;
    while (isDigit(bytes[at]!)) at++;
    const digits = at - firstDigit;
    const isWhole = digits > 0 && (bytes[firstDigit] !== zero || (digits === 1 && firstDigit === start));
    if (!isNumberByte(bytes[at]!)) {
      this.#at = at;
      return isWhole;
    }
    const isFraction = bytes[at] === dot;
    const firstDecimal = at + 1;
    if (isFraction) for (at++; isDigit(bytes[at]!); ) at++;
    const decimals = at - firstDecimal;
    const endsHere = !isNumberByte(bytes[at]!);
    while (isNumberByte(bytes[at]!)) at++;
    this.#at = at;
    const isSmall = decimals > 0 && decimals <= plainDecimals && digits + decimals <= exactDigits;
    const isWholePart = digits > 0 && (bytes[firstDigit] !== zero || digits === 1);
    return isFraction && endsHere && isWholePart && isSmall && bytes[at - 1] !== zero;
  }

  /** A name as written, quotes included; steps behind the colon. */
  #name(): string {
    if (this.#peek() !== quote) throw new NotJson('no name where one belongs');
    const start = this.#at;
    const isPlain = this.#string();
    const name = this.#source.slice(start, this.#at);
    this.#colon();
    return isPlain ? name : canonicalString(name);
  }

  #colon(): void {
    if (this.#peek() !== colon) throw new NotJson('no colon after a name');
    this.#at++;
  }

  #members(onMember: (name: string) => void): void {
    if (this.#peek() !== openBrace) throw new NotJson('the body is not an object');
    this.#at++;
    if (this.#peek() === closeBrace) return void this.#at++;
    do onMember(this.#name());
    while (!this.#endsAfter(closeBrace));
  }

  /** @param read called at each item */
  #items<Item>(read: () => Item): Item[] {
    this.#at++;
    if (this.#peek() === closeBracket) {
      this.#at++;
      return [];
    }
    // Of one element to begin with: an array that grows from nothing takes room for seventeen.
    const items = [read()];
    while (!this.#endsAfter(closeBracket)) items.push(read());
    return items;
  }

  /** Steps behind what follows a member or an item: a comma, or the end. */
  #endsAfter(end: number): boolean {
    const next = this.#peek();
    this.#at++;
    if (next === end) return true;
    if (next !== comma) throw new NotJson('neither a comma nor an end');
    return false;
  }

  /** Steps over the value at hand. @returns its text */
  #value(): string {
    this.#peek();
    const start = this.#at;
    this.#skip();
    return this.#source.slice(start, this.#at);
  }

  /** Steps over one value of any kind, without recursion, for it may be nested as deep as it is long. @returns how deep */
  #skip(): number {
    const ends: number[] = [];
    let deepest = 0;
    for (;;) {
      const opened = this.#skipStart();
      if (opened > 0) {
        ends.push(opened);
        deepest = Math.max(deepest, ends.length);
        if (this.#peek() !== opened) {
          if (opened === closeBrace) this.#skipName();
          continue;
        }
        this.#at++;
        ends.pop();
      }
      while (ends.length > 0 && this.#endsAfter(ends[ends.length - 1]!)) ends.pop();
      if (ends.length === 0) return deepest;
      if (ends[ends.length - 1] === closeBrace) this.#skipName();
    }
  }

  #skipName(): void {
    if (this.#peek() !== quote) throw new NotJson('no name where one belongs');
    this.#skipString();
    this.#colon();
  }

  /** Steps over a whole scalar, or over the start of an object or list. @returns the byte that ends it; 0 for a scalar */
  #skipStart(): number {
    const next = this.#peek();
    if (next === openBrace || next === openBracket) {
      this.#at++;
      return next === openBrace ? closeBrace : closeBracket;
    }
    if (next === quote) this.#skipString();
    else if (isDigitOrMinus(next)) this.#skipNumber();
    else this.#word();
    return 0;
  }

  #skipString(): void {
    const start = this.#at;
    if (!this.#string()) canonicalString(this.#source.slice(start, this.#at));
  }

  #skipNumber(): void {
    const start = this.#at;
    if (!this.#number()) canonicalNumber(this.#source.slice(start, this.#at));
  }

  #word(): void {
    const word = words.find((candidate) => isAt(this.#source.bytes, this.#at, candidate));
    if (!word) throw new NotJson('no value where one belongs');
    this.#at += word.length;
  }

  /** The next byte that is no white space, without stepping over it; -1 at the end. */
  #peek(): number {
    const { bytes } = this.#source;
    let at = this.#at;
    let byte = bytes[at]!;
    while (at < this.#end && (byte === space || byte === 10 || byte === 13 || byte === 9)) byte = bytes[++at]!;
    this.#at = at;
    return at < this.#end ? byte : -1;
  }
}

const isDigit = (byte: number) => byte >= zero && byte <= nine;
const isDigitOrMinus = (byte: number) => byte === minus || isDigit(byte);
const isNumberByte = (byte: number) =>
  isDigit(byte) || byte === dot || byte === plus || byte === minus || byte === smallE || byte === bigE;

/** @throws NotJson */
function canonicalString(text: string): string {
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
function canonicalNumber(text: string): string | undefined {
  if (!jsonNumber.test(text)) throw new NotJson('not a number');
  const isLongInteger = text.length > exactDigits && !/[.eE]/.test(text);
  if (isLongInteger) return text;
  const value = Number(text);
  return Number.isFinite(value) ? JSON.stringify(value) : undefined;
}
