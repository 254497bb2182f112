// Provenance as one request sees it: every row of a type shares one answer, made when the type is first met.
import type { FieldRow, ProductRow, VersionRow } from '../catalogue/queries.ts';
import { type Standing, secondsBetween, standingAt, worstOf } from '../freshness/standing.ts';
import { type EntityRecord, evidenceKey, type ProvenanceSnapshot } from './snapshot.ts';

/** The same for all rows of a type. */
export interface TypeProvenance {
  readonly product: ProductRow;
  readonly contract: VersionRow;
  readonly status: Standing['status'];
  readonly fresh: boolean | null;
  readonly ageSeconds: number | null;
  readonly classification: string;
  readonly freshness: readonly PartFreshness[];
  readonly fieldsNamed: (only: readonly string[] | null) => readonly FieldRow[];
  readonly sourcesOf: (only: readonly string[] | null) => readonly string[];
}

/** What is promised about a part, and how that stands. */
export interface PartFreshness {
  /** Null for the whole product. */
  readonly element: string | null;
  readonly ageSeconds: number | null;
  readonly promiseSeconds: number | null;
  readonly status: Standing['status'];
}

export interface ProvenanceReader {
  /** Null when nothing is registered about the type. */
  of(typeName: string): TypeProvenance | null;
  /** Whether there is anything that a caller may not know of. */
  readonly hasSecrets: boolean;
  /** The entity types whose home is the product. */
  entitiesOf(productId: number): readonly string[];
}

export function createProvenanceReader(snapshot: ProvenanceSnapshot, now: Date): ProvenanceReader {
  const answers = new Map<string, TypeProvenance | null>();
  const make = (typeName: string): TypeProvenance | null => {
    const entity = snapshot.entities.get(typeName);
    const answer = entity ? describe(entity, snapshot, now) : null;
    answers.set(typeName, answer);
    return answer;
  };
  return {
    hasSecrets: snapshot.hasSecrets,
    of: (typeName) => answers.get(typeName) ?? make(typeName),
    entitiesOf: (productId) =>
      [...snapshot.entities.values()]
        .filter(({ product }) => product.id === productId)
        .map(({ typeName }) => typeName)
        .sort(),
  };
}

function describe(entity: EntityRecord, snapshot: ProvenanceSnapshot, now: Date): TypeProvenance {
  const { product, version, classification, fields, sources, promises } = entity;
  const standings = promises.map((sla) => ({
    sla,
    ...standingAt(snapshot.evidence.get(evidenceKey(sla))!, sla.thresholdSeconds!, now),
  }));
  const standing = worstOf(standings);
  const { newest } = snapshot.evidence.get(evidenceKey({ productId: product.id, element: '' }))!;
  return {
    product,
    contract: version,
    status: standing.status,
    fresh: standing.status === 'UNKNOWN' ? null : standing.status !== 'BREACHED',
    ageSeconds: standing.ageSeconds ?? (newest && secondsBetween(newest, now)),
    classification,
    freshness: standings.map(({ sla, status, ageSeconds }) => ({
      element: sla.element || null,
      ageSeconds,
      promiseSeconds: sla.thresholdSeconds,
      status,
    })),
    fieldsNamed: (only) => fields.filter(({ coordinate }) => only?.includes(coordinate.split('.')[1]!) ?? true),
    sourcesOf: (only) => [...new Set((only ?? [...sources.keys()]).flatMap((name) => sources.get(name) ?? []))].sort(),
  };
}
