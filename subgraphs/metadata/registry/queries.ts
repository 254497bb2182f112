// The SQL of the registry: subgraphs, the versions of their contracts, and every supergraph that was published. What the
// contracts say about the business is in catalogue/queries.ts.
import type { Queries } from '../../../kit/postgres.ts';
import type { SupergraphArtefact } from '../../../schema/artefact.ts';
import type { Bump } from '../../../schema/contract-changes/contract-change.ts';
import type { ContractFile } from '../../../schema/subgraph-folders.ts';
import type { ActorKind } from '../audit/append-audit.ts';
import { prod } from './variant.ts';

export interface RegisteredSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  readonly sdlFile: string;
  readonly contracts: readonly ContractFile[];
  /** Of the registration that brought it. */
  readonly number: number;
  readonly sourceRevision: string;
  readonly registeredBy: string;
  readonly registeredAt: Date;
}

export interface KnownVersion {
  readonly productUrn: string;
  readonly version: string;
  readonly ord: number;
  /** SHA-256, hex. */
  readonly contentHash: string;
  readonly sdlHash: string;
}

export interface Publication {
  readonly id: string;
  readonly publishedAt: Date;
}

export interface StoredArtefact extends Publication {
  readonly supergraphSdl: string;
  readonly classifications: SupergraphArtefact['classifications'];
}

/** Who changes what and when; the same for every row of one registration. */
export interface Signature {
  readonly registeredBy: string;
  readonly actorKind: ActorKind;
  readonly sourceRevision: string;
  /** Why it goes ahead where it would have to wait. */
  readonly reason: string | null;
  readonly now: Date;
}

/** As the audit names who signed. */
export function actorOf({ now, registeredBy, actorKind }: Signature) {
  return { at: now, actor: registeredBy, actorKind };
}

/** Until the transaction ends, no other registration runs, in this process or another. */
export async function lockRegistry(transaction: Queries): Promise<void> {
  await transaction.query(`SET LOCAL lock_timeout = '8s'`);
  await transaction.query(`SET LOCAL idle_in_transaction_session_timeout = '60s'`);
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('gordian registry'), hashtext(current_schema()))`);
}

/** What is in force in a variant, in the order of names. */
export function registeredSubgraphs(database: Queries, variant: string): Promise<RegisteredSubgraph[]> {
  return database.query(
    `SELECT subgraph.name, brought.url, brought.sdl, brought.sdl_file AS "sdlFile", brought.contracts, registration.number,
       registration.source_revision AS "sourceRevision", registration.registered_by AS "registeredBy", registration.registered_at AS "registeredAt"
     FROM subgraph JOIN registration ON registration.seq = subgraph.registration_seq
     JOIN registration_subgraph AS brought ON brought.registration_seq = subgraph.registration_seq AND brought.subgraph = subgraph.name
     WHERE subgraph.variant = $1 ORDER BY subgraph.name`,
    [variant],
  );
}

export function knownVersions(database: Queries, productUrns: readonly string[]): Promise<KnownVersion[]> {
  return database.query(
    `SELECT product.urn AS "productUrn", version.version, version.ord,
       encode(version.content_hash, 'hex') AS "contentHash", encode(version.sdl_hash, 'hex') AS "sdlHash"
     FROM product JOIN contract ON contract.product_id = product.id AND contract.port = 'graphql'
     JOIN contract_version AS version ON version.contract_id = contract.id
     WHERE product.urn = ANY($1) ORDER BY product.urn, version.ord`,
    [productUrns],
  );
}

export async function latestPublication(database: Queries, variant = prod): Promise<Publication | null> {
  const [row] = await database.query<Publication>(
    `SELECT artefact_id AS id, published_at AS "publishedAt" FROM publication WHERE variant = $1 ORDER BY seq DESC LIMIT 1`,
    [variant],
  );
  return row ?? null;
}

export async function latestArtefact(database: Queries, variant = prod): Promise<StoredArtefact | null> {
  const [row] = await database.query<StoredArtefact>(
    `SELECT artefact.id, publication.published_at AS "publishedAt", artefact.supergraph_sdl AS "supergraphSdl", artefact.classifications
     FROM publication JOIN supergraph_artefact AS artefact ON artefact.id = publication.artefact_id
     WHERE publication.variant = $1 ORDER BY publication.seq DESC LIMIT 1`,
    [variant],
  );
  return row ?? null;
}

export interface NewVersion {
  readonly productUrn: string;
  readonly version: string;
  readonly status: string;
  readonly text: string;
  readonly contentHash: string;
  readonly sdl: string;
  readonly sdlHash: string;
}

export interface ComparedVersion extends NewVersion {
  /** In force until now; null for the first. */
  readonly baseVersion: string | null;
  readonly requiredBump: Bump;
}

/** The products must exist. */
export async function saveVersions(
  transaction: Queries,
  versions: readonly ComparedVersion[],
  signature: Signature,
): Promise<void> {
  await transaction.query(
    `INSERT INTO contract (product_id) SELECT id FROM product WHERE urn = ANY($1) ON CONFLICT DO NOTHING`,
    [versions.map((version) => version.productUrn)],
  );
  await transaction.query(
    `INSERT INTO contract_version (contract_id, version, ord, status, odcs_raw, content_hash, sdl, sdl_hash,
       source_revision, registered_by, registered_at, base_version, required_bump)
     SELECT contract.id, v.version,
       1 + (SELECT count(*) FROM contract_version WHERE contract_id = contract.id), v.status, convert_to(v.text, 'UTF8'),
       decode(v."contentHash", 'hex'), v.sdl, decode(v."sdlHash", 'hex'), $2, $3, $4, v."baseVersion", v."requiredBump"
     FROM jsonb_to_recordset($1) AS v ("productUrn" text, version text, status text, text text, "contentHash" text, sdl text, "sdlHash" text,
       "baseVersion" text, "requiredBump" text)
     JOIN product ON product.urn = v."productUrn" JOIN contract ON contract.product_id = product.id AND contract.port = 'graphql'`,
    [JSON.stringify(versions), signature.sourceRevision, signature.registeredBy, signature.now],
  );
}

export interface ContractInForce {
  readonly subgraph: string;
  readonly productUrn: string;
  readonly version: string;
  readonly file: string;
  /** Its place among the contracts of the subgraph. */
  readonly position: number;
}

/** In prod; the versions must exist. @param subgraphs whose contracts are replaced by these, or are to be in force no longer */
export async function saveContractsInForce(
  transaction: Queries,
  subgraphs: readonly string[],
  contracts: readonly ContractInForce[],
): Promise<void> {
  const rows = JSON.stringify(contracts);
  await transaction.query('DELETE FROM subgraph_contract WHERE subgraph = ANY($1)', [subgraphs]);
  await transaction.query(
    `INSERT INTO subgraph_contract (subgraph, contract_id, version, file, position)
     SELECT c.subgraph, contract.id, c.version, c.file, c.position
     FROM jsonb_to_recordset($1) AS c (subgraph text, "productUrn" text, version text, file text, position int)
     JOIN product ON product.urn = c."productUrn" JOIN contract ON contract.product_id = product.id AND contract.port = 'graphql'`,
    [rows],
  );
  await transaction.query(
    `UPDATE contract SET current_version = c.version
     FROM jsonb_to_recordset($1) AS c ("productUrn" text, version text) JOIN product ON product.urn = c."productUrn"
     WHERE contract.product_id = product.id AND contract.port = 'graphql'`,
    [rows],
  );
}

/** The newest publication of the variant is this artefact from now on. */
export async function publish(
  transaction: Queries,
  variant: string,
  artefact: Omit<StoredArtefact, 'publishedAt'>,
  signature: Signature,
): Promise<void> {
  await transaction.query(
    'INSERT INTO supergraph_artefact (id, supergraph_sdl, classifications) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [artefact.id, artefact.supergraphSdl, JSON.stringify(artefact.classifications)],
  );
  await transaction.query(
    `INSERT INTO publication (variant, artefact_id, source_revision, published_by, published_at)
     SELECT $1::text, $2::text, $3, $4, $5
     WHERE $2 IS DISTINCT FROM (SELECT artefact_id FROM publication WHERE variant = $1 ORDER BY seq DESC LIMIT 1)`,
    [variant, artefact.id, signature.sourceRevision, signature.registeredBy, signature.now],
  );
}

/** Another value after every registration of prod that changed something. */
export async function registryState(database: Queries): Promise<string> {
  const [row] = await database.query<{ state: string }>(
    `SELECT concat_ws(' ', (SELECT max(seq) FROM publication WHERE variant = $1), (SELECT max(number) FROM registration WHERE variant = $1)) AS state`,
    [prod],
  );
  return row!.state;
}
