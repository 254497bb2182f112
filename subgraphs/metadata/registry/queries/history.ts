// The SQL of registrations that were: who brought what to which variant, and what was in force after each.
import type { Queries } from '../../../../kit/postgres.ts';
import type { ContractFile } from '../../../../schema/subgraph-folders.ts';
import type { Signature } from '../queries.ts';
import type { RegistrationKind } from '../registration.ts';

/** What a registration changed of one subgraph. */
export interface RegistrationStep {
  readonly name: string;
  readonly change: 'ADDED' | 'CHANGED' | 'DELETED';
  readonly products: readonly ProductStep[];
}

export interface ProductStep {
  /** `orders/orders` */
  readonly product: string;
  /** Null: it is gone. */
  readonly version: string | null;
  /** Null: it is new. */
  readonly previousVersion: string | null;
}

/** What a registration brought of one subgraph; texts are null where it was deleted. */
export interface BroughtSubgraph extends RegistrationStep {
  readonly url: string | null;
  readonly sdl: string | null;
  readonly sdlFile: string | null;
  readonly contracts: readonly ContractFile[] | null;
}

export interface NewRegistration {
  readonly variant: string;
  readonly kind: RegistrationKind;
  readonly origin: { readonly variant: string; readonly number: number } | null;
  readonly subgraphs: readonly BroughtSubgraph[];
}

/** After publish(), under the lock of the registry. What it brought is in force from then on. @returns its number in the variant */
export async function saveHistory(
  transaction: Queries,
  { variant, kind, origin, subgraphs }: NewRegistration,
  { sourceRevision, registeredBy, now, reason }: Signature,
): Promise<number> {
  const [made] = await transaction.query<{ seq: number; number: number }>(
    `INSERT INTO registration (variant, number, kind, origin_variant, origin_number, publication_seq, source_revision,
       registered_by, registered_at, reason)
     VALUES ($1, 1 + (SELECT coalesce(max(number), 0) FROM registration WHERE variant = $1), $2, $3, $4,
       (SELECT max(seq) FROM publication WHERE variant = $1), $5, $6, $7, $8)
     RETURNING seq, number`,
    [variant, kind, origin?.variant ?? null, origin?.number ?? null, sourceRevision, registeredBy, now, reason],
  );
  const { seq, number } = made!;
  const rows = JSON.stringify(subgraphs);
  await transaction.query(
    `INSERT INTO registration_subgraph (registration_seq, variant, subgraph, change, url, sdl, sdl_file, contracts, products)
     SELECT $2, $3, name, change, url, sdl, "sdlFile", contracts, products
     FROM jsonb_to_recordset($1) AS s (name text, change text, url text, sdl text, "sdlFile" text, contracts jsonb, products jsonb)`,
    [rows, seq, variant],
  );
  await transaction.query(
    `DELETE FROM subgraph WHERE variant = $1 AND name IN (SELECT subgraph FROM registration_subgraph WHERE registration_seq = $2)`,
    [variant, seq],
  );
  await transaction.query(
    `INSERT INTO subgraph (variant, name, registration_seq)
     SELECT $1, subgraph, registration_seq FROM registration_subgraph WHERE registration_seq = $2 AND change <> 'DELETED'`,
    [variant, seq],
  );
  return number;
}

/** The first registration of a variant makes it. */
export async function saveVariant(transaction: Queries, variant: string, now: Date): Promise<void> {
  await transaction.query('INSERT INTO variant (name, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    variant,
    now,
  ]);
}

export interface HistoricSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  readonly sdlFile: string;
  readonly contracts: readonly ContractFile[];
}

/** Every subgraph as it was in the variant after a registration, in the order of their names. */
export function subgraphsAfter(database: Queries, variant: string, number: number): Promise<HistoricSubgraph[]> {
  return database.query(
    `SELECT name, url, sdl, "sdlFile", contracts FROM (
       SELECT DISTINCT ON (subgraph) subgraph AS name, url, sdl, sdl_file AS "sdlFile", contracts, change FROM registration_subgraph
       WHERE variant = $1 AND registration_seq <= (SELECT seq FROM registration WHERE variant = $1 AND number = $2)
       ORDER BY subgraph, registration_seq DESC
     ) AS last WHERE change <> 'DELETED' ORDER BY name`,
    [variant, number],
  );
}

export interface RegistrationRow {
  readonly seq: number;
  readonly variant: string;
  readonly number: number;
  readonly kind: RegistrationKind;
  readonly originVariant: string | null;
  readonly originNumber: number | null;
  readonly artefactId: string;
  readonly sourceRevision: string;
  readonly registeredBy: string;
  readonly registeredAt: Date;
  readonly reason: string | null;
}

const registrationColumns = `registration.seq, registration.variant, registration.number, registration.kind,
  registration.origin_variant AS "originVariant", registration.origin_number AS "originNumber", publication.artefact_id AS "artefactId",
  registration.source_revision AS "sourceRevision", registration.registered_by AS "registeredBy",
  registration.registered_at AS "registeredAt", registration.reason`;
const registrations = `registration JOIN publication ON publication.seq = registration.publication_seq`;

export async function registrationByNumber(
  database: Queries,
  variant: string,
  number: number,
): Promise<RegistrationRow | null> {
  const [row] = await database.query<RegistrationRow>(
    `SELECT ${registrationColumns} FROM ${registrations} WHERE registration.variant = $1 AND registration.number = $2`,
    [variant, number],
  );
  return row ?? null;
}

/** Null before the first. */
export async function latestRegistration(database: Queries, variant: string): Promise<RegistrationRow | null> {
  const [row] = await database.query<RegistrationRow>(
    `SELECT ${registrationColumns} FROM ${registrations} WHERE registration.variant = $1 ORDER BY registration.number DESC LIMIT 1`,
    [variant],
  );
  return row ?? null;
}

export interface HistoryPage {
  readonly variant: string;
  /** Null: of all. */
  readonly subgraph: string | null;
  /** Only those with a lower number. */
  readonly before: number | null;
  readonly first: number;
}

/** The newest first. */
export function registrationPage(
  database: Queries,
  { variant, subgraph, before, first }: HistoryPage,
): Promise<RegistrationRow[]> {
  return database.query(
    `SELECT ${registrationColumns} FROM ${registrations}
     WHERE registration.variant = $1 AND ($2::int IS NULL OR registration.number < $2) AND ($3::text IS NULL OR EXISTS (
       SELECT FROM registration_subgraph AS brought WHERE brought.subgraph = $3 AND brought.registration_seq = registration.seq
     )) ORDER BY registration.number DESC LIMIT $4`,
    [variant, before, subgraph, first],
  );
}

export async function countRegistrations(database: Queries, variant: string, subgraph: string | null): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM registration WHERE variant = $1 AND ($2::text IS NULL OR EXISTS (
       SELECT FROM registration_subgraph AS brought WHERE brought.subgraph = $2 AND brought.registration_seq = registration.seq
     ))`,
    [variant, subgraph],
  );
  return row!.count;
}

/** What each registration changed, in the order of names. */
export function stepsOf(
  database: Queries,
  seqs: readonly number[],
): Promise<(RegistrationStep & { readonly registrationSeq: number })[]> {
  return database.query(
    `SELECT registration_seq AS "registrationSeq", subgraph AS name, change, products
     FROM registration_subgraph WHERE registration_seq = ANY($1::bigint[]) ORDER BY registration_seq, subgraph`,
    [seqs],
  );
}

/** When and by whom a subgraph was deleted from a variant last; null: it never was, or is there again. */
export async function deletionOf(
  database: Queries,
  variant: string,
  subgraph: string,
): Promise<RegistrationRow | null> {
  const [row] = await database.query<RegistrationRow & { readonly change: string }>(
    `SELECT ${registrationColumns}, brought.change
     FROM ${registrations} JOIN registration_subgraph AS brought ON brought.registration_seq = registration.seq
     WHERE brought.variant = $1 AND brought.subgraph = $2 ORDER BY brought.registration_seq DESC LIMIT 1`,
    [variant, subgraph],
  );
  return row?.change === 'DELETED' ? row : null;
}

export interface VariantRow {
  readonly name: string;
  /** Of the registration that was last; 0 before the first. */
  readonly registration: number;
  readonly artefactId: string | null;
  readonly publishedAt: Date | null;
  readonly subgraphs: number;
}

/** prod first, the others by name. */
export function allVariants(database: Queries): Promise<VariantRow[]> {
  return database.query(
    `SELECT variant.name, coalesce((SELECT max(number) FROM registration WHERE variant = variant.name), 0) AS registration,
       newest.artefact_id AS "artefactId", newest.published_at AS "publishedAt",
       (SELECT count(*)::int FROM subgraph WHERE subgraph.variant = variant.name) AS subgraphs
     FROM variant LEFT JOIN LATERAL (
       SELECT artefact_id, published_at FROM publication WHERE publication.variant = variant.name ORDER BY seq DESC LIMIT 1
     ) AS newest ON true ORDER BY variant.name <> 'prod', variant.name`,
  );
}

export interface GraphOfVariant {
  readonly variant: string;
  /** Of the registration after which it was; null: as it is now. */
  readonly number: number | null;
}

/** Coordinates of the fields that are tagged `secret` in any of these. */
export async function secretsIn(database: Queries, graphs: readonly GraphOfVariant[]): Promise<string[]> {
  const rows = await database.query<{ coordinate: string }>(
    `SELECT DISTINCT classified.coordinate
     FROM jsonb_to_recordset($1) AS asked (variant text, number int) CROSS JOIN LATERAL (
       SELECT publication_seq FROM registration
       WHERE registration.variant = asked.variant AND (asked.number IS NULL OR registration.number = asked.number)
       ORDER BY registration.number DESC LIMIT 1
     ) AS made
     JOIN publication ON publication.seq = made.publication_seq
     JOIN supergraph_artefact AS artefact ON artefact.id = publication.artefact_id
     CROSS JOIN LATERAL jsonb_each(artefact.classifications) AS classified (coordinate, classification)
     WHERE classification -> 'tags' ? 'secret'`,
    [JSON.stringify(graphs)],
  );
  return rows.map(({ coordinate }) => coordinate);
}
