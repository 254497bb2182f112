// A supergraph as plain data: what the graph is, and which subgraph says what about it. From it are printed the subgraphs'
// SDL and the one schema that a monolith would have; failures are shrunk by taking parts of it away.
import type { ContextRead, Inputs } from '../../support/federation/world.ts';

export interface SupergraphModel {
  subgraphs: SubgraphModel[];
  /** `Query` and `Mutation` are among them, under these names. */
  types: TypeModel[];
}

export interface SubgraphModel {
  name: string;
  /** What it calls its root types. */
  query: string;
  mutation: string;
}

export type TypeModel = CompositeModel | UnionModel | EnumModel | ScalarModel | InputModel;

interface NamedModel {
  name: string;
  isInaccessible?: boolean;
  tag?: string;
}

export interface CompositeModel extends NamedModel {
  kind: 'object' | 'interface';
  fields: FieldModel[];
  /** By subgraph. */
  in: Record<string, TypePart>;
}

/** What one subgraph says of a type. */
export interface TypePart {
  keys?: KeyModel[];
  implements?: string[];
  isShareable?: boolean;
  isInterfaceObject?: boolean;
  /** Names that @context gives it. */
  contexts?: string[];
}

export interface KeyModel {
  fields: string;
  isResolvable: boolean;
}

export interface FieldModel {
  name: string;
  type: string;
  args: InputValueModel[];
  isInaccessible?: boolean;
  tag?: string;
  /** What it is computed from, where a subgraph requires that. */
  inputs?: Inputs;
  /** The argument of `contextArguments`, and the field of an object around that fills it. */
  reads?: ContextRead;
  /** By subgraph. */
  in: Record<string, FieldPart>;
}

/** What one subgraph says of a field. */
export interface FieldPart {
  isExternal?: boolean;
  isShareable?: boolean;
  requires?: string;
  provides?: string;
  override?: { from: string; label?: string };
  /** Where it promises more than the others. */
  type?: string;
  /** The arguments that only this subgraph has, filled by @fromContext. */
  contextArguments?: { name: string; type: string; from: string }[];
}

export interface InputValueModel {
  name: string;
  type: string;
  /** As written in SDL. */
  default?: string;
}

export interface UnionModel extends NamedModel {
  kind: 'union';
  in: Record<string, { members: string[] }>;
}

export interface EnumModel extends NamedModel {
  kind: 'enum';
  values: { name: string; isInaccessible?: boolean }[];
  in: Record<string, object>;
}

export interface ScalarModel extends NamedModel {
  kind: 'scalar';
  in: Record<string, object>;
}

export interface InputModel extends NamedModel {
  kind: 'input';
  fields: InputValueModel[];
  in: Record<string, object>;
}

export const namedTypeOf = (type: string): string => type.replace(/[[\]!]/g, '');

export const isComposite = (type: TypeModel): type is CompositeModel =>
  type.kind === 'object' || type.kind === 'interface';
