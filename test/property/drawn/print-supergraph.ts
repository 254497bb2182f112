// From the model of a supergraph to what a differential test needs: SDL of each subgraph, SDL of the monolith, and what the world
// has to know.
import type { ContextRead, Inputs } from '../../support/federation/world.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import { coordinates, implementationsOf } from './model-coordinates.ts';
import { printMonolith } from './print-monolith.ts';
import { printSubgraph } from './print-subgraph.ts';
import { reliableFields } from './reliable-fields.ts';
import {
  type CompositeModel,
  type FieldModel,
  namedTypeOf,
  type SupergraphModel,
  type UnionModel,
} from './supergraph-model.ts';

export function printSupergraph(name: string, model: SupergraphModel): WrittenSupergraph {
  const computed: Record<string, Inputs> = {};
  const possible: Record<string, readonly string[]> = {};
  const contextual: Record<string, ContextRead> = {};
  for (const { coordinate, field } of coordinates(model)) {
    if (field.inputs) computed[coordinate] = field.inputs;
    if (field.reads) contextual[coordinate] = field.reads;
    const types = possibleTypes(model, field);
    if (types) possible[coordinate] = types;
  }
  return {
    name,
    subgraphs: Object.fromEntries(model.subgraphs.map((subgraph) => [subgraph.name, printSubgraph(model, subgraph)])),
    monolith: printMonolith(model),
    computed,
    reliable: reliableFields(model),
    possible,
    contextual,
  };
}

/** What every subgraph that resolves the field knows of its abstract type; null when it has none. */
function possibleTypes(model: SupergraphModel, field: FieldModel): readonly string[] | null {
  const type = model.types.find(({ name }) => name === namedTypeOf(field.type));
  if (type?.kind !== 'interface' && type?.kind !== 'union') return null;
  const known = Object.keys(field.in).map((subgraph) => knownTypes(model, type, subgraph));
  return known.reduce((common, types) => common.filter((name) => types.includes(name)));
}

function knownTypes(model: SupergraphModel, type: CompositeModel | UnionModel, subgraph: string): readonly string[] {
  if (type.kind === 'union') return type.in[subgraph]?.members ?? [];
  const isObject = type.in[subgraph]?.isInterfaceObject;
  return implementationsOf(model, type.name).filter((name) => isObject || knowsAs(model, name, type.name, subgraph));
}

function knowsAs({ types }: SupergraphModel, name: string, interfaceName: string, subgraph: string): boolean {
  const type = types.find((candidate) => candidate.name === name) as CompositeModel;
  return type.in[subgraph]?.implements?.includes(interfaceName) ?? false;
}
