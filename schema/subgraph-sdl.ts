// The types and fields that a subgraph's SDL declares, each with its place in the file. Reads syntax only: it works on
// SDL that does not compose, so that contract problems and composition problems can be shown side by side.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  Source,
  type TypeNode,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from './coordinates.ts';
import type { Place, Problem } from './problem.ts';
import { syntaxProblem } from './syntax-problem.ts';

export interface SubgraphSdl {
  readonly file: string;
  readonly document: DocumentNode;
  /** Object, interface and input types by name; extensions are merged into their type. */
  readonly types: ReadonlyMap<string, SdlType>;
  /** What every named type of the document is; scalars of the language included. */
  readonly kinds: ReadonlyMap<string, SdlKind>;
}

export interface ParsedSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: SubgraphSdl;
}

export type SdlKind = 'object' | 'interface' | 'input' | 'union' | 'enum' | 'scalar';

export interface SdlType {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'input';
  readonly place: Place;
  readonly keys: readonly EntityKey[];
  readonly interfaces: readonly string[];
  /** Marked @shareable as a whole: a value type that several subgraphs declare. */
  readonly shareable: boolean;
  readonly fields: ReadonlyMap<string, SdlField>;
}

export interface EntityKey {
  /** As written: `id`, `id organisation { id }`. */
  readonly fields: string;
  readonly resolvable: boolean;
}

export interface SdlField {
  readonly coordinate: Coordinate;
  readonly name: string;
  readonly type: TypeNode;
  readonly description: string | null;
  readonly directives: readonly ConstDirectiveNode[];
  /** Owned by another subgraph, declared here for keys, @requires or @provides. */
  readonly external: boolean;
  /** Named at the top level of a key of its type. */
  readonly inKey: boolean;
  readonly place: Place;
}

type MutableType = Omit<SdlType, 'fields' | 'keys' | 'interfaces' | 'shareable'> & {
  fields: Map<string, SdlField>;
  keys: EntityKey[];
  interfaces: string[];
  external: boolean;
  shareable: boolean;
};

/** Never throws: text that does not parse yields a problem instead of a document. */
export function readSubgraphSdl(
  sdl: string,
  file: string,
): { readonly sdl: SubgraphSdl } | { readonly sdl: null; readonly problem: Problem } {
  try {
    const document = parse(new Source(sdl, file), { maxTokens: 500_000 });
    return { sdl: readDocument(document, file) };
  } catch (error) {
    return { sdl: null, problem: syntaxProblem(error, file) };
  }
}

function readDocument(document: DocumentNode, file: string): SubgraphSdl {
  const types = new Map<string, MutableType>();
  const kinds = new Map<string, SdlKind>(
    ['String', 'ID', 'Int', 'Float', 'Boolean'].map((name) => [name, 'scalar'] as const),
  );
  for (const definition of document.definitions) {
    const kind = kindOf(definition);
    if (kind === null || !('name' in definition) || definition.name === undefined) continue;
    kinds.set(definition.name.value, kind);
    if (kind === 'object' || kind === 'interface' || kind === 'input') {
      addDefinition(types, kind, definition as FieldsDefinition, file);
    }
  }
  return { file, document, types: new Map([...types].map(([name, type]) => [name, withKeyFlags(type)])), kinds };
}

type FieldsDefinition = Extract<DefinitionNode, { fields?: unknown }>;

function addDefinition(
  types: Map<string, MutableType>,
  kind: SdlType['kind'],
  definition: FieldsDefinition,
  file: string,
): void {
  const name = definition.name.value;
  const directives = definition.directives ?? [];
  const type: MutableType = types.get(name) ?? {
    name,
    kind,
    place: placeOf(definition.name, file),
    keys: [],
    interfaces: [],
    fields: new Map(),
    external: false,
    shareable: false,
  };
  types.set(name, type);
  type.external ||= has(directives, 'external');
  type.shareable ||= has(directives, 'shareable');
  type.keys.push(...directives.filter((directive) => isNamed(directive, 'key')).map(entityKey));
  if ('interfaces' in definition) type.interfaces.push(...(definition.interfaces ?? []).map((node) => node.name.value));
  for (const field of definition.fields ?? []) {
    if (!type.fields.has(field.name.value)) type.fields.set(field.name.value, sdlField(type, field, file));
  }
}

function sdlField(type: MutableType, node: FieldDefinitionNode | InputValueDefinitionNode, file: string): SdlField {
  const directives = node.directives ?? [];
  return {
    coordinate: fieldCoordinate(type.name, node.name.value),
    name: node.name.value,
    type: node.type,
    description: node.description?.value ?? null,
    directives,
    external: type.external || has(directives, 'external'),
    inKey: false,
    place: placeOf(node.name, file),
  };
}

function withKeyFlags(type: MutableType): SdlType {
  const keyed = new Set(type.keys.flatMap((key) => topLevelFields(key.fields)));
  const { external: _, ...rest } = type;
  const fields = [...type.fields].map(([name, field]) => [name, { ...field, inKey: keyed.has(name) }] as const);
  return { ...rest, fields: new Map(fields) };
}

/** `id organisation { id }` as a selection set; null when it is not one (composition says why). */
export function parseFieldSet(fields: string): SelectionSetNode | null {
  try {
    const definition = parse(`{ ${fields} }`, { noLocation: true }).definitions[0];
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : null;
  } catch {
    return null;
  }
}

function topLevelFields(fields: string): string[] {
  const selections = parseFieldSet(fields)?.selections ?? [];
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
}

function entityKey(directive: ConstDirectiveNode): EntityKey {
  return {
    fields: stringArgument(directive, 'fields') ?? '',
    resolvable: !directive.arguments?.some(
      ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
    ),
  };
}

export function stringArgument(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

/** Also under its namespaced name (`@federation__key`), which a schema uses that does not import the directive. */
export function isNamed(directive: ConstDirectiveNode, name: string): boolean {
  return directive.name.value === name || directive.name.value === `federation__${name}`;
}

function has(directives: readonly ConstDirectiveNode[], name: string): boolean {
  return directives.some((directive) => isNamed(directive, name));
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

export function placeOf(node: DefinitionNode | { readonly loc?: DefinitionNode['loc'] }, file: string): Place {
  const token = node.loc?.startToken;
  return { file, line: token?.line ?? 1, column: token?.column ?? 1 };
}

function kindOf(definition: DefinitionNode): SdlKind | null {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
      return 'object';
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
      return 'interface';
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return 'input';
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.UNION_TYPE_EXTENSION:
      return 'union';
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return 'enum';
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_EXTENSION:
      return 'scalar';
    default:
      return null;
  }
}
