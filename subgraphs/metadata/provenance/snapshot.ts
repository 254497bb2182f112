// What stands behind each entity type, put together once per registration so that provenance of a thousand rows is a
// thousand look-ups and no SQL. Immutable; new reports of freshness make a new one.
import type { Sensitivity } from '../../../schema/artefact.ts';
import type { FieldRow, ProductRow, VersionRow } from '../catalogue/queries.ts';
import type { Evidence, SlaRow } from '../freshness/queries.ts';
import { groupBy } from '../group-by.ts';
import type { ColumnSources } from '../lineage/column-sources.ts';

export interface EntityRecord {
  readonly typeName: string;
  /** The home of the type: the product that promises most of its fields. */
  readonly product: ProductRow;
  readonly version: VersionRow;
  readonly classification: Sensitivity;
  readonly fields: readonly FieldRow[];
  /** Column URNs by field name. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  readonly promises: readonly SlaRow[];
}

export interface ProvenanceSnapshot {
  readonly entities: ReadonlyMap<string, EntityRecord>;
  /** Whether a contract tags anything `secret`; most graphs have none. */
  readonly hasSecrets: boolean;
  /** By `evidenceKey`. */
  readonly evidence: ReadonlyMap<string, Evidence>;
}

export interface SnapshotParts {
  /** Types with a key, in any subgraph. */
  readonly entityTypes: ReadonlySet<string>;
  readonly products: readonly ProductRow[];
  readonly versions: readonly VersionRow[];
  readonly fields: readonly FieldRow[];
  readonly slas: readonly SlaRow[];
  readonly columnSources: ColumnSources;
}

export const emptySnapshot: ProvenanceSnapshot = { entities: new Map(), hasSecrets: false, evidence: new Map() };

const strictness: readonly string[] = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'] satisfies Sensitivity[];

export function evidenceKey(watched: { readonly productId: number; readonly element: string }): string {
  return `${watched.productId} ${watched.element}`;
}

export function describeEntities(parts: SnapshotParts): ReadonlyMap<string, EntityRecord> {
  const fieldsByType = groupBy(parts.fields, (field) => typeOf(field.coordinate));
  const productById = new Map(parts.products.map((product) => [product.id, product]));
  const versionByUrn = new Map(parts.versions.map((version) => [version.productUrn, version]));
  return new Map(
    [...parts.entityTypes].flatMap((typeName) => {
      const fields = fieldsByType.get(typeName) ?? [];
      const product = productById.get(homeOf(fields) ?? -1);
      const version = product && versionByUrn.get(product.urn);
      if (!product || !version) return [];
      return [[typeName, describe(typeName, product, version, fields, parts)] as const];
    }),
  );
}

function describe(
  typeName: string,
  product: ProductRow,
  version: VersionRow,
  fields: readonly FieldRow[],
  { slas, columnSources }: SnapshotParts,
): EntityRecord {
  return {
    typeName,
    product,
    version,
    classification: strictestOf(fields),
    fields,
    sources: new Map(fields.map((field) => [nameOf(field.coordinate), columnSources(field.coordinate)])),
    promises: promisesAbout(
      typeName,
      slas.filter((sla) => sla.productId === product.id),
    ),
  };
}

/** Among equals the product registered first. */
function homeOf(fields: readonly FieldRow[]): number | null {
  const byProduct = groupBy(fields, (field) => field.productId);
  const [home] = [...byProduct].sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || a - b);
  return home?.[0] ?? null;
}

/** Promises about the type itself or the whole product; where there are none, those about its other types. */
function promisesAbout(typeName: string, slas: readonly SlaRow[]): readonly SlaRow[] {
  const close = slas.filter(({ element }) => element === '' || typeOf(element) === typeName);
  return close.length > 0 ? close : slas;
}

function strictestOf(fields: readonly FieldRow[]): Sensitivity {
  const levels = fields.map((field) => strictness.indexOf(field.level));
  return strictness[Math.max(0, ...levels)] as Sensitivity;
}

function typeOf(coordinate: string): string {
  return coordinate.split('.')[0]!;
}

function nameOf(coordinate: string): string {
  return coordinate.slice(coordinate.indexOf('.') + 1);
}
