// What going back to an earlier version of a product would open that was closed since, by its contract or by its schema. Pure.
import { type AccessDemands, type Demand, demandsOf } from '../../../schema/access-directives.ts';
import type { ChangeKindName } from '../../../schema/contract-changes/change-kinds.ts';
import type { ContractChange } from '../../../schema/contract-changes/contract-change.ts';
import type { ProductVersion } from '../../../schema/contract-changes/diff-contracts.ts';
import { conceals, sourcesInGraph } from '../../../schema/contract-changes/field-governance-changes.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import type { SubgraphSdl } from '../../../schema/subgraph-sdl.ts';

/** What they close by is taken back with them. */
const opening: ReadonlySet<string> = new Set<ChangeKindName>([
  'CLASSIFICATION_LOWERED',
  'DERIVATION_OPENED',
  'RESIDENCY_WIDENED',
  'PURPOSES_WIDENED',
  'LEGAL_HOLD_LIFTED',
]);

/** @returns a sentence for each */
export function opensAgain(
  before: ProductVersion,
  after: ProductVersion,
  changes: readonly ContractChange[],
): readonly string[] {
  const ofContract = changes.filter(({ kind }) => opening.has(kind)).map(({ message }) => message);
  return [...ofContract, ...sourcesLeft(before, after), ...demandsDropped(before.sdl, after.sdl)];
}

/** Readers of what is computed in the open need access to what it is computed from. */
function sourcesLeft({ contract: before }: ProductVersion, { contract: after }: ProductVersion): string[] {
  return [...after.fields].flatMap(([coordinate, field]) => {
    const was = before.fields.get(coordinate);
    if (was === undefined || conceals(field)) return [];
    const remaining = sourcesInGraph(field);
    const left = sourcesInGraph(was).filter((source) => !remaining.includes(source));
    if (left.length === 0) return [];
    return [
      `${coordinate} is no longer computed from ${left.join(', ')}: its readers need no access to that any more.`,
    ];
  });
}

function demandsDropped(before: SubgraphSdl, after: SubgraphSdl): string[] {
  const remaining: AccessDemands = demandsOf(after.document);
  return [...demandsOf(before.document)]
    .filter(([coordinate]) => isIn(after, coordinate))
    .flatMap(([coordinate, demands]) => {
      const kept = remaining.get(coordinate) ?? [];
      const dropped = demands.filter((demand) => !kept.some((other) => isAsStrict(other, demand)));
      return dropped.map((demand) => `${coordinate} demanded ${textOf(demand)} of its readers.`);
    });
}

function isIn({ types }: SubgraphSdl, coordinate: Coordinate): boolean {
  const [typeName = '', field] = coordinate.split('.');
  const type = types.get(typeName);
  return field === undefined ? type !== undefined : type?.fields.has(field) === true;
}

/** Whoever meets the one meets the other. */
function isAsStrict(one: Demand, other: Demand): boolean {
  if (one.kind === 'authenticated' || other.kind === 'authenticated') return one.kind === other.kind;
  if (one.kind !== other.kind) return false;
  return one.anyOf.every((names) => other.anyOf.some((fewer) => fewer.every((name) => names.includes(name))));
}

function textOf(demand: Demand): string {
  if (demand.kind === 'authenticated') return 'a token';
  return `${demand.kind} (${demand.anyOf.map((names) => names.join(' and ')).join(', or ')})`;
}
