// The SDL that gives every entity of the other subgraphs its `provenance`, served by the metadata subgraph. Generated
// from their SDL at each registration; the same subgraphs give the same text.
import { type FieldNode, Kind, print, type SelectionSetNode, type TypeNode } from 'graphql';
import { byTypeTag } from './answered-by-type.ts';
import { type Coordinate, fieldCoordinate } from './coordinates.ts';
import { isNamed, namedType, parseFieldSet, type SdlField, type SdlType, type SubgraphSdl } from './subgraph-sdl.ts';

export interface ProvenanceStubs {
  /** The schema file of the metadata subgraph; null when no subgraph serves provenance. */
  readonly servedBy: string | null;
  /** To append to the SDL of that subgraph; empty when there is nothing to add. */
  readonly sdl: string;
  /** `Customer.provenance` ... */
  readonly coordinates: readonly Coordinate[];
}

/** The type of the generated field; the subgraph that declares it is the metadata subgraph. Nullable: metadata that is down
 *  must not take the records with it. */
export const provenanceType = 'Provenance';
/** The field that tells the age of a record; entities without it have the age of their product. */
const changedField = 'updatedAt';

/** @param subgraphs all subgraphs of the graph */
export function provenanceStubs(subgraphs: readonly SubgraphSdl[]): ProvenanceStubs {
  const metadata = subgraphs.find((sdl) => sdl.types.get(provenanceType)?.kind === 'object');
  if (metadata === undefined) return { servedBy: null, sdl: '', coordinates: [] };
  const others = subgraphs.filter((sdl) => sdl !== metadata);
  const writer: StubWriter = { metadata, others, nested: new Map(), scalars: new Set(), enums: new Set() };
  const names = entityNames(others).filter((name) => !metadata.types.has(name));
  const entities = names.map((name) => entityStub(writer, name));
  const parts = [...entities, ...nestedTypes(writer, names), ...leafTypes(writer)];
  return {
    servedBy: metadata.file,
    sdl: parts.length === 0 ? '' : `${parts.join('\n\n')}\n`,
    coordinates: names.map((name) => fieldCoordinate(name, 'provenance')),
  };
}

interface StubWriter {
  readonly metadata: SubgraphSdl;
  readonly others: readonly SubgraphSdl[];
  /** Fields that compound keys reach into: type -> field -> its type. */
  readonly nested: Map<string, Map<string, TypeNode>>;
  readonly scalars: Set<string>;
  readonly enums: Set<string>;
}

function entityNames(subgraphs: readonly SubgraphSdl[]): string[] {
  const types = subgraphs.flatMap((sdl) => [...sdl.types.values()]);
  const interfaces = new Set(types.filter(({ kind }) => kind === 'interface').map(({ name }) => name));
  const entities = types.filter((type) => type.kind === 'object' && type.keys.some(({ resolvable }) => resolvable));
  // An interface that another subgraph declares as @interfaceObject is not an entity of its own.
  return [...new Set(entities.map(({ name }) => name))].filter((name) => !interfaces.has(name)).sort();
}

function entityStub(writer: StubWriter, name: string): string {
  const declarations = writer.others.flatMap((sdl) => sdl.types.get(name) ?? []);
  const keys = distinctKeys(declarations);
  const fields = new Map<string, TypeNode>();
  for (const key of keys) collectKeyFields(writer, name, parseFieldSet(key), fields);
  const directives = keys.map((key) => ` @${directive(writer, 'key')}(fields: "${key}")`).join('');
  const keyLines = [...fields].map(([field, type]) => `  ${field}: ${print(type)}`);
  return [`type ${name}${directives} {`, ...keyLines, ...provenanceLines(writer, declarations, fields), '}'].join('\n');
}

function provenanceLines(
  writer: StubWriter,
  declarations: readonly SdlType[],
  keyFields: ReadonlyMap<string, TypeNode>,
): string[] {
  const changed = keyFields.has(changedField) ? undefined : ownedField(declarations, changedField);
  const byType = `@${directive(writer, 'tag')}(name: "${byTypeTag}")`;
  if (changed === undefined) return [`  provenance: ${provenanceType} ${byType}`];
  noteLeaf(writer, namedType(changed.type));
  return [
    `  ${changedField}: ${print(changed.type)} @${directive(writer, 'external')}`,
    `  provenance: ${provenanceType} @${directive(writer, 'requires')}(fields: "${changedField}") ${byType}`,
  ];
}

function distinctKeys(declarations: readonly SdlType[]): string[] {
  const keys = declarations.flatMap((type) =>
    type.keys.filter(({ resolvable }) => resolvable).map(({ fields }) => fields.replace(/\s+/g, ' ').trim()),
  );
  return [...new Set(keys)].sort();
}

/** Copies the types of the key fields, and of those that compound keys reach into. */
function collectKeyFields(
  writer: StubWriter,
  typeName: string,
  key: SelectionSetNode | null,
  into: Map<string, TypeNode>,
): void {
  for (const selection of key?.selections ?? []) {
    if (selection.kind === Kind.FIELD) collectKeyField(writer, typeName, selection, into);
  }
}

function collectKeyField(
  writer: StubWriter,
  typeName: string,
  selection: FieldNode,
  into: Map<string, TypeNode>,
): void {
  const declarations = writer.others.flatMap((sdl) => sdl.types.get(typeName) ?? []);
  const field = ownedField(declarations, selection.name.value) ?? declarations[0]?.fields.get(selection.name.value);
  // A key that names no field does not compose; composition says where.
  if (field === undefined) return;
  into.set(field.name, field.type);
  const target = namedType(field.type);
  if (selection.selectionSet === undefined) noteLeaf(writer, target);
  else {
    const fields = writer.nested.get(target) ?? new Map<string, TypeNode>();
    writer.nested.set(target, fields);
    collectKeyFields(writer, target, selection.selectionSet, fields);
  }
}

function ownedField(declarations: readonly SdlType[], name: string): SdlField | undefined {
  return declarations.map((type) => type.fields.get(name)).find((field) => field !== undefined && !field.external);
}

function noteLeaf(writer: StubWriter, typeName: string): void {
  if (writer.metadata.kinds.has(typeName)) return;
  const kind = writer.others.map((sdl) => sdl.kinds.get(typeName)).find((found) => found !== undefined);
  if (kind === 'enum') writer.enums.add(typeName);
  if (kind === 'scalar') writer.scalars.add(typeName);
}

function nestedTypes(writer: StubWriter, entities: readonly string[]): string[] {
  return [...writer.nested]
    .sort(byName)
    .map(([name, fields]) => {
      const declared = entities.includes(name) || writer.metadata.types.has(name);
      const own = declared ? [...fields].filter(([field]) => !isDeclared(writer, name, field)) : [...fields];
      if (own.length === 0) return '';
      const lines = own.map(([field, type]) => `  ${field}: ${print(type)} @${directive(writer, 'shareable')}`);
      return [`${declared ? 'extend type' : 'type'} ${name} {`, ...lines, '}'].join('\n');
    })
    .filter((text) => text !== '');
}

function isDeclared(writer: StubWriter, typeName: string, fieldName: string): boolean {
  if (writer.metadata.types.get(typeName)?.fields.has(fieldName)) return true;
  const declarations = writer.others.flatMap((sdl) => sdl.types.get(typeName) ?? []);
  return distinctKeys(declarations).some((key) =>
    parseFieldSet(key)?.selections.some(
      (selection) => selection.kind === Kind.FIELD && selection.name.value === fieldName,
    ),
  );
}

function leafTypes(writer: StubWriter): string[] {
  const scalars = [...writer.scalars].sort().map((name) => `scalar ${name}`);
  return [...scalars, ...[...writer.enums].sort().map((name) => enumStub(writer, name))];
}

function enumStub(writer: StubWriter, name: string): string {
  const values = writer.others.flatMap(({ document }) =>
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === name ? (definition.values ?? []) : [],
    ),
  );
  return `enum ${name} { ${[...new Set(values.map((value) => value.name.value))].sort().join(' ')} }`;
}

/** The name under which the metadata SDL may use a federation directive: imported, or under the namespace. */
function directive({ metadata }: StubWriter, name: string): string {
  const imported = metadata.document.definitions.some(
    (definition) =>
      (definition.kind === Kind.SCHEMA_EXTENSION || definition.kind === Kind.SCHEMA_DEFINITION) &&
      definition.directives?.some((link) => isNamed(link, 'link') && print(link).includes(`"@${name}"`)),
  );
  return imported ? name : `federation__${name}`;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
