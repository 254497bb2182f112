// Changes single values of a YAML text and leaves every other byte as it is: comments, order, quoting, line endings. Positions come from
// the parser; what is inserted takes the indentation of its neighbours.
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** Puts `text` in place of what stands from `start` to `end`. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type Scalar = string | number | boolean;

/** A text that is being edited; each edit starts from the positions of the one before. */
export class YamlText {
  readonly text: string;
  readonly #document: Document;

  /** @throws Error when the text is not YAML */
  constructor(text: string) {
    this.text = text;
    this.#document = parseDocument(text, { schema: 'core' });
    const [error] = this.#document.errors;
    if (error !== undefined) throw new Error(error.message);
  }

  get root(): YAMLMap {
    if (!isMap(this.#document.contents)) throw new Error('The text is not a mapping.');
    return this.#document.contents;
  }

  get plain(): unknown {
    return this.#document.toJS();
  }

  /** Replaces the value of the key, or adds the key after those that are there. Text keeps the quotes that it had. */
  withScalar(map: YAMLMap, key: string, value: Scalar): YamlText {
    const pair = pairOf(map, key);
    if (pair === undefined) return this.#withEntry(map, `${key}: ${written(value)}`);
    const node = pair.value as Node | null;
    if (node === null || sourceOf(this.text, node) === '')
      return this.#spliced(this.#afterColon(pair), ` ${written(value)}`);
    const quote = isScalar(node) ? quoteOf(this.text, node) : '';
    return this.#with({ start: node.range![0], end: node.range![1], text: written(value, quote) });
  }

  /** Adds an item, written in flow style, to the list of the key; with the list where there is none. */
  withItem(map: YAMLMap, key: string, item: string): YamlText {
    const pair = pairOf(map, key);
    if (pair === undefined) return this.#withEntry(map, `${key}: [${item}]`);
    const list = pair.value as Node | null;
    if (!isSeq(list)) return this.#spliced(this.#afterColon(pair), ` [${item}]`);
    if (!list.flow) return this.#inNewLine(list.range![0], `- ${item}`);
    const last = list.items.at(-1) as Node | undefined;
    return last === undefined ? this.#spliced(list.range![0] + 1, item) : this.#spliced(last.range![1], `, ${item}`);
  }

  /** Takes an item out of a list of plain values. */
  withoutItem(list: YAMLSeq, index: number): YamlText {
    const [previous, item, next] = [index - 1, index, index + 1].map((at) => list.items[at] as Node | undefined);
    if (!list.flow) return this.#withoutLine(item!.range![0]);
    const start = next === undefined && previous !== undefined ? previous.range![1] : item!.range![0];
    return this.#with({ start, end: next === undefined ? item!.range![1] : next.range![0], text: '' });
  }

  #withEntry(map: YAMLMap, entry: string): YamlText {
    const last = map.items.at(-1) as Pair<Node, Node | null> | undefined;
    if (last === undefined) return this.#spliced(map.range![0] + 1, entry);
    if (map.flow) return this.#spliced(endOf(last), `, ${entry}`);
    // After the name, which is on one line; the end of the last entry may be far away, or inside a text of many lines.
    const name = pairOf(map, 'name') ?? last;
    return this.#inNewLineAfter(endOf(name), name.key.range![0], entry);
  }

  #inNewLineAfter(position: number, alignedWith: number, entry: string): YamlText {
    const end = lineEnd(this.text, position);
    return this.#spliced(end, `${this.#lineBreak}${this.#indentationAt(alignedWith)}${entry}`);
  }

  /** Before the line of the position. */
  #inNewLine(position: number, entry: string): YamlText {
    return this.#spliced(lineStart(this.text, position), `${this.#indentationAt(position)}${entry}${this.#lineBreak}`);
  }

  #withoutLine(position: number): YamlText {
    const end = lineEnd(this.text, position);
    const past = this.text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, this.text.length);
    return this.#with({ start: lineStart(this.text, position), end: past, text: '' });
  }

  #indentationAt(position: number): string {
    return ' '.repeat(position - lineStart(this.text, position));
  }

  get #lineBreak(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  #afterColon({ key }: Pair<Node, unknown>): number {
    return this.text.indexOf(':', key.range![1]) + 1;
  }

  #spliced(at: number, text: string): YamlText {
    return this.#with({ start: at, end: at, text });
  }

  #with({ start, end, text }: Splice): YamlText {
    return new YamlText(this.text.slice(0, start) + text + this.text.slice(end));
  }
}

function pairOf(map: YAMLMap, key: string): Pair<Node, Node | null> | undefined {
  const pairs = map.items as Pair<Node, Node | null>[];
  return pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

/** The items of the list of the key that are mappings. */
export function mapsOf(map: YAMLMap, key: string): YAMLMap[] {
  const list = pairOf(map, key)?.value;
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

export function seqOf(map: YAMLMap, key: string): YAMLSeq | null {
  const list = pairOf(map, key)?.value;
  return isSeq(list) ? list : null;
}

export function scalarOf(map: YAMLMap, key: string): unknown {
  const value = pairOf(map, key)?.value;
  return isScalar(value) ? value.value : undefined;
}

function endOf({ key, value }: Pair<Node, Node | null>): number {
  return value?.range?.[1] ?? key.range![1];
}

function sourceOf(text: string, { range }: Node): string {
  return text.slice(range![0], range![1]);
}

function quoteOf(text: string, node: Node): string {
  const [first = ''] = sourceOf(text, node);
  return first === '"' || first === "'" ? first : '';
}

/** Plain where YAML reads it back as the same value. */
export function written(value: Scalar, quote = ''): string {
  if (typeof value !== 'string') return String(value);
  if (quote === "'") return `'${value.replaceAll("'", "''")}'`;
  const isPlain =
    /^[A-Za-z_][\w./^~*-]*( [\w./-]+)*$/.test(value) && !/^(null|true|false|yes|no|on|off|y|n)$/i.test(value);
  const isVersion = /^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(value);
  return (isPlain || isVersion) && quote === '' ? value : JSON.stringify(value);
}

function lineStart(text: string, position: number): number {
  return text.lastIndexOf('\n', position - 1) + 1;
}

/** Where the line break of the position's line begins. */
function lineEnd(text: string, position: number): number {
  const found = text.slice(position).search(/\r?\n/);
  return found === -1 ? text.length : position + found;
}
