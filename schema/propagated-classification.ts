// What a field takes over from what it is made of: a classification goes along every edge that hands the value on without a mask,
// over any number of steps. A database column is classified as the fields that show it as it is.
import type { Classifications } from './artefact.ts';
import type { Contract, ContractField } from './contract/contract.ts';
import { coordinateOfUrn, fieldUrn } from './contract/field-source.ts';
import { isStricter, shownClassification } from './contract/strictness.ts';
import type { Coordinate } from './coordinates.ts';
import type { LineageEdge } from './federation-lineage.ts';
import { type Problem, problemAt } from './problem.ts';

type CarriedEdge = Pick<LineageEdge, 'from' | 'to' | 'transform' | 'subtype' | 'masking'>;

/**
 * Coordinates of the fields whose protection a field gives away, sorted; itself not among them, and nothing for a field that is
 * as strict as all that it is made of.
 */
export type StricterSources = (coordinate: Coordinate) => readonly Coordinate[];

export function stricterSources(edges: readonly CarriedEdge[], classifications: Classifications): StricterSources {
  const carrying = edges.filter(({ transform, masking }) => transform === 'DIRECT' && !masking);
  const sourcesOf = grouped(carrying.map(({ from, to }) => [to, from]));
  const copies = carrying.filter((edge) => isCopy(edge) && sourcesOf.get(edge.to)!.length === 1);
  const shownBy = grouped(copies.flatMap(({ from, to }) => toField(from, to)));
  return (coordinate) => {
    const own = classifications.get(coordinate);
    if (own === undefined) return [];
    const upstream = closure(fieldUrn(coordinate), (urn) => sourcesOf.get(urn) ?? []);
    const fields = upstream.flatMap((urn) => coordinateOfUrn(urn) ?? shownBy.get(urn) ?? []);
    const stricter = fields.filter((field) => field !== coordinate && isStricter(classifications.get(field), own));
    return [...new Set(stricter)].sort();
  };
}

/** Of a column. What is made of several is none of them. */
function isCopy({ from, subtype }: CarriedEdge): boolean {
  return subtype === 'IDENTITY' && coordinateOfUrn(from) === null;
}

function toField(from: string, to: string): [string, string][] {
  const coordinate = coordinateOfUrn(to);
  return coordinate === null ? [] : [[from, coordinate]];
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

function closure(root: string, next: (urn: string) => readonly string[]): string[] {
  const reached = new Set([root]);
  // A set may grow while it is walked: new members are met at its end.
  for (const urn of reached) for (const other of next(urn)) reached.add(other);
  reached.delete(root);
  return [...reached];
}

/**
 * A warning for each field that is less strict than what it is made from. Fields that its contract names as its sources are left
 * out: those are findings of their own (UNSAFE_DERIVATION).
 */
export function findDowngrades(
  edges: readonly LineageEdge[],
  contracts: readonly Contract[],
  classifications: Classifications,
): Problem[] {
  const sources = stricterSources(edges, classifications);
  return contracts.flatMap((contract) =>
    [...contract.fields.values()].flatMap((field) => {
      const named = field.sources.map(({ urn }) => coordinateOfUrn(urn));
      const unnamed = sources(field.coordinate).filter((source) => !named.includes(source));
      if (unnamed.length === 0 || concealsOrHasFields(field)) return [];
      const shown = unnamed.map((source) => `${source} (${shownClassification(classifications.get(source)!)})`);
      return [
        problemAt(field.place, {
          code: 'CLASSIFICATION_DOWNGRADE',
          severity: 'warning',
          message: `${field.coordinate} is ${field.classification} and hands on, over its lineage, what ${shown.join(', ')} protects.`,
          fix: 'Classify it as strictly, or, if the transformation conceals the value, add customProperties: [{ property: masking, value: true }].',
        }),
      ];
    }),
  );
}

/** What an object shows is in its fields, which are classified themselves. */
function concealsOrHasFields({ masking, safeToDerive, logicalType }: ContractField): boolean {
  return masking || safeToDerive || logicalType === 'object';
}
