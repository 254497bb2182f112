// The SQL of the registry: subgraphs, the versions of their contracts, and every supergraph that was published. What the
// contracts say about the business is in catalogue/queries.ts.
import type { Queries } from '../../../kit/postgres.ts';
import type { SupergraphArtefact } from '../../../schema/artefact.ts';
import type { Bump } from '../../../schema/contract-changes/contract-change.ts';
import type { ActorKind } from '../audit/append-audit.ts';

export interface RegisteredSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  readonly sdlFile: string;
  readonly sourceRevision: string;
}

export interface RegisteredContract {
  readonly subgraph: string;
  readonly file: string;
  readonly text: string;
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

/** Until the transaction ends, no other registration runs, in this process or another. */
export async function lockRegistry(transaction: Queries): Promise<void> {
  await transaction.query(`SET LOCAL lock_timeout = '8s'`);
  await transaction.query(`SET LOCAL idle_in_transaction_session_timeout = '60s'`);
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('gordian registry'), hashtext(current_schema()))`);
}

export function registeredSubgraphs(database: Queries): Promise<RegisteredSubgraph[]> {
  return database.query(
    'SELECT name, url, sdl, sdl_file AS "sdlFile", source_revision AS "sourceRevision" FROM subgraph ORDER BY name',
  );
}

export function registeredContracts(database: Queries): Promise<RegisteredContract[]> {
  return database.query(
    `SELECT subgraph_contract.subgraph, subgraph_contract.file, convert_from(version.odcs_raw, 'UTF8') AS text
     FROM subgraph_contract JOIN contract_version AS version USING (contract_id, version)
     ORDER BY subgraph_contract.subgraph, subgraph_contract.position`,
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

export async function latestPublication(database: Queries): Promise<Publication | null> {
  const [row] = await database.query<Publication>(
    'SELECT artefact_id AS id, published_at AS "publishedAt" FROM publication ORDER BY seq DESC LIMIT 1',
  );
  return row ?? null;
}

export async function latestArtefact(database: Queries): Promise<StoredArtefact | null> {
  const [row] = await database.query<StoredArtefact>(
    `SELECT artefact.id, publication.published_at AS "publishedAt", artefact.supergraph_sdl AS "supergraphSdl", artefact.classifications
     FROM publication JOIN supergraph_artefact AS artefact ON artefact.id = publication.artefact_id
     ORDER BY publication.seq DESC LIMIT 1`,
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

/** The versions must exist. */
export async function saveSubgraphs(
  transaction: Queries,
  subgraphs: readonly Omit<RegisteredSubgraph, 'sourceRevision'>[],
  contracts: readonly ContractInForce[],
  signature: Signature,
): Promise<void> {
  const rows = JSON.stringify(contracts);
  await transaction.query(
    `INSERT INTO subgraph (name, url, sdl, sdl_file, source_revision, registered_by, registered_at)
     SELECT name, url, sdl, "sdlFile", $2, $3, $4 FROM jsonb_to_recordset($1) AS s (name text, url text, sdl text, "sdlFile" text)
     ON CONFLICT (name) DO UPDATE SET url = excluded.url, sdl = excluded.sdl, sdl_file = excluded.sdl_file,
       source_revision = excluded.source_revision, registered_by = excluded.registered_by, registered_at = excluded.registered_at`,
    [JSON.stringify(subgraphs), signature.sourceRevision, signature.registeredBy, signature.now],
  );
  await transaction.query('DELETE FROM subgraph_contract WHERE subgraph = ANY($1)', [
    subgraphs.map(({ name }) => name),
  ]);
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

/** @returns false when the newest publication is the same artefact already */
export async function publish(
  transaction: Queries,
  artefact: Omit<StoredArtefact, 'publishedAt'>,
  signature: Signature,
): Promise<boolean> {
  await transaction.query(
    'INSERT INTO supergraph_artefact (id, supergraph_sdl, classifications) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [artefact.id, artefact.supergraphSdl, JSON.stringify(artefact.classifications)],
  );
  const rows = await transaction.query(
    `INSERT INTO publication (artefact_id, source_revision, published_by, published_at)
     SELECT $1::text, $2, $3, $4 WHERE $1 IS DISTINCT FROM (SELECT artefact_id FROM publication ORDER BY seq DESC LIMIT 1)
     RETURNING seq`,
    [artefact.id, signature.sourceRevision, signature.registeredBy, signature.now],
  );
  return rows.length > 0;
}

/** Another value after every registration that changed something. */
export async function registryState(database: Queries): Promise<string> {
  const [row] = await database.query<{ state: string }>(
    `SELECT concat_ws(' ', (SELECT max(seq) FROM publication), (SELECT max(registered_at) FROM subgraph)) AS state`,
  );
  return row!.state;
}
