// The types of a random supergraph: leaves, inputs, values, entities with their keys and homes, interfaces and unions.
import { addType, type Draft, giveKeyFields } from './draft.ts';
import { drawArguments, drawInputType, drawLiteral, drawOutputType, leafNames, wrap } from './draw-type-text.ts';
import type { CompositeModel, FieldModel, InputValueModel } from './supergraph-model.ts';

export function drawLeaves(draft: Draft): void {
  const { dice } = draft;
  for (let number = 0; number < 1 + dice.below(2); number++) {
    const values = ['A', 'B', 'C', 'D'].slice(0, 2 + dice.below(3)).map((name) => ({ name: `E${number}_${name}` }));
    draft.enums.push(addType(draft, { kind: 'enum', name: `E${number}`, values, in: {} }));
  }
  for (const name of ['Any', 'Stamp'].filter(() => dice.chance(60)))
    draft.scalars.push(addType(draft, { kind: 'scalar', name, in: {} }));
  for (let number = 0; number < dice.below(3); number++) drawInput(draft, `In${number}`);
}

function drawInput(draft: Draft, name: string): void {
  const { dice } = draft;
  const fields: InputValueModel[] = ['a', 'b', 'c', 'd'].slice(0, 1 + dice.below(4)).map((field) => {
    const type = drawInputType(draft);
    if (dice.chance(30) && !type.endsWith('!')) return { name: field, type, default: drawLiteral(draft, type) };
    return { name: field, type };
  });
  if (dice.chance(40)) fields.push({ name: 'again', type: dice.pick([name, `[${name}!]`]) });
  draft.inputs.push(addType(draft, { kind: 'input', name, fields, in: {} }));
}

/** Every subgraph that knows a value knows all of it. */
export function drawValues(draft: Draft): void {
  const { dice } = draft;
  for (let number = 0; number < 1 + dice.below(3); number++) {
    const fields: FieldModel[] = [];
    for (let index = 0; index < 1 + dice.below(4); index++) {
      const named = dice.chance(75)
        ? dice.pick(leafNames(draft))
        : dice.pick([...draft.values, ...draft.entities]).name;
      fields.push(newField(draft, `v${number}${'abcd'[index]}`, wrap(draft, named)));
    }
    draft.values.push(addType(draft, { kind: 'object', name: `V${number}`, fields, in: {} }));
  }
}

const keySets: readonly (readonly string[])[] = [
  ['id'],
  ['id'],
  ['id'],
  ['id', 'code'],
  ['code'],
  ['id code'],
  ['left right'],
  ['id', 'left right'],
  ['id', 'ref { of }'],
  ['code', 'ref { of }'],
  ['id', 'twin { id }'],
];

export function drawEntities(draft: Draft): void {
  const { dice } = draft;
  addReference(draft);
  for (let number = 0; number < 2 + dice.below(4); number++) {
    const twins = draft.entities.filter(({ fields }) => fields.some(({ name }) => name === 'id'));
    const fitting = keySets.filter((keys) => twins.length > 0 || !keys.includes('twin { id }'));
    drawEntity(draft, `T${number}`, dice.pick(fitting), twins);
  }
}

/** What names an entity from within: a nested key. */
function addReference(draft: Draft): void {
  const fields = [newField(draft, 'of', 'ID!', false), newField(draft, 'kind', 'String', false)];
  addType(draft, { kind: 'object', name: 'Reference', fields, in: {} });
}

function drawEntity(draft: Draft, name: string, keys: readonly string[], twins: readonly CompositeModel[]): void {
  const { dice } = draft;
  const names = new Set(keys.join(' ').match(/\b(id|code|left|right|ref|twin)\b/g) ?? []);
  const types: Record<string, string> = {
    id: 'ID!',
    code: dice.pick(['String!', 'ID!']),
    left: 'String!',
    right: 'Int!',
  };
  types.ref = 'Reference!';
  types.twin = `${twins.length > 0 ? dice.pick(twins).name : ''}!`;
  const fields = [...names].map((field) => newField(draft, field, types[field]!, false));
  const type: CompositeModel = addType(draft, { kind: 'object', name, fields, in: {} });
  draft.entities.push(type);
  const [home, ...others] = dice.some(draft.subgraphs, 1 + dice.below(draft.subgraphs.length)).map(({ name }) => name);
  settleIn(draft, type, home!, keys);
  for (const other of others) {
    settleIn(draft, type, other, dice.some(keys, 1 + dice.below(keys.length)));
    // By one of its keys it may only be referred to.
    const own = type.in[other]!.keys!;
    if (own.length > 1 && dice.chance(30)) dice.pick(own).isResolvable = false;
  }
}

function settleIn(draft: Draft, type: CompositeModel, subgraph: string, keys: readonly string[]): void {
  type.in[subgraph] = { keys: keys.map((fields) => ({ fields, isResolvable: true })) };
  for (const key of keys) giveKeyFields(draft, type, subgraph, key);
}

/** After the types that may be their members, and before any subgraph knows a value. */
export function drawAbstracts(draft: Draft): void {
  const { dice } = draft;
  const withId = draft.entities.filter(({ fields }) => fields.some(({ name }) => name === 'id'));
  if (withId.length > 0 && dice.chance(60)) drawInterface(draft, 'I0', dice.some(withId, 1 + dice.below(3)), true);
  if (dice.chance(30)) drawInterface(draft, 'I1', dice.some(draft.values, 1 + dice.below(3)), false);
  if (dice.chance(50)) drawUnion(draft, 'U0');
  if (dice.chance(20)) drawUnion(draft, 'U1');
}

function drawInterface(draft: Draft, name: string, members: CompositeModel[], ofEntities: boolean): void {
  const { dice } = draft;
  const fields: FieldModel[] = ofEntities ? [newField(draft, 'id', 'ID!', false)] : [];
  const type: CompositeModel = addType(draft, { kind: 'interface', name, fields, in: {} });
  draft.members.set(name, members);
  draft.abstracts.push(type);
  for (let index = 0; index < (ofEntities ? dice.below(3) : 1 + dice.below(2)); index++) {
    const field = newField(draft, `${name.toLowerCase()}${'abc'[index]}`, fieldTypeOf(draft, ofEntities));
    fields.push(field);
    for (const member of members) member.fields.push(implementation(draft, field));
  }
}

function fieldTypeOf(draft: Draft, ofEntities: boolean): string {
  if (ofEntities) return drawOutputType(draft);
  return wrap(draft, draft.dice.pick([...leafNames(draft), draft.dice.pick(draft.entities).name]));
}

/** May promise more than the interface. */
function implementation(draft: Draft, field: FieldModel): FieldModel {
  const isStricter = !field.type.endsWith('!') && draft.dice.chance(20);
  return {
    ...field,
    type: isStricter ? `${field.type}!` : field.type,
    args: field.args.map((arg) => ({ ...arg })),
    in: {},
  };
}

function drawUnion(draft: Draft, name: string): void {
  const members = draft.dice.some([...draft.entities, ...draft.values], 1 + draft.dice.below(4));
  draft.members.set(name, members);
  draft.abstracts.push(addType(draft, { kind: 'union', name, in: {} }));
}

export function newField(draft: Draft, name: string, type: string, mayHaveArguments = true): FieldModel {
  return { name, type, args: mayHaveArguments ? drawArguments(draft) : [], in: {} };
}
