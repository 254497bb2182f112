// A YAML file as a tree in which every value knows its line and column. Plain YAML only: anchors, aliases and several
// documents in a file are refused, so that what a person reads is what the platform reads.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { type Place, type Problem, problemAt } from '../problem.ts';

export interface YamlValue {
  readonly place: Place;
  /** Path from the top, for messages: `schema[0].properties[2].classification`. */
  readonly path: string;
  /** The value as plain data. */
  readonly plain: unknown;
  /** Null when the value is not a mapping. */
  readonly entries: ReadonlyMap<string, YamlEntry> | null;
  /** Null when the value is not a sequence. */
  readonly items: readonly YamlValue[] | null;
}

export interface YamlEntry {
  readonly keyPlace: Place;
  readonly value: YamlValue;
}

export type YamlRead = { readonly root: YamlValue } | { readonly root: null; readonly problems: readonly Problem[] };

const maxCharacters = 2_000_000;

/** Never throws. */
export function readYaml(text: string, file: string): YamlRead {
  const lines = new LineCounter();
  const place = (offset: number): Place => placeAt(lines, offset, file);
  if (text.length > maxCharacters)
    return failed(place(0), `The file is larger than ${maxCharacters} characters.`, 'Split the product.');
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false, schema: 'core' });
    const error = document.errors[0];
    if (error !== undefined) return failed(place(error.pos[0]), yamlMessage(error.message), yamlFix(error.code));
    const alias = firstAlias(document);
    if (alias !== null)
      return failed(
        place(alias),
        'Anchors and aliases are not read in contracts.',
        'Write the value out at each place.',
      );
    if (document.contents === null)
      return failed(
        place(0),
        'The file is empty.',
        'Begin with: gordian contract init --from-sdl <schema.graphql> --product <domain>/<product>',
      );
    return { root: treeOf(document.contents, '', place) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failed(
      place(0),
      `The file cannot be read as YAML: ${detail.split('\n')[0]}`,
      'Check it for extreme nesting.',
    );
  }
}

type PlaceAt = (offset: number) => Place;

function treeOf(node: Node | null, path: string, place: PlaceAt): YamlValue {
  const at = place(node?.range?.[0] ?? 0);
  if (isSeq(node)) {
    const items = node.items.map((item, index) => treeOf(item as Node, `${path}[${index}]`, place));
    return { place: at, path, plain: items.map((item) => item.plain), entries: null, items };
  }
  if (isMap(node)) {
    const entries = entriesOf(node, path, place);
    return {
      place: at,
      path,
      plain: Object.fromEntries([...entries].map(([key, { value }]) => [key, value.plain])),
      entries,
      items: null,
    };
  }
  return { place: at, path, plain: isScalar(node) ? node.value : null, entries: null, items: null };
}

function entriesOf(node: YAMLMap, path: string, place: PlaceAt): Map<string, YamlEntry> {
  const entries = new Map<string, YamlEntry>();
  for (const { key, value } of node.items as { key: Node; value: Node | null }[]) {
    const name = isScalar(key) ? String(key.value) : String(key);
    const keyPlace = place(key.range?.[0] ?? 0);
    const child = treeOf(value, path === '' ? name : `${path}.${name}`, place);
    entries.set(name, { keyPlace, value: value === null ? { ...child, place: keyPlace } : child });
  }
  return entries;
}

function firstAlias(document: Document): number | null {
  let found: number | null = null;
  visit(document, (_key, node) => {
    if (!isAlias(node) && !(isNode(node) && node.anchor !== undefined)) return undefined;
    found = (node as Node).range?.[0] ?? 0;
    return visit.BREAK;
  });
  return found;
}

function isNode(node: unknown): node is { readonly anchor?: string } {
  return isScalar(node) || isMap(node) || isSeq(node);
}

function placeAt(lines: LineCounter, offset: number, file: string): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

function failed(place: Place, message: string, fix: string): YamlRead {
  return { root: null, problems: [problemAt(place, { code: 'YAML_SYNTAX', severity: 'error', message, fix })] };
}

function yamlMessage(message: string): string {
  return message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
}

function yamlFix(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'Keep one of the two.';
    case 'TAB_AS_INDENT':
      return 'Indent with spaces.';
    case 'MULTIPLE_DOCS':
      return 'Write one contract per file.';
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return 'Check the indentation and the closing brackets and quotes just before this place.';
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return 'Quote text that contains ": ".';
    default:
      return 'Correct the YAML at this place.';
  }
}
