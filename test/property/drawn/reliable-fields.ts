// Which fields of a random world may never fail: non-null ones that the planner may read for itself, because their failure takes
// with it what the client asked next to them, and a monolith would not have read them.
import type { Inputs } from '../../support/federation/world.ts';
import { coordinates } from './model-coordinates.ts';
import { type FieldModel, namedTypeOf, type SupergraphModel } from './supergraph-model.ts';

export function reliableFields(model: SupergraphModel): readonly string[] {
  const all = coordinates(model);
  const reliable = new Set<string>();
  const visited = new Set<string>();

  const find = (coordinate: string) => all.find((one) => one.coordinate === coordinate)?.field;

  /** A computed field fails when an input does. */
  const rely = (coordinate: string): void => {
    if (reliable.has(coordinate)) return;
    reliable.add(coordinate);
    relyOnInputs(coordinate.split('.')[0]!, find(coordinate)?.inputs ?? []);
  };

  const relyOnInputs = (typeName: string, inputs: Inputs): void => {
    for (const { field, below = [] } of inputs) {
      rely(`${typeName}.${field}`);
      relyOnInputs(namedTypeOf(find(`${typeName}.${field}`)?.type ?? ''), below);
    }
  };

  /** Everything that can take an object of the type away. */
  const visitType = (name: string): void => {
    if (visited.has(name)) return;
    visited.add(name);
    const names = membersOf(model, name);
    for (const { coordinate, field } of all.filter((one) => names.includes(one.coordinate.split('.')[0]!))) {
      if (!field.type.endsWith('!')) continue;
      rely(coordinate);
      visitType(namedTypeOf(field.type));
    }
  };

  const visitInputs = (typeName: string, inputs: Inputs): void => {
    for (const input of inputs) {
      const field = find(`${typeName}.${input.field}`);
      if (!field) continue;
      if (field.type.endsWith('!')) rely(`${typeName}.${input.field}`);
      if (!input.below) continue;
      visitType(namedTypeOf(field.type));
      visitInputs(namedTypeOf(field.type), input.below);
    }
  };

  for (const { coordinate, field } of all) {
    if (field.inputs) visitInputs(coordinate.split('.')[0]!, field.inputs);
    if (isStricterSomewhere(field)) {
      rely(coordinate);
      visitType(namedTypeOf(field.type));
    }
    if (field.reads) rely(`${field.reads.holder}.${field.reads.field}`);
  }
  return [...reliable].sort();
}

/** A subgraph that promises a value must have one. */
const isStricterSomewhere = ({ in: parts }: FieldModel) => Object.values(parts).some(({ type }) => type?.endsWith('!'));

function membersOf(model: SupergraphModel, name: string): readonly string[] {
  const type = model.types.find((candidate) => candidate.name === name);
  if (type?.kind === 'union') return Object.values(type.in).flatMap(({ members }) => members);
  if (type?.kind !== 'interface') return [name];
  return model.types
    .filter((one) => one.kind === 'object' && Object.values(one.in).some((part) => part.implements?.includes(name)))
    .map((one) => one.name);
}
