// What subgraphs demand of callers with @authenticated, @requiresScopes and @policy. A supergraph is freed of these directives and
// read in one step, so that a planner that does not know them cannot be had without the demands that a policy has to enforce.
import {
  type ASTNode,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { GordianError } from '../kit/errors.ts';
import { type Coordinate, fieldCoordinate } from './coordinates.ts';
import { namedType } from './subgraph-sdl.ts';

export type Demand =
  | { readonly kind: 'authenticated' }
  /** All of one of the lists; nobody has what no list names. */
  | { readonly kind: 'scopes' | 'policies'; readonly anyOf: readonly (readonly string[])[] };

/** By the coordinate of a field, or the name of a type: all must be met. */
export type AccessDemands = ReadonlyMap<Coordinate, readonly Demand[]>;

export interface Demanding {
  /** Without the directives, their definitions and their links. */
  readonly sdl: string;
  readonly demands: AccessDemands;
}

export const noDemands: AccessDemands = new Map();

/** @throws GordianError SUPERGRAPH_INVALID when a demand cannot be understood, so that it is not lost */
export function takeAccessDirectives(supergraphSdl: string): Demanding {
  // Supergraphs are large, and most demand nothing.
  if (!mentions.test(supergraphSdl)) return { sdl: supergraphSdl, demands: noDemands };
  const { document, demands } = takeFrom(parse(supergraphSdl, { noLocation: true }));
  return { sdl: print(document), demands };
}

/** What one subgraph demands. @throws GordianError SUPERGRAPH_INVALID */
export function demandsOf(subgraph: DocumentNode): AccessDemands {
  return takeFrom(subgraph).demands;
}

/** Everything that any of them demands. */
export function mergeDemands(all: readonly AccessDemands[]): AccessDemands {
  const merged = new Map<Coordinate, readonly Demand[]>();
  for (const demands of all)
    for (const [coordinate, demanded] of demands)
      merged.set(coordinate, [...(merged.get(coordinate) ?? []), ...demanded]);
  return merged;
}

type Word = 'authenticated' | 'requiresScopes' | 'policy';

const words: readonly Word[] = ['authenticated', 'requiresScopes', 'policy'];
const mentions = new RegExp(`@(${words.join('|')})\\b|/(${words.join('|')}|federation)/v`);

interface Taken {
  readonly document: DocumentNode;
  readonly demands: AccessDemands;
}

function takeFrom(document: DocumentNode): Taken {
  const names = namesIn(document);
  const demands = new Map<Coordinate, readonly Demand[]>();
  const remaining = visit(document, {
    Directive(node, _key, _parent, _path, ancestors) {
      const [, definition, ...below] = ancestors.filter(isNode);
      if (isSchema(definition)) return specOf(node) === null ? undefined : null;
      const word = names.get(node.name.value);
      if (word === undefined) return undefined;
      const coordinate = coordinateAt(definition, below, node);
      demands.set(coordinate, [...(demands.get(coordinate) ?? []), demandOf(word, node, coordinate)]);
      return null;
    },
  });
  return { document: withoutDefinitions(remaining, names), demands };
}

/** What the three are called in this document: schemas may rename what they import. */
function namesIn({ definitions }: DocumentNode): ReadonlyMap<string, Word> {
  const links = definitions.flatMap((definition) => (isSchema(definition) ? (definition.directives ?? []) : []));
  // Also where nothing is linked: a demand by its plain name is meant.
  return new Map([...words.map((word) => [word, word] as const), ...links.flatMap(namesByLink)]);
}

function namesByLink(link: ConstDirectiveNode): (readonly [string, Word])[] {
  const ofFederation = /\/federation\/v\d/.test(stringOf(link, 'url'));
  const spec = specOf(link);
  const alias = stringOf(link, 'as');
  const imported = importsOf(link);
  return words.flatMap((word) => {
    if (!ofFederation && spec !== word) return [];
    const otherwise = ofFederation ? `${alias || 'federation'}__${word}` : alias || word;
    return [[imported.get(`@${word}`)?.slice(1) ?? otherwise, word] as const];
  });
}

/** The word whose specification a @link names. */
function specOf(directive: DirectiveNode): Word | null {
  const url = stringOf(directive, 'url');
  return words.find((word) => new RegExp(`/${word}/v\\d`).test(url)) ?? null;
}

/** Name in the specification -> name in the document. */
function importsOf(link: DirectiveNode): ReadonlyMap<string, string> {
  return new Map(
    listOf(argumentOf(link, 'import')).map((entry) => {
      if (typeof entry === 'string') return [entry, entry];
      const { name, as = name } = entry as { name: string; as?: string };
      return [name, as];
    }),
  );
}

function demandOf(word: Word, directive: DirectiveNode, coordinate: Coordinate): Demand {
  if (word === 'authenticated') return { kind: 'authenticated' };
  const kind = word === 'policy' ? 'policies' : 'scopes';
  const anyOf = listOf(argumentOf(directive, kind)).map(listOf);
  if (anyOf.flat().every((name) => typeof name === 'string')) return { kind, anyOf: anyOf as string[][] };
  throw notUnderstood(coordinate, directive, `Write ${kind}: [["one", "and"], ["another"]].`);
}

const demandingTypes: readonly string[] = [
  ...[Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.SCALAR_TYPE_DEFINITION],
  ...[Kind.OBJECT_TYPE_EXTENSION, Kind.INTERFACE_TYPE_EXTENSION, Kind.SCALAR_TYPE_EXTENSION],
  ...[Kind.ENUM_TYPE_DEFINITION, Kind.ENUM_TYPE_EXTENSION],
];

/** @param below what the directive stands on inside a definition */
function coordinateAt(
  definition: ASTNode | undefined,
  [field, ...deeper]: readonly ASTNode[],
  directive: DirectiveNode,
): Coordinate {
  const typeName = nameOf(definition);
  const coordinate = field === undefined ? typeName : fieldCoordinate(typeName, nameOf(field));
  const isDemanding = definition !== undefined && demandingTypes.includes(definition.kind);
  const isField = field === undefined || field.kind === Kind.FIELD_DEFINITION;
  if (isDemanding && isField && deeper.length === 0) return coordinate;
  throw notUnderstood(coordinate, directive, 'Write it on a field or a type that is read.');
}

function isNode(ancestor: ASTNode | readonly ASTNode[]): ancestor is ASTNode {
  return 'kind' in ancestor;
}

function isSchema(node: ASTNode | undefined): node is SchemaDefinitionNode | SchemaExtensionNode {
  return node?.kind === Kind.SCHEMA_DEFINITION || node?.kind === Kind.SCHEMA_EXTENSION;
}

function nameOf(node: ASTNode | undefined): string {
  return node !== undefined && 'name' in node && node.name !== undefined ? node.name.value : '';
}

function notUnderstood(coordinate: Coordinate, directive: DirectiveNode, mend: string): GordianError {
  return new GordianError('SUPERGRAPH_INVALID', `${coordinate}: ${print(directive)} cannot be enforced. ${mend}`);
}

/** What only these directives needed would otherwise become a part of the schema that clients see. */
function withoutDefinitions(document: DocumentNode, names: ReadonlyMap<string, Word>): DocumentNode {
  const own = document.definitions.filter(
    (definition) => definition.kind === Kind.DIRECTIVE_DEFINITION && names.has(definition.name.value),
  );
  const scalars = new Set(
    own.flatMap((definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION
        ? (definition.arguments ?? []).map(({ type }) => namedType(type))
        : [],
    ),
  );
  const definitions = document.definitions.filter(
    (definition) =>
      !own.includes(definition) &&
      !(definition.kind === Kind.SCALAR_TYPE_DEFINITION && scalars.has(definition.name.value)),
  );
  return { ...document, definitions };
}

function argumentOf(directive: DirectiveNode, name: string): unknown {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value === undefined ? undefined : valueFromASTUntyped(value);
}

function stringOf(directive: DirectiveNode, name: string): string {
  const value = argumentOf(directive, name);
  return typeof value === 'string' ? value : '';
}

/** GraphQL takes a single value for a list of one. */
function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
