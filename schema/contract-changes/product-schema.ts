// What the SDL of a subgraph gives to the consumers of one product: the types and fields that its contract lists, and the enums,
// unions and scalars that they use.
import type { Contract } from '../contract/contract.ts';
import { namedType, type SubgraphSdl } from '../subgraph-sdl.ts';
import { type DirectiveShape, readDirectives } from './directive-shapes.ts';
import { type Described, readTypes, type TypeShape } from './type-shapes.ts';

export interface ProductSchema {
  readonly types: ReadonlyMap<string, TypeShape>;
  /** Those that operations may carry. */
  readonly directives: ReadonlyMap<string, DirectiveShape>;
  /** Whatever else the subgraph serves. */
  readonly served: ReadonlyMap<string, TypeShape>;
}

export function productSchema(contract: Contract, { document }: SubgraphSdl): ProductSchema {
  const served = readTypes(document.definitions, contract);
  const listed = contract.objects.flatMap(({ name }) => {
    const type = served.get(name);
    return type === undefined ? [] : [[name, promisedBy(contract, type)] as const];
  });
  const leaves = listed.flatMap(([, type]) => namesUsedBy(type)).flatMap((name) => leafNamed(name, served));
  return { types: new Map([...listed, ...leaves]), directives: readDirectives(document.definitions), served };
}

function promisedBy(contract: Contract, type: TypeShape): TypeShape {
  const promised = <T extends Described>(fields: ReadonlyMap<string, T>) =>
    new Map([...fields].filter(([, { coordinate }]) => contract.fields.has(coordinate)));
  return { ...type, fields: promised(type.fields), inputFields: promised(type.inputFields) };
}

function namesUsedBy({ fields, inputFields }: TypeShape): string[] {
  const used = [...fields.values()].flatMap((field) => [field, ...field.arguments.values()]);
  return [...used, ...inputFields.values()].map(({ type }) => namedType(type));
}

/** Enums, unions and scalars are in no contract; they belong to every product that uses them. */
function leafNamed(name: string, served: ReadonlyMap<string, TypeShape>): (readonly [string, TypeShape])[] {
  const type = served.get(name);
  return type !== undefined && ['enum', 'union', 'scalar'].includes(type.kind) ? [[name, type]] : [];
}
