// Reads the text of a subgraph's answer in one pass: what was asked goes into records, leaves as slices of the text, and
// everything else is stepped over and counted. The whole text is checked to be JSON, and what is kept is canonical JSON.
import type { AnswerField, AnswerShape } from './answer-shape.ts';
import { DataList, type DataRecord, type DataValue } from './data-record.ts';

export class NotJson extends Error {}

const quote = 34;
const comma = 44;
const minus = 45;
const zero = 48;
const nine = 57;
const colon = 58;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/** How deep a leaf may be nested; whoever parses or writes it must not run out of stack. */
const maxLeafDepth = 100;
/** How deep lists of objects may be nested. No schema has as many. */
const maxListDepth = 20;

/** Control characters and the backslash: a string without any is what it looks like. */
const oddCharacter = /[^ -[\]-\uffff]/g;
/** A string of which every escape is one that JSON.stringify would write. */
const canonicalString = /^"(?:[ !#-[\]-\uffff]|\\["\\bfnrt])*"$/;
/** Matching a longer string could take more stack than there is. */
const maxMatchedLength = 10_000;
const plainDecimal = /^-?(?:0|[1-9]\d{0,8})\.\d{0,5}[1-9]$/;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const safeIntegerLength = 15;

export class AnswerText {
  /** Values that nobody asked for, or that are no objects where objects were asked. */
  dropped = 0;
  readonly #text: string;
  #at = 0;
  /** Where the next odd character is, from where the last string ended. */
  #odd: number;

  constructor(text: string) {
    this.#text = text;
    this.#odd = this.#findOdd(0);
  }

  /** The body of a response. @throws NotJson */
  body<Data>(readData: (text: AnswerText) => Data): { data: Data | null | undefined; errors: unknown } {
    const found: { data: Data | null | undefined; errors: unknown } = { data: undefined, errors: undefined };
    let isResponse = false;
    this.#members((name) => {
      if (name === '"data"') found.data = this.#isNull() ? null : readData(this);
      else if (name === '"errors"') found.errors = JSON.parse(this.#slice());
      else return void this.#skip();
      isResponse = true;
    });
    if (this.#peek() >= 0) throw new NotJson('something follows the body');
    if (!isResponse) throw new NotJson('neither data nor errors');
    return found;
  }

  /** The value of a member called by `members` or `items`. @returns undefined for what is no object */
  object(shape: AnswerShape): DataRecord | null | undefined {
    if (this.#peek() === openBrace) return this.#object(shape);
    if (this.#isNull()) return null;
    this.#skip();
    this.dropped++;
    return undefined;
  }

  /** The lists of an object, by name, each read by its reader. @returns undefined for what is no object */
  lists<Item>(readers: ReadonlyMap<string, () => Item>): Map<string, Item[]> | undefined {
    if (this.#peek() !== openBrace) return void this.#skip();
    const found = new Map<string, Item[]>();
    this.#members((name) => {
      const read = readers.get(name);
      if (read && this.#peek() === openBracket) {
        const items: Item[] = [];
        this.#items(() => items.push(read()));
        found.set(name, items);
      } else {
        this.#skip();
        if (!read) this.dropped++;
      }
    });
    return found;
  }

  /** The items of a list of leaves; null for what is no list. */
  leaves(): DataValue[] | null {
    if (this.#peek() !== openBracket) return null;
    const items: DataValue[] = [];
    this.#items(() => items.push(this.#leaf()));
    return items;
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
    for (;;) {
      const field = this.#fieldName(shape, fields[expected]);
      if (field) {
        expected = field.index + 1;
        record[field.slot] = field.below === null ? this.#leaf() : this.#composite(field.below, 0);
      } else {
        this.#skip();
        this.dropped++;
      }
      if (this.#endsAfter(closeBrace)) return record;
    }
  }

  /** Subgraphs answer in the order in which they were asked, so the next field is known before it is read. */
  #fieldName(shape: AnswerShape, expected: AnswerField | undefined): AnswerField | undefined {
    if (expected !== undefined && this.#peek() === quote && this.#text.startsWith(expected.key, this.#at)) {
      this.#at += expected.key.length;
      this.#colon();
      return expected;
    }
    return shape.byName.get(this.#name());
  }

  #composite(shape: AnswerShape, listDepth: number): DataValue {
    const next = this.#peek();
    if (next === openBrace) return this.#object(shape);
    if (next === openBracket && listDepth < maxListDepth) {
      const items: DataValue[] = [];
      this.#items(() => items.push(this.#composite(shape, listDepth + 1)));
      return new DataList(items);
    }
    if (this.#isNull()) return null;
    this.#skip();
    this.dropped++;
    return undefined;
  }

  #leaf(): DataValue {
    const next = this.#peek();
    if (next === quote) return this.#string();
    if (next === minus || (next >= zero && next <= nine)) return this.#number();
    if (this.#isNull()) return null;
    const start = this.#at;
    const depth = this.#skip();
    if (depth <= maxLeafDepth) return this.#text.slice(start, this.#at);
    this.dropped++;
    return undefined;
  }

  #isNull(): boolean {
    this.#peek();
    if (!this.#text.startsWith('null', this.#at)) return false;
    this.#at += 4;
    return true;
  }

  /** @returns its text, quotes included */
  #string(): string {
    const start = this.#at;
    const end = this.#text.indexOf('"', start + 1);
    if (end < 0) throw new NotJson('a string does not end');
    if (this.#odd < start) this.#odd = this.#findOdd(start);
    if (this.#odd < end) return this.#oddString(start);
    this.#at = end + 1;
    return this.#text.slice(start, end + 1);
  }

  #oddString(start: number): string {
    let end = this.#text.indexOf('"', start + 1);
    while (isEscaped(this.#text, end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw new NotJson('a string does not end');
    this.#at = end + 1;
    const text = this.#text.slice(start, end + 1);
    return isCanonical(text) ? text : JSON.stringify(parse(text));
  }

  /** @returns its text, shortened to what JSON.stringify would write; undefined for a number that is none to it */
  #number(): string | undefined {
    const text = this.#text;
    const start = this.#at;
    let end = start + 1;
    let code = text.charCodeAt(end);
    while (code >= zero && code <= nine) code = text.charCodeAt(++end);
    const isInteger = code !== 46 && code !== 69 && code !== 101;
    if (!isInteger) while (isNumberCharacter(code)) code = text.charCodeAt(++end);
    this.#at = end;
    const number = text.slice(start, end);
    const first = text.charCodeAt(start);
    if (isInteger && first !== minus && (first !== zero || end - start === 1)) return number;
    return plainDecimal.test(number) ? number : canonicalNumber(number);
  }

  /** A name as written, quotes included; steps behind the colon. */
  #name(): string {
    if (this.#peek() !== quote) throw new NotJson('no name where one belongs');
    const name = this.#string();
    this.#colon();
    return name;
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

  #items(onItem: () => void): void {
    this.#at++;
    if (this.#peek() === closeBracket) return void this.#at++;
    do onItem();
    while (!this.#endsAfter(closeBracket));
  }

  /** Steps behind what follows a member or an item: a comma, or the end. */
  #endsAfter(end: number): boolean {
    const next = this.#peek();
    this.#at++;
    if (next === end) return true;
    if (next !== comma) throw new NotJson('neither a comma nor an end');
    return false;
  }

  #slice(): string {
    this.#peek();
    const start = this.#at;
    this.#skip();
    return this.#text.slice(start, this.#at);
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
          if (opened === closeBrace) this.#name();
          continue;
        }
        this.#at++;
        ends.pop();
      }
      while (ends.length > 0 && this.#endsAfter(ends.at(-1)!)) ends.pop();
      if (ends.length === 0) return deepest;
      if (ends.at(-1) === closeBrace) this.#name();
    }
  }

  /** Steps over a whole scalar, or over the start of an object or list. @returns the character that ends it; 0 for a scalar */
  #skipStart(): number {
    const next = this.#peek();
    if (next === openBrace || next === openBracket) {
      this.#at++;
      return next === openBrace ? closeBrace : closeBracket;
    }
    if (next === quote) this.#string();
    else if (next === minus || (next >= zero && next <= nine)) this.#number();
    else this.#word();
    return 0;
  }

  #word(): void {
    const word = ['null', 'true', 'false'].find((candidate) => this.#text.startsWith(candidate, this.#at));
    if (!word) throw new NotJson('no value where one belongs');
    this.#at += word.length;
  }

  /** The next character that is no white space, without stepping over it; -1 at the end. */
  #peek(): number {
    let code = this.#text.charCodeAt(this.#at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = this.#text.charCodeAt(++this.#at);
    return Number.isNaN(code) ? -1 : code;
  }

  #findOdd(from: number): number {
    oddCharacter.lastIndex = from;
    const found = oddCharacter.exec(this.#text);
    return found ? found.index : Number.POSITIVE_INFINITY;
  }
}

function isCanonical(text: string): boolean {
  return text.length <= maxMatchedLength && canonicalString.test(text);
}

function isEscaped(text: string, quoteAt: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quoteAt - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}

function isNumberCharacter(code: number): boolean {
  return (code >= zero && code <= nine) || code === 43 || code === minus || code === 46 || code === 69 || code === 101;
}

/** A long integer is kept as it is: its type may be a scalar of the subgraph's own that holds more than a double does. */
function canonicalNumber(text: string): string | undefined {
  if (!jsonNumber.test(text)) throw new NotJson('not a number');
  const isInteger = !/[.eE]/.test(text);
  if (isInteger && text.length > safeIntegerLength) return text;
  const value = Number(text);
  return Number.isFinite(value) ? JSON.stringify(value) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotJson('a string with characters or escapes that JSON does not have');
  }
}
