// Which coordinates somebody asks for who would notice a change. Pure.
import type { DefinitionNode, TypeNode } from 'graphql';
import type { ChangeKindName } from '../../../../schema/contract-changes/change-kinds.ts';
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import type { ProductVersion } from '../../../../schema/contract-changes/diff-contracts.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';
import { namedType, type SubgraphSdl } from '../../../../schema/subgraph-sdl.ts';

/** What must be given from now on is noticed by whoever did not give it: by those who ask for the field or the input around it. */
const noticedAround: ReadonlySet<string> = new Set<ChangeKindName>([
  'REQUIRED_ARGUMENT_ADDED',
  'ARGUMENT_REQUIRED',
  'REQUIRED_INPUT_FIELD_ADDED',
  'INPUT_FIELD_REQUIRED',
]);

/** @returns at least one: where nothing else can be told, all fields of the product */
export function usedCoordinates(change: ContractChange, { contract, sdl }: ProductVersion): Coordinate[] {
  const coordinate = noticedAround.has(change.kind) ? around(change.coordinate) : change.coordinate;
  const typeName = coordinate.split('.')[0]!;
  const used = sdl.types.has(typeName) ? [coordinate] : whereTypeIsUsed(typeName, sdl);
  return used.length > 0 ? used : [...contract.fields.keys()];
}

/** `Query.sales` for `Query.sales(region:)`, `SaleInput` for `SaleInput.region`. */
function around(coordinate: Coordinate): Coordinate {
  return coordinate.replace(coordinate.includes('(') ? /\(.*$/ : /\..*$/, '');
}

/** Enums, unions and scalars are not asked for themselves; fields and arguments of the type are. */
function whereTypeIsUsed(typeName: string, { document }: SubgraphSdl): Coordinate[] {
  const isOfType = ({ type }: { readonly type: TypeNode }) => namedType(type) === typeName;
  return document.definitions.filter(hasFields).flatMap(({ name, fields = [] }) =>
    fields.flatMap((field) => {
      const coordinate = `${name.value}.${field.name.value}`;
      const args = 'arguments' in field ? (field.arguments ?? []).filter(isOfType) : [];
      return [...(isOfType(field) ? [coordinate] : []), ...args.map((arg) => `${coordinate}(${arg.name.value}:)`)];
    }),
  );
}

type WithFields = Extract<DefinitionNode, { readonly fields?: unknown }>;

function hasFields(definition: DefinitionNode): definition is WithFields {
  return 'fields' in definition;
}
