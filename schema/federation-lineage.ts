// Where values come from, as far as files tell: federation directives in the SDL, and declarations in the contracts.
// Edges are plain data with URNs at both ends. @override and @provides move or copy a field under the same coordinate,
// so they add no edge.
import type { SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';
import type { Contract } from './contract/contract.ts';
import { productUrn } from './contract/contract.ts';
import { fieldUrn } from './contract/field-source.ts';
import { fieldCoordinate } from './coordinates.ts';
import {
  isNamed,
  namedType,
  parseFieldSet,
  type SdlField,
  type SdlType,
  type SubgraphSdl,
  stringArgument,
} from './subgraph-sdl.ts';

export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly origin: 'DECLARED' | 'FEDERATION';
  /** DIRECT: the value goes into the result. INDIRECT: it only decides which result (a join). */
  readonly transform: 'DIRECT' | 'INDIRECT';
  readonly subtype: 'IDENTITY' | 'TRANSFORMATION' | 'JOIN';
  /** True when what was sensitive in the source is gone in the result. */
  readonly masking: boolean;
}

export function lineageEdges(subgraphs: readonly SubgraphSdl[], contracts: readonly Contract[]): LineageEdge[] {
  const edges = [
    ...subgraphs.flatMap((sdl) => [...requiredInputs(sdl), ...keyJoins(sdl, subgraphs)]),
    ...contracts.flatMap((contract) => [...declaredSources(contract), ...declaredInputs(contract)]),
  ];
  const concealing = concealingFields(contracts);
  return edges.map((edge) => (concealing.has(edge.to) ? { ...edge, masking: true } : edge));
}

/** Their contracts say that they give nothing away of what they are made from, whichever source tells what that is. */
function concealingFields(contracts: readonly Contract[]): ReadonlySet<string> {
  const fields = contracts.flatMap((contract) => [...contract.fields.values()]);
  return new Set(
    fields.filter(({ masking, safeToDerive }) => masking || safeToDerive).map(({ coordinate }) => fieldUrn(coordinate)),
  );
}

function requiredInputs(sdl: SubgraphSdl): LineageEdge[] {
  return fieldsOf(sdl).flatMap(([type, field]) => {
    const requires = field.directives.find((directive) => isNamed(directive, 'requires'));
    const selection = requires === undefined ? null : parseFieldSet(stringArgument(requires, 'fields') ?? '');
    return coordinatesIn(sdl, type, selection).map((coordinate) => edge(coordinate, field, 'DIRECT', 'TRANSFORMATION'));
  });
}

/** The coordinates that a field set reads. Fields of value types are left out: their value is that of the field above. */
export function coordinatesIn(sdl: SubgraphSdl, type: SdlType, selection: SelectionSetNode | null): string[] {
  return (selection?.selections ?? []).flatMap((node) => {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const narrowed = sdl.types.get(node.typeCondition?.name.value ?? type.name);
      return narrowed === undefined ? [] : coordinatesIn(sdl, narrowed, node.selectionSet);
    }
    if (node.kind !== Kind.FIELD) return [];
    const field = type.fields.get(node.name.value);
    const target = field === undefined ? undefined : sdl.types.get(namedType(field.type));
    const own = isValueType(type) ? [] : [fieldCoordinate(type.name, node.name.value)];
    return target === undefined ? own : [...own, ...coordinatesIn(sdl, target, node.selectionSet ?? null)];
  });
}

function isValueType(type: SdlType): boolean {
  return type.keys.length === 0 && type.shareable;
}

/** A field that a subgraph adds to an entity of another is found by the entity's key. */
function keyJoins(sdl: SubgraphSdl, subgraphs: readonly SubgraphSdl[]): LineageEdge[] {
  return fieldsOf(sdl).flatMap(([type, field]) => {
    if (field.inKey || field.external || type.keys.length === 0 || isHome(sdl, type.name, subgraphs)) return [];
    const keys = [...type.fields.values()].filter(({ inKey }) => inKey);
    return keys.map((key) => edge(key.coordinate, field, 'INDIRECT', 'JOIN'));
  });
}

/** The subgraph that serves most of an entity's fields. */
function isHome(sdl: SubgraphSdl, typeName: string, subgraphs: readonly SubgraphSdl[]): boolean {
  const size = (candidate: SubgraphSdl) =>
    [...(candidate.types.get(typeName)?.fields.values() ?? [])].filter(({ external }) => !external).length;
  return subgraphs.every(
    (other) => other === sdl || size(other) < size(sdl) || (size(other) === size(sdl) && other.file > sdl.file),
  );
}

function declaredSources(contract: Contract): LineageEdge[] {
  return [...contract.fields.values()].flatMap((field) =>
    field.sources.map(({ urn, transform }) => ({
      from: urn,
      to: fieldUrn(field.coordinate),
      origin: 'DECLARED' as const,
      transform: 'DIRECT' as const,
      subtype: transform === null ? ('IDENTITY' as const) : ('TRANSFORMATION' as const),
      masking: false,
    })),
  );
}

function declaredInputs(contract: Contract): LineageEdge[] {
  return contract.inputs.flatMap(({ product, fields }) =>
    [productUrn(product), ...fields.map(fieldUrn)].map((from) => ({
      from,
      to: contract.urn,
      origin: 'DECLARED' as const,
      transform: 'DIRECT' as const,
      subtype: 'TRANSFORMATION' as const,
      masking: false,
    })),
  );
}

function edge(
  from: string,
  to: SdlField,
  transform: LineageEdge['transform'],
  subtype: LineageEdge['subtype'],
): LineageEdge {
  return {
    from: fieldUrn(from),
    to: fieldUrn(to.coordinate),
    origin: 'FEDERATION',
    transform,
    subtype,
    masking: false,
  };
}

function fieldsOf(sdl: SubgraphSdl): (readonly [SdlType, SdlField])[] {
  return [...sdl.types.values()].flatMap((type) => [...type.fields.values()].map((field) => [type, field] as const));
}
