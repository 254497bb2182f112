// Fields of a random supergraph that are computed from fields of other subgraphs: @requires, with arguments and nested.
import type { Input } from '../../support/federation/world.ts';
import { type Draft, giveField, homesOf, regularFields, teach } from './draft.ts';
import { drawLiteral, leafNames, wrap } from './draw-type-text.ts';
import { newField } from './draw-types.ts';
import { type CompositeModel, type FieldModel, namedTypeOf } from './supergraph-model.ts';

export function drawRequirements(draft: Draft): void {
  for (const type of draft.entities) {
    for (const home of homesOf(type)) if (draft.dice.chance(40)) requireIn(draft, type, home);
  }
}

function requireIn(draft: Draft, type: CompositeModel, subgraph: string): void {
  const { dice } = draft;
  const foreign = regularFields(type).filter((field) => isForeign(field, subgraph));
  const inputs = dice.some(foreign, 1 + dice.below(2)).flatMap((field) => inputOf(draft, field, subgraph, 0) ?? []);
  if (inputs.length === 0) return;
  addComputed(draft, type, subgraph, inputs);
  // The same field, asked otherwise.
  const [first] = inputs;
  if (!first?.args || !dice.chance(60)) return;
  const field = type.fields.find(({ name }) => name === first.field)!;
  addComputed(draft, type, subgraph, [{ ...first, args: drawCall(draft, field) }]);
}

function addComputed(draft: Draft, type: CompositeModel, subgraph: string, inputs: readonly Input[]): void {
  const field = newField(
    draft,
    `${type.name.toLowerCase()}r${type.fields.length}`,
    wrap(draft, draft.dice.pick(leafNames(draft))),
  );
  field.inputs = inputs;
  type.fields.push(field);
  giveField(draft, field, subgraph, { requires: printInputs(inputs) });
}

/** Resolved elsewhere and not here, though it may be known here as external already. */
function isForeign({ in: parts }: FieldModel, subgraph: string): boolean {
  return (!(subgraph in parts) || parts[subgraph]!.isExternal === true) && Object.keys(parts).length > 0;
}

/** @returns null for what cannot be an input */
function inputOf(draft: Draft, field: FieldModel, subgraph: string, depth: number): Input | null {
  const type = draft.types.get(namedTypeOf(field.type));
  const isLeaf = !type || type.kind === 'enum' || type.kind === 'scalar';
  if (!isLeaf && (type.kind !== 'object' || depth > 1)) return null;
  const below = isLeaf ? [] : inputsBelow(draft, type as CompositeModel, subgraph, depth + 1);
  if (!isLeaf && below.length === 0) return null;
  if (depth === 0 || draft.entities.some(({ fields }) => fields.includes(field)))
    if (!(subgraph in field.in)) giveField(draft, field, subgraph, { isExternal: true });
  const args = field.args.length > 0 ? drawCall(draft, field) : '';
  return { field: field.name, ...(args && { args }), ...(!isLeaf && { below }) };
}

function inputsBelow(draft: Draft, type: CompositeModel, subgraph: string, depth: number): readonly Input[] {
  const { dice } = draft;
  const isEntity = draft.entities.includes(type);
  if (isEntity) teach(draft, type.name, subgraph);
  const fitting = isEntity
    ? regularFields(type).filter((field) => isForeign(field, subgraph) && !field.inputs)
    : type.fields;
  return dice.some(fitting, 1 + dice.below(2)).flatMap((field) => inputOf(draft, field, subgraph, depth) ?? []);
}

function drawCall(draft: Draft, { args }: FieldModel): string {
  const given = args.filter(
    ({ type, default: otherwise }) => (type.endsWith('!') && !otherwise) || draft.dice.chance(60),
  );
  return given.length > 0
    ? `(${given.map(({ name, type }) => `${name}: ${drawLiteral(draft, type)}`).join(', ')})`
    : '';
}

export function printInputs(inputs: readonly Input[]): string {
  return inputs
    .map(({ field, args = '', below }) => `${field}${args}${below ? ` { ${printInputs(below)} }` : ''}`)
    .join(' ');
}
