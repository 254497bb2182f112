// Reads a subgraph's answer in one pass over its bytes: of what was asked it keeps where each leaf begins, everything else is
// stepped over and counted. The whole answer is checked to be JSON, and the leaves that are kept are canonical JSON.
import { isUtf8 } from 'node:buffer';
import type { AnswerField, AnswerShape } from './answer-shape.ts';
import { DataList, type DataRecord, type DataValue, typenameSlot } from './data-record.ts';
import { closeBrace, closeBracket, comma, type JsonBytes, openBrace, openBracket, quote } from './json-bytes.ts';
import { canonicalNumber, canonicalString, isDigitOrMinus, JsonScanner, NotJson } from './json-scanner.ts';
import { joinValues } from './merge-answer.ts';
import { isAt } from './name-table.ts';

/** How deep a leaf may be nested; whoever parses it must not run out of stack. */
const maxLeafDepth = 100;
/** How deep lists of objects may be nested. No schema has as many. */
const maxListDepth = 20;
const noName = { bytes: Buffer.from('""'), name: '""' };

/** Takes bytes as a subgraph sent them into those of the execution. @returns a reader at their start. @throws NotJson */
export function readAnswer(into: JsonBytes, body: Uint8Array): AnswerReader {
  const start = into.length;
  // What is no UTF-8 must not reach the client; decoding puts the replacement character there.
  into.raw(isUtf8(body) ? body : Buffer.from(Buffer.from(body).toString('utf8')));
  return new AnswerReader(into, start);
}

export class AnswerReader extends JsonScanner {
  /** Values that nobody asked for, or that are no objects where objects were asked. */
  dropped = 0;
  #lastTypename: { readonly bytes: Uint8Array; readonly name: string } = noName;

  /** The body of a response. @throws NotJson */
  body<Data>(readData: (reader: AnswerReader) => Data): { data: Data | null | undefined; errors: unknown } {
    const found: { data: Data | null | undefined; errors: unknown } = { data: undefined, errors: undefined };
    let isResponse = false;
    this.members((name) => {
      if (name === '"data"') found.data = this.isNull() ? null : readData(this);
      else if (name === '"errors"') found.errors = JSON.parse(this.value());
      else return void this.skip();
      isResponse = true;
    });
    if (this.peek() >= 0) throw new NotJson('something follows the body');
    if (!isResponse) throw new NotJson('neither data nor errors');
    return found;
  }

  /** The value at hand. @returns undefined for what is no object */
  object(shape: AnswerShape): DataRecord | null | undefined {
    if (this.peek() === openBrace) return this.#object(shape);
    return this.#nothing();
  }

  /** The lists of the object at hand, by name in quotes, each read by its reader. @returns undefined for what is no object */
  lists<Item>(readers: ReadonlyMap<string, () => Item>): Map<string, Item[]> | undefined {
    if (this.peek() !== openBrace) return void this.skip();
    const found = new Map<string, Item[]>();
    this.members((name) => {
      const read = readers.get(name);
      if (read && this.peek() === openBracket) {
        found.set(name, this.items(read));
      } else {
        this.skip();
        if (!read) this.dropped++;
      }
    });
    return found;
  }

  /** The items of the list of leaves at hand; null for what is no list. */
  leaves(): DataValue[] | null {
    if (this.peek() !== openBracket) return null;
    return this.items(() => this.#leaf());
  }

  #object(shape: AnswerShape): DataRecord {
    const record = shape.layout.newRecord();
    const { fields } = shape;
    let expected = 0;
    this.at++;
    if (this.peek() === closeBrace) {
      this.at++;
      return record;
    }
    do {
      const field = this.#fieldName(shape, fields[expected]);
      if (field) {
        expected = field.index + 1;
        const value = this.#fieldValue(field);
        record[field.slot] = field.sharesSlot ? joinValues(record[field.slot], value, field.below) : value;
      } else {
        this.skip();
        this.dropped++;
      }
    } while (!this.endsAfter(closeBrace));
    return record;
  }

  /** Subgraphs answer in the order in which they were asked, so the next field is known before it is read. */
  #fieldName(shape: AnswerShape, expected: AnswerField | undefined): AnswerField | undefined {
    if (expected === undefined || !this.#isNext(expected.key)) return shape.byName.get(this.name());
    this.at += expected.key.length;
    this.colon();
    return expected;
  }

  /** Most subgraphs write no white space. */
  #isNext(key: Uint8Array): boolean {
    return isAt(this.source.bytes, this.at, key) || (this.peek() === quote && isAt(this.source.bytes, this.at, key));
  }

  #fieldValue({ slot, below }: AnswerField): DataValue {
    if (below !== null) return this.#composite(below, 0);
    return slot === typenameSlot ? this.#typename() : this.#leaf();
  }

  /** Neighbours mostly are of one type, and then share one string. */
  #typename(): string | null | undefined {
    if (this.peek() !== quote) return this.#nothing();
    if (isAt(this.source.bytes, this.at, this.#lastTypename.bytes)) {
      this.at += this.#lastTypename.bytes.length;
      return this.#lastTypename.name;
    }
    const start = this.at;
    const isPlain = this.string();
    const name = this.source.slice(start, this.at);
    if (!isPlain) return canonicalString(name);
    this.#lastTypename = { bytes: Buffer.from(name), name };
    return name;
  }

  #composite(shape: AnswerShape, listDepth: number): DataValue {
    const next = this.peek();
    if (next === openBrace) return this.#object(shape);
    if (next !== openBracket || listDepth === maxListDepth) return this.#nothing();
    return this.#list(shape, listDepth + 1);
  }

  #list(shape: AnswerShape, listDepth: number): DataList {
    this.at++;
    if (this.peek() === closeBracket) {
      this.at++;
      return new DataList([]);
    }
    const items = [this.#composite(shape, listDepth)];
    while (!this.endsAfter(closeBracket)) items.push(this.#composite(shape, listDepth));
    return new DataList(items);
  }

  /** @returns null, or undefined for a value that does not belong here */
  #nothing(): null | undefined {
    if (this.isNull()) return null;
    this.skip();
    this.dropped++;
    return undefined;
  }

  #leaf(): DataValue {
    const next = this.peek();
    const start = this.at;
    if (next === quote) return this.string() ? start : this.#keep(canonicalString(this.source.slice(start, this.at)));
    if (isDigitOrMinus(next))
      return this.number() ? start : this.#keep(canonicalNumber(this.source.slice(start, this.at)));
    if (this.isNull()) return null;
    if (next !== openBrace && next !== openBracket) this.word();
    else if (this.skip() > maxLeafDepth) {
      this.dropped++;
      return undefined;
    }
    return start;
  }

  /** @returns where the text stands now; undefined when there is none to keep */
  #keep(canonical: string | undefined): number | undefined {
    if (canonical === undefined) return undefined;
    const start = this.source.length;
    this.source.text(canonical);
    this.source.byte(comma);
    return start;
  }
}
