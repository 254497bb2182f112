// A saved query: a .graphql file under review, whose first comment says what it is for. Its first sentence is the title; a line
// `owner: orders/orders` names the data product that keeps it.

import { type DocumentNode, type OperationTypeNode, parse } from 'graphql';

export interface SavedQuery {
  /** Path below the folder of queries. */
  readonly file: string;
  readonly text: string;
  readonly title: string;
  readonly description: string;
  /** `orders/orders`; null when nobody is named. */
  readonly owner: string | null;
  /** Null for a text that is no operation, or several. */
  readonly kind: OperationTypeNode | null;
}

export function readSavedQuery(file: string, text: string): SavedQuery {
  const lines = firstComment(text);
  const owner = lines.map((line) => /^owner:\s*(\S+)$/i.exec(line)?.[1]).find(Boolean) ?? null;
  const words = lines
    .filter((line) => !/^owner:/i.test(line))
    .join(' ')
    .trim();
  const end = /[.!?](\s|$)/.exec(words)?.index ?? words.length;
  const name = file.replace(/^.*\//, '').replace(/\.graphql$/, '');
  return {
    file,
    text,
    title: words.slice(0, end) || name,
    description: words.slice(end + 1).trim(),
    owner,
    kind: kindOfDocument(text),
  };
}

/** As a file with its title, ready to be put under review. */
export function savedQueryText(title: string, description: string, owner: string, query: string): string {
  const head = [`${title.replace(/[.!?]*$/, '')}.`, description, owner && `owner: ${owner}`]
    .flatMap((part) => part.split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return `${head.map((line) => `# ${line}`).join('\n')}\n${withoutFirstComment(query).trim()}\n`;
}

/** A file name that every system takes: `Orders of a day!` is `orders-of-a-day.graphql`. */
export function fileNameOf(title: string): string {
  const name = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${name || 'query'}.graphql`;
}

function firstComment(text: string): string[] {
  return commentLines(text).map((line) => line.replace(/^\s*#\s?/, '').trim());
}

function withoutFirstComment(text: string): string {
  return text.split('\n').slice(commentLines(text).length).join('\n');
}

function commentLines(text: string): string[] {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.trimStart().startsWith('#'));
  return lines.slice(0, end < 0 ? lines.length : end);
}

function kindOfDocument(text: string): OperationTypeNode | null {
  const kinds = operationsOf(text).map(({ operation }) => operation);
  return kinds.length === 1 ? kinds[0]! : null;
}

function operationsOf(text: string) {
  try {
    const document: DocumentNode = parse(text);
    return document.definitions.filter((each) => each.kind === 'OperationDefinition');
  } catch {
    return [];
  }
}
