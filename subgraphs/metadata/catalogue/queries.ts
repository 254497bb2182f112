// The SQL of the catalogue: domains, teams, products, contracts and fields, as the contracts in force describe them.
// Every question takes many keys and answers in one statement; loaders.ts puts rows into key order.

import { type Page, pageValues } from '../../../kit/connection.ts';
import type { SortOrder } from '../../../kit/cursor.ts';
import type { Queries } from '../../../kit/postgres.ts';

export interface DomainRow {
  readonly slug: string;
  readonly name: string;
  readonly capability: string | null;
  readonly ownerTeam: string;
}

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly onCall: string | null;
}

export interface MemberRow {
  readonly teamId: string;
  readonly subject: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly since: string | null;
  readonly until: string | null;
}

export interface ContactRow {
  readonly domain: string;
  readonly channel: string;
  readonly url: string | null;
  readonly scope: string | null;
}

export interface ProductRow {
  readonly id: number;
  readonly urn: string;
  readonly name: string;
  readonly domain: string;
  readonly ownerTeam: string;
  readonly kind: string;
  readonly status: string;
  readonly description: string | null;
  readonly tags: readonly string[];
}

export interface ContractRow {
  readonly id: number;
  readonly productId: number;
  readonly productUrn: string;
  readonly port: string;
  readonly currentVersion: string;
  readonly latestVersion: string;
}

/** Without the texts: those are read only where they are selected. */
export interface VersionRow {
  readonly contractId: number;
  readonly productUrn: string;
  readonly version: string;
  readonly ord: number;
  readonly status: string;
  readonly sha256: string;
  readonly sourceRevision: string;
  readonly registeredAt: Date;
  readonly registeredBy: string;
}

export interface VersionKey {
  readonly contractId: number;
  readonly version: string;
}

export interface VersionTexts extends VersionKey {
  readonly odcs: Buffer;
  readonly sdl: string;
}

export interface FieldRow {
  readonly coordinate: string;
  readonly productId: number;
  readonly subgraph: string;
  readonly type: string;
  readonly description: string | null;
  readonly deprecationReason: string | null;
  readonly level: string;
  readonly tags: readonly string[];
  readonly masking: boolean;
  readonly residency: readonly string[];
  readonly retention: string | null;
  readonly physical: readonly string[];
}

export interface ProductFilter {
  readonly domain?: string | null;
  readonly kind?: string | null;
  readonly status?: string | null;
  readonly tag?: string | null;
  readonly text?: string | null;
}

/** Of the products in lists. */
export const byUrn: SortOrder = { name: 'URN', columns: ['text'] };
/** Of the versions of one contract, newest first. */
export const newestFirst: SortOrder = { name: 'NEWEST', columns: ['number'] };

const domainColumns = 'slug, name, capability, owner_team AS "ownerTeam"';
const productColumns = 'id, urn, name, domain, owner_team AS "ownerTeam", kind, status, description, tags';
export const fieldColumns = `coordinate, product_id AS "productId", subgraph, type, description, deprecation_reason AS "deprecationReason",
  level, tags, masking, residency, retention, physical`;
const contractSelect = `SELECT contract.id, product.id AS "productId", product.urn AS "productUrn", contract.port,
  contract.current_version AS "currentVersion", latest.version AS "latestVersion"
  FROM contract JOIN product ON product.id = contract.product_id
  CROSS JOIN LATERAL (
    SELECT version FROM contract_version WHERE contract_id = contract.id ORDER BY ord DESC LIMIT 1
  ) AS latest`;
const versionSelect = `SELECT contract.id AS "contractId", product.urn AS "productUrn", version.version, version.ord, version.status,
  encode(version.content_hash, 'hex') AS sha256, version.source_revision AS "sourceRevision",
  version.registered_at AS "registeredAt", version.registered_by AS "registeredBy"
  FROM contract JOIN product ON product.id = contract.product_id JOIN contract_version AS version ON version.contract_id = contract.id`;

export function allDomains(database: Queries): Promise<DomainRow[]> {
  return database.query(`SELECT ${domainColumns} FROM domain ORDER BY slug`);
}

export function domainsBySlug(database: Queries, slugs: readonly string[]): Promise<DomainRow[]> {
  return database.query(`SELECT ${domainColumns} FROM domain WHERE slug = ANY($1)`, [slugs]);
}

export function teamsById(database: Queries, ids: readonly string[]): Promise<TeamRow[]> {
  return database.query('SELECT id, name, description, on_call AS "onCall" FROM team WHERE id = ANY($1)', [ids]);
}

export function membersOfTeams(database: Queries, teamIds: readonly string[]): Promise<MemberRow[]> {
  return database.query(
    `SELECT team_id AS "teamId", subject, name, role, since, until FROM team_member
     WHERE team_id = ANY($1) ORDER BY team_id, subject`,
    [teamIds],
  );
}

export function contactsOfDomains(database: Queries, slugs: readonly string[]): Promise<ContactRow[]> {
  return database.query(
    `SELECT DISTINCT product.domain, channel, url, scope FROM contact JOIN product ON product.id = contact.product_id
     WHERE product.domain = ANY($1) ORDER BY domain, channel, url, scope`,
    [slugs],
  );
}

export function productsById(database: Queries, ids: readonly number[]): Promise<ProductRow[]> {
  return database.query(`SELECT ${productColumns} FROM product WHERE id = ANY($1)`, [ids]);
}

export function productsByUrn(database: Queries, urns: readonly string[]): Promise<ProductRow[]> {
  return database.query(`SELECT ${productColumns} FROM product WHERE urn = ANY($1)`, [urns]);
}

export function allProducts(database: Queries): Promise<ProductRow[]> {
  return database.query(`SELECT ${productColumns} FROM product`);
}

const filterCondition = `($1::text IS NULL OR domain = $1) AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR status = $3)
  AND ($4::text IS NULL OR tags @> ARRAY[$4])
  AND ($5::text IS NULL OR strpos(lower(concat_ws(' ', urn, name, description)), lower($5)) > 0)`;

function filterValues(filter: ProductFilter): (string | null)[] {
  return [filter.domain, filter.kind, filter.status, filter.tag, filter.text].map((value) => value ?? null);
}

export function productPage(database: Queries, filter: ProductFilter, page: Page): Promise<ProductRow[]> {
  return database.query(
    `SELECT ${productColumns} FROM product WHERE ${filterCondition} AND ($6::text IS NULL OR urn > $6) ORDER BY urn LIMIT $7`,
    [...filterValues(filter), ...pageValues(page, byUrn), page.limit],
  );
}

export async function productCount(database: Queries, filter: ProductFilter): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*) AS count FROM product WHERE ${filterCondition}`,
    filterValues(filter),
  );
  return row!.count;
}

export function productPagesOfDomains(database: Queries, slugs: readonly string[], page: Page): Promise<ProductRow[]> {
  return database.query(
    `SELECT item.* FROM unnest($1::text[]) AS parent (slug) CROSS JOIN LATERAL (
       SELECT ${productColumns} FROM product WHERE domain = parent.slug AND ($2::text IS NULL OR urn > $2) ORDER BY urn LIMIT $3
     ) AS item ORDER BY item.urn`,
    [slugs, ...pageValues(page, byUrn), page.limit],
  );
}

export function productCountsOfDomains(
  database: Queries,
  slugs: readonly string[],
): Promise<{ readonly domain: string; readonly count: number }[]> {
  return database.query('SELECT domain, count(*) AS count FROM product WHERE domain = ANY($1) GROUP BY domain', [
    slugs,
  ]);
}

export function contractsOfProducts(database: Queries, productIds: readonly number[]): Promise<ContractRow[]> {
  return database.query(`${contractSelect} WHERE product.id = ANY($1) ORDER BY product.id, contract.port`, [
    productIds,
  ]);
}

export function contractsByProductUrn(database: Queries, urns: readonly string[]): Promise<ContractRow[]> {
  return database.query(`${contractSelect} WHERE product.urn = ANY($1) AND contract.port = 'graphql'`, [urns]);
}

export function versionsByKey(database: Queries, keys: readonly VersionKey[]): Promise<VersionRow[]> {
  return database.query(
    `${versionSelect} JOIN unnest($1::int[], $2::text[]) AS wanted (contract_id, version)
       ON wanted.contract_id = version.contract_id AND wanted.version = version.version`,
    versionKeyValues(keys),
  );
}

export function versionsInForce(database: Queries): Promise<VersionRow[]> {
  return database.query(
    `${versionSelect} WHERE version.version = contract.current_version AND contract.port = 'graphql'`,
  );
}

export function versionPagesOfContracts(database: Queries, ids: readonly number[], page: Page): Promise<VersionRow[]> {
  return database.query(
    `SELECT item.* FROM unnest($1::int[]) AS parent (id) CROSS JOIN LATERAL (
       ${versionSelect} WHERE contract.id = parent.id AND ($2::int IS NULL OR version.ord < $2) ORDER BY version.ord DESC LIMIT $3
     ) AS item ORDER BY item.ord DESC`,
    [ids, ...pageValues(page, newestFirst), page.limit],
  );
}

export function versionCounts(
  database: Queries,
  contractIds: readonly number[],
): Promise<{ readonly contractId: number; readonly count: number }[]> {
  return database.query(
    'SELECT contract_id AS "contractId", count(*) AS count FROM contract_version WHERE contract_id = ANY($1) GROUP BY contract_id',
    [contractIds],
  );
}

export function versionTexts(database: Queries, keys: readonly VersionKey[]): Promise<VersionTexts[]> {
  return database.query(
    `SELECT version.contract_id AS "contractId", version.version, version.odcs_raw AS odcs, version.sdl
     FROM contract_version AS version JOIN unnest($1::int[], $2::text[]) AS wanted (contract_id, version)
       ON wanted.contract_id = version.contract_id AND wanted.version = version.version`,
    versionKeyValues(keys),
  );
}

function versionKeyValues(keys: readonly VersionKey[]): [number[], string[]] {
  return [keys.map((key) => key.contractId), keys.map((key) => key.version)];
}

/** The bytes exactly as registered. */
export async function registeredBytes(database: Queries, urn: string, version: string): Promise<Buffer | null> {
  const [row] = await database.query<{ odcs: Buffer }>(
    `SELECT version.odcs_raw AS odcs FROM product JOIN contract ON contract.product_id = product.id AND contract.port = 'graphql'
     JOIN contract_version AS version ON version.contract_id = contract.id WHERE product.urn = $1 AND version.version = $2`,
    [urn, version],
  );
  return row?.odcs ?? null;
}

export function fieldsByCoordinate(database: Queries, coordinates: readonly string[]): Promise<FieldRow[]> {
  return database.query(`SELECT ${fieldColumns} FROM field WHERE coordinate = ANY($1) AND valid_to = 'infinity'`, [
    coordinates,
  ]);
}

/** As it was at an instant. */
export async function fieldAsOf(database: Queries, coordinate: string, at: Date): Promise<FieldRow | null> {
  const [row] = await database.query<FieldRow>(
    `SELECT ${fieldColumns} FROM field WHERE coordinate = $1 AND valid_from <= $2 AND valid_to > $2
     ORDER BY valid_from DESC LIMIT 1`,
    [coordinate, at],
  );
  return row ?? null;
}

export function currentFields(database: Queries): Promise<FieldRow[]> {
  return database.query(`SELECT ${fieldColumns} FROM field WHERE valid_to = 'infinity' ORDER BY coordinate`);
}
