// A supergraph while it is drawn: what is there already, and how a subgraph comes to know a type.
import { createDice, type Dice } from '../../support/federation/dice.ts';
import {
  type CompositeModel,
  type EnumModel,
  type FieldModel,
  type FieldPart,
  type InputModel,
  namedTypeOf,
  type ScalarModel,
  type SubgraphModel,
  type TypeModel,
  type UnionModel,
} from './supergraph-model.ts';

export interface Draft {
  readonly dice: Dice;
  readonly subgraphs: SubgraphModel[];
  readonly types: Map<string, TypeModel>;
  readonly entities: CompositeModel[];
  readonly values: CompositeModel[];
  readonly abstracts: (CompositeModel | UnionModel)[];
  /** Abstract type -> the object types that may be of it. */
  readonly members: Map<string, CompositeModel[]>;
  readonly enums: EnumModel[];
  readonly scalars: ScalarModel[];
  readonly inputs: InputModel[];
}

export function newDraft(seed: string): Draft {
  const dice = createDice(`supergraph ${seed}`);
  const count = 2 + dice.pick([0, 0, 0, 1, 1, 1, 2, 2, 3, 4]);
  const subgraphs = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, count).map((name) => ({
    name,
    query: dice.chance(12) ? `Root${name.toUpperCase()}` : 'Query',
    mutation: dice.chance(12) ? `Changes${name.toUpperCase()}` : 'Mutation',
  }));
  return {
    dice,
    subgraphs,
    types: new Map(),
    entities: [],
    values: [],
    abstracts: [],
    members: new Map(),
    enums: [],
    scalars: [],
    inputs: [],
  };
}

export function addType<Type extends TypeModel>(draft: Draft, type: Type): Type {
  draft.types.set(type.name, type);
  return type;
}

/** The subgraph says that it has the field, and comes to know all types that this takes. */
export function giveField(draft: Draft, field: FieldModel, subgraph: string, part: FieldPart = {}): void {
  field.in[subgraph] = part;
  teach(draft, namedTypeOf(field.type), subgraph);
  for (const { type } of field.args) teach(draft, namedTypeOf(type), subgraph);
}

/** Makes a type known to a subgraph: of values all there is to know, of an entity a key. */
export function teach(draft: Draft, typeName: string, subgraph: string): void {
  const type = draft.types.get(typeName);
  if (!type || subgraph in type.in) return;
  if (type.kind === 'interface' || type.kind === 'union') teachAbstract(draft, type, subgraph);
  else if (type.kind === 'input') teachInput(draft, type, subgraph);
  else if (type.kind !== 'object') type.in[subgraph] = {};
  else if (draft.entities.includes(type)) teachEntity(draft, type, subgraph);
  else teachValue(draft, type, subgraph);
}

function teachAbstract(draft: Draft, type: CompositeModel | UnionModel, subgraph: string): void {
  if (type.kind === 'union') type.in[subgraph] = { members: [] };
  else type.in[subgraph] = {};
  const members = draft.members.get(type.name) ?? [];
  if (members.some((member) => subgraph in member.in)) return;
  for (const { name } of draft.dice.some(members, 1 + draft.dice.below(2))) teach(draft, name, subgraph);
}

function teachInput(draft: Draft, type: InputModel, subgraph: string): void {
  type.in[subgraph] = {};
  for (const field of type.fields) teach(draft, namedTypeOf(field.type), subgraph);
}

function teachValue(draft: Draft, type: CompositeModel, subgraph: string): void {
  type.in[subgraph] = { isShareable: true };
  for (const field of type.fields) giveField(draft, field, subgraph);
}

/** Only enough to refer to it. */
function teachEntity(draft: Draft, type: CompositeModel, subgraph: string): void {
  const [home] = Object.values(type.in);
  const key = draft.dice.pick(home!.keys!);
  type.in[subgraph] = { keys: [{ fields: key.fields, isResolvable: draft.dice.chance(40) }] };
  giveKeyFields(draft, type, subgraph, key.fields);
}

/** Fields of a key are named by it at the top: `id`, `left right`, `ref { of }`, `twin { id }`. */
export function giveKeyFields(draft: Draft, type: CompositeModel, subgraph: string, key: string): void {
  for (const name of key.replace(/\{[^}]*\}/g, '').split(' ')) {
    const field = type.fields.find((candidate) => candidate.name === name);
    if (field && !(subgraph in field.in)) giveField(draft, field, subgraph);
  }
  const below = /^twin \{ (\w+) \}$/.exec(key);
  const twin = below && draft.types.get(namedTypeOf(type.fields.find(({ name }) => name === 'twin')!.type));
  if (!twin) return;
  const target = twin as CompositeModel;
  const id = target.fields.find(({ name }) => name === below[1])!;
  if (!(subgraph in id.in)) giveField(draft, id, subgraph, { isShareable: true });
}

/** Subgraphs that resolve fields of the entity, not only refer to it. */
export function homesOf(type: CompositeModel): string[] {
  return Object.entries(type.in)
    .filter(([, { keys }]) => keys?.some(({ isResolvable }) => isResolvable))
    .map(([subgraph]) => subgraph);
}

export const keyFieldNames: readonly string[] = ['id', 'code', 'left', 'right', 'ref', 'twin'];

export const regularFields = ({ fields }: CompositeModel): FieldModel[] =>
  fields.filter(({ name }) => !keyFieldNames.includes(name));
