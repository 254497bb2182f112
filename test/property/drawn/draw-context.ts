// @context and @fromContext in a random supergraph: an entity sets a context, and objects that are found only below it read it.
import { addType, type Draft, giveField, homesOf, regularFields } from './draft.ts';
import { wrap } from './draw-type-text.ts';
import { newField } from './draw-types.ts';
import { type CompositeModel, type FieldModel, namedTypeOf } from './supergraph-model.ts';

export function drawContext(draft: Draft): void {
  const { dice } = draft;
  const candidates = draft.entities.flatMap((holder) =>
    homesOf(holder).flatMap((subgraph) =>
      readable(draft, holder, subgraph).map((field) => ({ holder, subgraph, field })),
    ),
  );
  if (candidates.length === 0 || !dice.chance(35)) return;
  const { holder, subgraph, field } = dice.pick(candidates);
  holder.in[subgraph]!.contexts = ['around'];
  const below = addReader(draft, subgraph, field, holder);
  const way = newField(draft, `${holder.name.toLowerCase()}way`, wrap(draft, below.name));
  holder.fields.push(way);
  giveField(draft, way, subgraph);
}

/** Leaves that the subgraph itself resolves, and keeps. */
function readable(draft: Draft, holder: CompositeModel, subgraph: string): FieldModel[] {
  return regularFields(holder).filter((field) => {
    const part = field.in[subgraph];
    const kind = draft.types.get(namedTypeOf(field.type))?.kind ?? 'scalar';
    const isMoved = Object.values(field.in).some(({ override }) => override);
    const isLeaf = kind === 'scalar' || kind === 'enum';
    return part && !part.isExternal && !part.requires && !isMoved && isLeaf && field.args.length === 0;
  });
}

function addReader(draft: Draft, subgraph: string, read: FieldModel, holder: CompositeModel): CompositeModel {
  const { dice } = draft;
  const reader: CompositeModel = addType(draft, { kind: 'object', name: 'Reader', fields: [], in: {} });
  const others = draft.subgraphs.map(({ name }) => name).filter((name) => name !== subgraph);
  const homes = [subgraph, ...dice.some(others, dice.below(others.length + 1))];
  for (const home of homes) reader.in[home] = { keys: [{ fields: 'id', isResolvable: true }] };
  const add = (name: string, type: string, owners: readonly string[]): FieldModel => {
    const field = newField(draft, name, type, name === 'heard');
    reader.fields.push(field);
    for (const owner of owners) giveField(draft, field, owner);
    return field;
  };
  add('id', 'ID!', homes);
  const heard = add(
    'heard',
    wrap(draft, dice.pick(['Int', 'String', 'Any'].filter((name) => name !== 'Any' || draft.types.has(name)))),
    [subgraph],
  );
  const type = read.type.replaceAll('!', '');
  heard.in[subgraph]!.contextArguments = [{ name: 'from', type, from: `$around { ${read.name} }` }];
  heard.reads = { argument: 'from', holder: holder.name, field: read.name };
  add('next', wrap(draft, 'Reader'), [dice.pick(homes)]);
  if (dice.chance(50)) add('back', wrap(draft, holder.name), [subgraph]);
  if (dice.chance(60)) add('more', wrap(draft, 'Int'), [dice.pick(homes)]);
  return reader;
}
