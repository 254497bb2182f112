// How types are built: what clients, gateways and other subgraphs stumble over.
import { Kind, type TypeNode } from 'graphql';
import { provenanceType } from '../provenance-stubs.ts';
import { namedType, parseFieldSet, type SdlType, type SubgraphSdl } from '../subgraph-sdl.ts';
import type { Declaration } from './declarations.ts';
import type { Finding } from './finding.ts';

export function shapes(sdl: SubgraphSdl, declarations: readonly Declaration[]): Finding[] {
  return [
    ...declarations.flatMap((one) => [...rootNonNull(one), ...unpagedConnection(one)]),
    ...[...sdl.types.values()].flatMap((type) => [
      ...nullableKeys(type),
      ...idOfAnotherType(type),
      ...connectionShape(type),
    ]),
    ...enumsOfOne(declarations),
    ...unused(sdl, declarations),
  ];
}

const roots = ['Query', 'Mutation', 'Subscription'];

function rootNonNull({ kind, typeName, type, shown, place, name }: Declaration): Finding[] {
  if (kind !== 'field' || !roots.includes(typeName) || type?.kind !== Kind.NON_NULL_TYPE || name.startsWith('_'))
    return [];
  return [
    {
      place,
      code: 'ROOT_FIELD_NON_NULL',
      message: `${shown} is never null: when it fails or is denied, clients lose everything else they asked for.`,
      fix: 'Leave the "!" of its type away.',
    },
  ];
}

function idOfAnotherType({ name, kind, keys, fields }: SdlType): Finding[] {
  const id = fields.get('id');
  if (kind === 'input' || keys.length === 0 || id === undefined || namedType(id.type) === 'ID') return [];
  return [
    {
      place: id.place,
      code: 'ID_TYPE',
      message: `${name}.id identifies an entity and is of the type ${namedType(id.type)}: clients and caches expect ID.`,
      fix: 'Make it ID!.',
    },
  ];
}

function unpagedConnection({ kind, type, arguments: names, shown, place, isDescribedHere }: Declaration): Finding[] {
  if (kind !== 'field' || type === null || !isDescribedHere || !isConnection(namedType(type))) return [];
  const missing = ['first', 'after'].filter((name) => !names.includes(name));
  if (missing.length === 0) return [];
  return [
    {
      place,
      code: 'CONNECTION_SHAPE',
      message: `${shown} returns pages and cannot be asked for ${missing.join(' and ')}.`,
      fix: 'Give it the arguments first: Int = 20 and after: String.',
    },
  ];
}

function isConnection(typeName: string): boolean {
  return typeName.endsWith('Connection') && typeName !== 'Connection';
}

function connectionShape({ name, kind, fields, place }: SdlType): Finding[] {
  if (kind !== 'object' || !isConnection(name)) return [];
  const pageInfo = fields.get('pageInfo')?.type;
  const isPaged = pageInfo !== undefined && pageInfo.kind === Kind.NON_NULL_TYPE && namedType(pageInfo) === 'PageInfo';
  if (isPaged && (fields.has('edges') || fields.has('nodes'))) return [];
  return [
    {
      place,
      code: 'CONNECTION_SHAPE',
      message: `${name} is no connection as clients know them.`,
      fix: 'Give it edges (cursor and node) or nodes, and pageInfo: PageInfo!.',
    },
  ];
}

function nullableKeys({ name, kind, keys, fields }: SdlType): Finding[] {
  if (kind === 'input') return [];
  const named = new Set(keys.flatMap((key) => parseFieldSet(key.fields)?.selections ?? []).flatMap(nameOf));
  return [...named].flatMap((fieldName) => {
    const field = fields.get(fieldName);
    if (field === undefined || isNonNull(field.type)) return [];
    return [
      {
        place: field.place,
        code: 'KEY_NULLABLE' as const,
        message: `${name}.${fieldName} is part of a key and may be null.`,
        fix: 'Add the "!" to its type.',
      },
    ];
  });
}

function nameOf(selection: { readonly kind: Kind; readonly name?: { readonly value: string } }): string[] {
  return selection.kind === Kind.FIELD && selection.name !== undefined ? [selection.name.value] : [];
}

function isNonNull({ kind }: TypeNode): boolean {
  return kind === Kind.NON_NULL_TYPE;
}

function enumsOfOne(declarations: readonly Declaration[]): Finding[] {
  const values = declarations.filter(({ kind }) => kind === 'value');
  const enums = new Set(values.map(({ typeName }) => typeName));
  return [...enums].flatMap((name) => {
    const alive = values.filter(
      ({ typeName, directives }) => typeName === name && !directives.some((one) => one.name.value === 'deprecated'),
    );
    const type = declarations.find(({ kind, typeName }) => kind === 'type' && typeName === name)!;
    if (alive.length > 1) return [];
    return [
      {
        place: type.place,
        code: 'ENUM_OF_ONE' as const,
        message: `The enum ${name} has ${alive.length === 1 ? 'one value' : 'no value'} that is not deprecated: it tells nothing.`,
        fix: 'Leave it out until there is a choice, or name the other values.',
      },
    ];
  });
}

/** What leads to provenance is generated when the graph is composed. Entities, value types and what implements an interface are led to from elsewhere. */
function unused({ document, types }: SubgraphSdl, declarations: readonly Declaration[]): Finding[] {
  const used = new Set(declarations.flatMap(({ type }) => (type === null ? [] : [namedType(type)])));
  for (const definition of document.definitions) {
    if ('types' in definition) for (const { name } of definition.types ?? []) used.add(name.value);
    if (definition.kind === Kind.DIRECTIVE_DEFINITION)
      for (const { type } of definition.arguments ?? []) used.add(namedType(type));
  }
  const isReached = (name: string): boolean => {
    const type = types.get(name);
    if (roots.includes(name) || used.has(name) || name.includes('__') || name === provenanceType) return true;
    return type !== undefined && (type.keys.length > 0 || type.interfaces.length > 0 || type.shareable);
  };
  return declarations
    .filter(({ kind, name, isDescribedHere }) => kind === 'type' && isDescribedHere && !isReached(name))
    .map(({ name, place }) => ({
      place,
      code: 'TYPE_UNUSED' as const,
      message: `Nothing leads to the type ${name}.`,
      fix: 'Remove it, or give it a field that returns it.',
    }));
}
