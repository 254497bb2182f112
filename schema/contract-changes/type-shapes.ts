// The types of a subgraph as consumers see them. What is @inaccessible is not there; what the contract says of a type or a field comes
// before what the SDL says.
import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  print,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql';
import type { Contract, Deprecation } from '../contract/contract.ts';
import type { Coordinate } from '../coordinates.ts';
import { isNamed, type SdlKind, stringArgument } from '../subgraph-sdl.ts';

export interface Described {
  readonly coordinate: Coordinate;
  readonly description: string | null;
  readonly deprecation: DeprecationShape | null;
}

export interface DeprecationShape extends Deprecation {
  readonly reason: string | null;
}

export interface TypeShape extends Described {
  readonly kind: SdlKind;
  readonly interfaces: ReadonlySet<string>;
  /** As written in `@key(fields:)`, with single spaces. */
  readonly keys: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, FieldShape>;
  readonly inputFields: ReadonlyMap<string, InputShape>;
  readonly values: ReadonlyMap<string, Described>;
  readonly members: ReadonlySet<string>;
}

export interface FieldShape extends Described {
  readonly type: TypeNode;
  readonly arguments: ReadonlyMap<string, InputShape>;
}

/** An argument, or a field of an input type. */
export interface InputShape extends Described {
  readonly type: TypeNode;
  /** As written; null when there is none. */
  readonly defaultValue: string | null;
}

type TypeNodeOfDocument = TypeDefinitionNode | TypeExtensionNode;

const kinds: Partial<Record<Kind, SdlKind>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object',
  [Kind.OBJECT_TYPE_EXTENSION]: 'object',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'interface',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: 'input',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.UNION_TYPE_EXTENSION]: 'union',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.ENUM_TYPE_EXTENSION]: 'enum',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
  [Kind.SCALAR_TYPE_EXTENSION]: 'scalar',
};

/** All that the document declares and does not hide, extensions merged into their types. */
export function readTypes(definitions: readonly DefinitionNode[], contract: Contract): Map<string, TypeShape> {
  const parts = new Map<string, TypeNodeOfDocument[]>();
  for (const definition of definitions) {
    if (kinds[definition.kind] === undefined) continue;
    const type = definition as TypeNodeOfDocument;
    parts.set(type.name.value, [...(parts.get(type.name.value) ?? []), type]);
  }
  const visible = [...parts].filter(([, nodes]) => nodes.every(isAccessible));
  return new Map(visible.map(([name, nodes]) => [name, typeShape(name, nodes, contract)]));
}

function typeShape(name: string, nodes: readonly TypeNodeOfDocument[], contract: Contract): TypeShape {
  const all = <T>(pick: (node: TypeNodeOfDocument) => readonly T[] | undefined) =>
    nodes.flatMap((node) => pick(node) ?? []);
  const directives = all((node) => node.directives);
  const isInput = kinds[nodes[0]!.kind] === 'input';
  const fields = all((node) => ('fields' in node ? (node.fields as readonly FieldNode[]) : [])).filter(isAccessible);
  const listed = contract.objects.find((object) => object.name === name);
  return {
    coordinate: name,
    kind: kinds[nodes[0]!.kind]!,
    description:
      listed?.description ?? all((node) => ('description' in node ? [node.description] : []))[0]?.value ?? null,
    deprecation: listed?.deprecation ? { reason: null, ...listed.deprecation } : null,
    interfaces: namesOf(all((node) => ('interfaces' in node ? node.interfaces : []))),
    keys: new Set(directives.flatMap(keyFields)),
    fields: isInput ? new Map() : shapes(fields as FieldDefinitionNode[], (field) => fieldShape(name, field, contract)),
    inputFields: isInput
      ? shapes(fields as InputValueDefinitionNode[], (field) => inputField(name, field, contract))
      : new Map(),
    values: shapes(all((node) => ('values' in node ? node.values : [])).filter(isAccessible), (value) =>
      enumValue(name, value),
    ),
    members: namesOf(all((node) => ('types' in node ? node.types : []))),
  };
}

type FieldNode = FieldDefinitionNode | InputValueDefinitionNode;

function fieldShape(typeName: string, node: FieldDefinitionNode, contract: Contract): FieldShape {
  const coordinate = `${typeName}.${node.name.value}`;
  const inputs = (node.arguments ?? []).filter(isAccessible);
  return {
    ...described(coordinate, node, contract),
    type: node.type,
    arguments: shapes(inputs, (input) => inputShape(`${coordinate}(${input.name.value}:)`, input)),
  };
}

function inputField(typeName: string, node: InputValueDefinitionNode, contract: Contract): InputShape {
  const coordinate = `${typeName}.${node.name.value}`;
  return { ...inputShape(coordinate, node), ...described(coordinate, node, contract) };
}

export function inputShape(coordinate: Coordinate, node: InputValueDefinitionNode): InputShape {
  return {
    coordinate,
    description: node.description?.value ?? null,
    deprecation: deprecationOf(node.directives, null),
    type: node.type,
    defaultValue: node.defaultValue === undefined ? null : printValue(node.defaultValue),
  };
}

function enumValue(typeName: string, node: EnumValueDefinitionNode): Described {
  return {
    coordinate: `${typeName}.${node.name.value}`,
    description: node.description?.value ?? null,
    deprecation: deprecationOf(node.directives, null),
  };
}

/** What the contract says of a field comes before what the SDL says. */
function described(coordinate: Coordinate, node: FieldNode, contract: Contract): Described {
  const listed = contract.fields.get(coordinate);
  return {
    coordinate,
    description: listed?.description ?? node.description?.value ?? null,
    deprecation: deprecationOf(node.directives, listed?.deprecation ?? null),
  };
}

function deprecationOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  declared: Deprecation | null,
): DeprecationShape | null {
  const directive = directives?.find((candidate) => candidate.name.value === 'deprecated');
  if (directive === undefined && declared === null) return null;
  const reason = directive === undefined ? null : stringArgument(directive, 'reason');
  return { reason, replacement: declared?.replacement ?? null, sunset: declared?.sunset ?? null };
}

function keyFields(directive: ConstDirectiveNode): string[] {
  const fields = isNamed(directive, 'key') ? stringArgument(directive, 'fields') : null;
  return fields === null ? [] : [fields.trim().replace(/\s+/g, ' ')];
}

function isAccessible({ directives }: { readonly directives?: readonly ConstDirectiveNode[] }): boolean {
  return !directives?.some((directive) => isNamed(directive, 'inaccessible'));
}

function namesOf(nodes: readonly { readonly name: { readonly value: string } }[]): Set<string> {
  return new Set(nodes.map(({ name }) => name.value));
}

export function shapes<N extends { readonly name: { readonly value: string } }, S>(
  nodes: readonly N[],
  shapeOf: (node: N) => S,
): Map<string, S> {
  return new Map(nodes.map((node) => [node.name.value, shapeOf(node)]));
}

/** The keys of an object in one order, whatever the author's. */
function printValue(value: ConstValueNode): string {
  if (value.kind === Kind.LIST) return `[${value.values.map(printValue).join(', ')}]`;
  if (value.kind !== Kind.OBJECT) return print(value);
  const fields = value.fields.map((field) => `${field.name.value}: ${printValue(field.value)}`);
  return `{ ${fields.sort().join(', ')} }`;
}
