// What changes between two versions of a product: its contract, and the SDL of the subgraph that serves it. Pure and
// indifferent to order: the same types, fields and promises in another sequence are no change.
import type { Contract } from '../contract/contract.ts';
import type { Coordinate } from '../coordinates.ts';
import type { SubgraphSdl } from '../subgraph-sdl.ts';
import { changeOf } from './change-kinds.ts';
import { commercialChanges } from './commercial-changes.ts';
import type { ChangeSeverity, ContractChange } from './contract-change.ts';
import { governanceChanges } from './governance-changes.ts';
import { guaranteeChanges } from './guarantee-changes.ts';
import { productSchema } from './product-schema.ts';
import { schemaChanges } from './schema-changes.ts';

export interface ProductVersion {
  readonly contract: Contract;
  /** Of the subgraph that serves the product, without generated stubs. */
  readonly sdl: SubgraphSdl;
}

/** @returns the changes that concern the product, the weightiest first, then by coordinate */
export function diffContracts(before: ProductVersion, after: ProductVersion): ContractChange[] {
  const ofSchema = schemaChanges(productSchema(before.contract, before.sdl), productSchema(after.contract, after.sdl));
  const changes = [
    ...withRenames(ofSchema, successors(before.contract, after.contract)),
    ...productDescriptionChange(before.contract, after.contract),
    ...guaranteeChanges(before.contract, after.contract),
    ...governanceChanges(before.contract, after.contract),
    ...commercialChanges(before.contract, after.contract),
  ];
  return changes.sort(byWeight);
}

/** What takes the place of a field: as it was announced, or as the successor says. */
function successors(before: Contract, after: Contract): Map<Coordinate, Coordinate> {
  const announced = [...before.fields.values()].map(({ coordinate, deprecation }) => [
    coordinate,
    deprecation?.replacement,
  ]);
  const claimed = [...after.fields.values()].map(({ coordinate, replaces }) => [replaces, coordinate]);
  const known = [...announced, ...claimed].filter((pair): pair is [Coordinate, Coordinate] =>
    Boolean(pair[0] && pair[1]),
  );
  return new Map(known);
}

/** A field that goes and one that comes in its place are one change. */
function withRenames(
  changes: readonly ContractChange[],
  successorOf: ReadonlyMap<Coordinate, Coordinate>,
): ContractChange[] {
  const renames = changes.flatMap(({ kind, coordinate }) => {
    const successor = kind === 'FIELD_REMOVED' ? successorOf.get(coordinate) : undefined;
    return successor === undefined ? [] : [[coordinate, successor] as const];
  });
  const [gone, come] = [new Map(renames), new Set(renames.map(([, successor]) => successor))];
  return changes
    .filter(({ kind, coordinate }) => !(kind === 'FIELD_ADDED' && come.has(coordinate)))
    .map((change) => {
      const successor = change.kind === 'FIELD_REMOVED' ? gone.get(change.coordinate) : undefined;
      return successor === undefined ? change : rename(change.coordinate, successor);
    });
}

function rename(coordinate: Coordinate, successor: Coordinate): ContractChange {
  return changeOf(
    'FIELD_RENAMED',
    coordinate,
    coordinate,
    successor,
    `${coordinate} is gone; ${successor} takes its place.`,
  );
}

function productDescriptionChange({ product, description }: Contract, after: Contract): ContractChange[] {
  const [from, to] = [description.purpose, after.description.purpose];
  if (from === to) return [];
  return [changeOf('DESCRIPTION_CHANGED', product, from, to, `The purpose of ${product} is described otherwise.`)];
}

const weights: readonly ChangeSeverity[] = ['BREAKING', 'WARNING', 'INFO'];

function byWeight(a: ContractChange, b: ContractChange): number {
  return (
    weights.indexOf(a.severity) - weights.indexOf(b.severity) ||
    compare(a.coordinate, b.coordinate) ||
    compare(a.kind, b.kind) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
