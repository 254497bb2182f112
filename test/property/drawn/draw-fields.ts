// The fields of a random supergraph and who resolves them, root fields included.
import { addType, type Draft, giveField, homesOf, regularFields } from './draft.ts';
import { drawOutputType, wrap } from './draw-type-text.ts';
import { newField } from './draw-types.ts';
import type { CompositeModel, FieldModel } from './supergraph-model.ts';

export function drawFields(draft: Draft): void {
  const { dice } = draft;
  for (const type of draft.entities) {
    for (let index = 0; index < 1 + dice.below(5); index++)
      type.fields.push(newField(draft, `${type.name.toLowerCase()}${'abcdef'[index]}`, drawOutputType(draft)));
  }
  for (const type of draft.entities) {
    const homes = homesOf(type);
    for (const field of regularFields(type)) settleField(draft, field, homes);
  }
}

function settleField(draft: Draft, field: FieldModel, homes: readonly string[]): void {
  const { dice } = draft;
  const owners = dice.chance(20) ? dice.some(homes, 2) : [dice.pick(homes)];
  for (const owner of owners) giveField(draft, field, owner, owners.length > 1 ? { isShareable: true } : {});
  // One of several may promise more.
  if (owners.length > 1 && !field.type.endsWith('!') && dice.chance(20)) field.in[owners[0]!]!.type = `${field.type}!`;
}

export function drawRoots(draft: Draft): void {
  const { dice } = draft;
  const query: CompositeModel = addType(draft, { kind: 'object', name: 'Query', fields: [], in: {} });
  for (const { name } of draft.subgraphs) {
    if (name !== draft.subgraphs[0]!.name && dice.chance(20)) continue;
    for (let index = 0; index < 1 + dice.below(3); index++)
      addRoot(draft, query, newField(draft, `${name}${'xyz'[index]}`, rootType(draft)), name);
  }
  if (dice.chance(40)) drawMutations(draft);
}

function rootType(draft: Draft): string {
  const { dice } = draft;
  if (dice.chance(15)) return drawOutputType(draft);
  return wrap(draft, dice.pick([...draft.entities, ...draft.entities, ...draft.abstracts, ...draft.abstracts]).name);
}

function addRoot(draft: Draft, root: CompositeModel, field: FieldModel, subgraph: string): void {
  const { dice } = draft;
  root.fields.push(field);
  root.in[subgraph] ??= {};
  const also = root.name === 'Query' && dice.chance(12) ? dice.pick(draft.subgraphs).name : subgraph;
  giveField(draft, field, subgraph, also === subgraph ? {} : { isShareable: true });
  if (also === subgraph) return;
  root.in[also] ??= {};
  giveField(draft, field, also, { isShareable: true });
}

function drawMutations(draft: Draft): void {
  const { dice } = draft;
  const mutation: CompositeModel = addType(draft, { kind: 'object', name: 'Mutation', fields: [], in: {} });
  for (let index = 0; index < 2 + dice.below(4); index++)
    addRoot(draft, mutation, newField(draft, `do${index}`, drawOutputType(draft)), dice.pick(draft.subgraphs).name);
}
