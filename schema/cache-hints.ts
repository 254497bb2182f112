// What the subgraphs say with @cacheControl about how long their data may be kept, and by whom. Composition keeps the directive
// for subgraphs that link and compose it; the schema that clients see does not have it. Plain data, read once per supergraph.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type UnionTypeDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from './coordinates.ts';

export interface CacheHint {
  /** Seconds; null when the hint does not say. */
  readonly maxAge: number | null;
  readonly scope: 'PUBLIC' | 'PRIVATE' | null;
  /** As long as the object that has the field, or that leads to the type. */
  readonly inheritMaxAge: boolean;
}

/** By the name of a type, and by the coordinate of a field. */
export type CacheHints = ReadonlyMap<Coordinate, CacheHint>;

/** @throws Error when a hint has an age that is none, with its coordinate */
export function readCacheHints(supergraph: DocumentNode): CacheHints {
  const directive = directiveName(supergraph);
  const hints = new Map<Coordinate, CacheHint>();

  const read = (coordinate: Coordinate, directives: readonly ConstDirectiveNode[] = []): void => {
    const applied = directives.find(({ name }) => name.value === directive);
    if (applied) hints.set(coordinate, hintOf(coordinate, applied));
  };

  for (const definition of supergraph.definitions) {
    if (!isCompositeType(definition)) continue;
    const type = definition.name.value;
    read(type, definition.directives);
    const fields = 'fields' in definition ? (definition.fields ?? []) : [];
    for (const field of fields) read(fieldCoordinate(type, field.name.value), field.directives);
  }
  return hints;
}

type CompositeType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | UnionTypeDefinitionNode;

function isCompositeType(definition: DefinitionNode): definition is CompositeType {
  const kinds: readonly Kind[] = [
    Kind.OBJECT_TYPE_DEFINITION,
    Kind.INTERFACE_TYPE_DEFINITION,
    Kind.UNION_TYPE_DEFINITION,
  ];
  return kinds.includes(definition.kind);
}

function hintOf(coordinate: Coordinate, directive: ConstDirectiveNode): CacheHint {
  const argument = (wanted: string): unknown => {
    const found = directive.arguments?.find(({ name }) => name.value === wanted);
    return found && valueFromASTUntyped(found.value);
  };
  const maxAge = argument('maxAge') ?? null;
  if (maxAge !== null && !(Number.isSafeInteger(maxAge) && (maxAge as number) >= 0))
    throw new Error(`@cacheControl on ${coordinate} does not give a number of seconds as maxAge.`);
  return {
    maxAge: maxAge as number | null,
    scope: (argument('scope') ?? null) as CacheHint['scope'],
    inheritMaxAge: argument('inheritMaxAge') === true,
  };
}

/** Subgraphs may import it under another name: `import: [{ name: "@cacheControl", as: "@keep" }]`. */
function directiveName({ definitions }: DocumentNode): string {
  for (const definition of definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const { name, arguments: given = [] } of definition.directives ?? []) {
      if (name.value !== 'link') continue;
      const imports = given.find((argument) => argument.name.value === 'import');
      const renamed = [imports ? valueFromASTUntyped(imports.value) : []].flat().find(isCacheControl);
      if (renamed) return renamed.as.replace(/^@/, '');
    }
  }
  return 'cacheControl';
}

function isCacheControl(imported: unknown): imported is { readonly as: string } {
  const { name, as } = (imported ?? {}) as { readonly name?: unknown; readonly as?: unknown };
  return name === '@cacheControl' && typeof as === 'string';
}
