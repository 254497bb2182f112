// By which fields the entities of a supergraph are known, read from its SDL.
import { type DirectiveNode, type DocumentNode, Kind } from 'graphql';

/** Entity type -> the fields of its simplest key. Types whose keys all have fields inside fields are left out. */
export type EntityKeys = ReadonlyMap<string, readonly string[]>;

export function entityKeysOf(supergraph: DocumentNode): EntityKeys {
  const keys = new Map<string, readonly string[]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const [simplest] = (definition.directives ?? []).flatMap(plainKey).sort((a, b) => a.length - b.length);
    if (simplest) keys.set(definition.name.value, simplest);
  }
  return keys;
}

function plainKey({ name, arguments: args = [] }: DirectiveNode): readonly (readonly string[])[] {
  if (name.value !== 'join__type') return [];
  const key = args.find((argument) => argument.name.value === 'key')?.value;
  if (key?.kind !== Kind.STRING || key.value.includes('{')) return [];
  return [key.value.trim().split(/[\s,]+/)];
}
