// Which field of the graph the cursor stands on, in a document that may not be finished. It reads the words before the cursor and
// believes them as far as they go; a parser would give up where somebody is still typing.

import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { type Place, type Scope, type Selection, selection } from './scope.ts';
import { type Word, wordsOf } from './words-of.ts';

const definitions = /^(query|mutation|subscription|fragment)$/;

/** @returns `Customer.email`; of an input field `ProductFilter.text`; in arguments, the field they are of; null where there is none */
export function coordinateAt(schema: GraphQLSchema, text: string, offset: number): string | null {
  const words = wordsOf(text);
  const cursorLine = lineAt(text, offset);
  const scopes: Scope[] = [];
  let root: GraphQLNamedType | undefined | null = null;
  let last: Place | null = null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word.start > offset || (word.start === offset && !word.isName)) break;
    const scope = scopes.at(-1);
    if (!scope || (word.isFirstOfLine && word.isName && definitions.test(word.text) && isDefinition(words, at))) {
      if (scope) scopes.length = 0;
      last = null;
      if (word.text === '{') scopes.push(selection(root ?? schema.getQueryType() ?? undefined, null));
      else if (word.text === '(') scopes.push({ kind: 'variables', owner: null, type: undefined });
      else if (word.isName) root = rootAfter(schema, words, at) ?? root;
      continue;
    }
    if (/^[)}]$/.test(word.text)) {
      scopes.pop();
      const around = scopes.at(-1);
      const closed = around?.kind === 'selection' ? (around.field?.place ?? around.owner) : around?.owner;
      last = closed ? { ...closed, line: word.line } : null;
    } else if (scope.kind === 'selection') {
      const step = readSelection(schema, scope, scopes, words, at);
      at = step.at;
      last = step.place === undefined ? last : step.place;
    } else last = readInput(schema, scope, scopes, words, at) ?? last;
  }
  const enclosing = scopes.at(-1)?.owner ?? null;
  return (last && last.line === cursorLine ? last : enclosing)?.coordinate ?? null;
}

/** Somebody may well ask for a field that is called `query`. */
function isDefinition(words: readonly Word[], at: number): boolean {
  const next = words[at + 1];
  const isNamed = next?.isName && next.line === words[at]!.line;
  return isNamed === true || next?.text === '{' || next?.text === '(';
}

/** @returns null for a word that begins no definition */
function rootAfter(schema: GraphQLSchema, words: readonly Word[], at: number): GraphQLNamedType | undefined | null {
  const text = words[at]!.text;
  if (text === 'query') return schema.getQueryType() ?? undefined;
  if (text === 'mutation') return schema.getMutationType() ?? undefined;
  if (text === 'subscription') return schema.getSubscriptionType() ?? undefined;
  return text === 'on' ? schema.getType(words[at + 1]?.text ?? '') : null;
}

interface Step {
  /** Of the word that was read last. */
  readonly at: number;
  /** Absent: as before. */
  readonly place?: Place | null;
}

function readSelection(
  schema: GraphQLSchema,
  scope: Selection,
  scopes: Scope[],
  words: readonly Word[],
  at: number,
): Step {
  const word = words[at]!;
  if (word.text === '...') return readSpread(schema, scope, words, at);
  if (word.text === '@') {
    scope.directive = schema.getDirective(words[at + 1]?.text ?? '')?.args ?? [];
    return { at: words[at + 1]?.isName ? at + 1 : at };
  }
  if (word.text === '(') {
    const known = scope.directive ?? scope.field?.definition?.args ?? [];
    scopes.push({ kind: 'arguments', known, owner: scope.field?.place ?? null, type: undefined });
    scope.directive = null;
    return { at };
  }
  if (word.text === '{') {
    const { condition, field, type } = scope;
    const below = condition === null ? (field ? namedType(field.definition) : type) : condition;
    scopes.push(selection(below, condition === null ? (field?.place ?? null) : scope.owner));
    scope.condition = null;
    return { at };
  }
  if (!word.isName) return { at };
  const isAlias = words[at + 1]?.text === ':' && words[at + 2]?.isName;
  const name = isAlias ? words[at + 2]! : word;
  const definition = fieldOf(scope.type, name.text);
  const place = { coordinate: definition ? `${scope.type!.name}.${name.text}` : null, line: word.line };
  scope.field = { place, definition };
  scope.directive = null;
  scope.condition = null;
  return { at: isAlias ? at + 2 : at, place };
}

function readSpread(schema: GraphQLSchema, scope: Selection, words: readonly Word[], at: number): Step {
  scope.directive = null;
  if (words[at + 1]?.text === 'on') {
    scope.condition = schema.getType(words[at + 2]?.text ?? '');
    return { at: at + 2, place: scope.owner };
  }
  scope.condition = scope.type;
  return { at: words[at + 1]?.isName ? at + 1 : at, place: scope.owner };
}

/** @returns null: as before */
function readInput(
  schema: GraphQLSchema,
  scope: Exclude<Scope, Selection>,
  scopes: Scope[],
  words: readonly Word[],
  at: number,
): Place | null {
  const { text, isName, line } = words[at]!;
  if (text === '{') {
    scopes.push({ kind: 'input', of: scope.type, owner: scope.owner, type: undefined });
    return null;
  }
  if (!isName) return null;
  if (scope.kind === 'variables') {
    if (words[at - 1]?.text !== '$') scope.type = schema.getType(text) ?? scope.type;
    return null;
  }
  if (words[at + 1]?.text !== ':') return null;
  if (scope.kind === 'arguments') {
    scope.type = namedType(scope.known.find(({ name }) => name === text));
    return scope.owner && { ...scope.owner, line };
  }
  const field = isInputObjectType(scope.of) ? scope.of.getFields()[text] : undefined;
  scope.type = namedType(field);
  return { coordinate: field ? `${scope.of!.name}.${text}` : null, line };
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function namedType(
  definition: { readonly type: GraphQLArgument['type'] | GraphQLField<unknown, unknown>['type'] } | undefined,
) {
  return definition && (getNamedType(definition.type) as GraphQLNamedType);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
