// The SQL of registrations that were: who brought what, and what was in force after each.
import type { Queries } from '../../../../kit/postgres.ts';
import type { ContractInForce, RegisteredSubgraph, Signature } from '../queries.ts';
import type { SubgraphRegistration } from '../registration.ts';

/** After publish(). */
export async function saveHistory(
  transaction: Queries,
  subgraphs: readonly Omit<RegisteredSubgraph, 'sourceRevision'>[],
  contracts: readonly ContractInForce[],
  { sourceRevision, registeredBy, now, reason }: Signature,
): Promise<void> {
  await transaction.query(
    `WITH made AS (
       INSERT INTO registration (publication_seq, source_revision, registered_by, registered_at, reason)
       SELECT max(seq), $3, $4, $5, $6 FROM publication RETURNING seq
     )
     INSERT INTO registration_subgraph (registration_seq, subgraph, url, sdl, sdl_file, contracts)
     SELECT made.seq, s.name, s.url, s.sdl, s."sdlFile", (
       SELECT jsonb_agg(jsonb_build_object('file', c.file, 'contract_id', contract.id, 'version', c.version) ORDER BY c.position)
       FROM jsonb_to_recordset($2) AS c (subgraph text, "productUrn" text, version text, file text, position int)
       JOIN product ON product.urn = c."productUrn" JOIN contract ON contract.product_id = product.id AND contract.port = 'graphql'
       WHERE c.subgraph = s.name
     )
     FROM made CROSS JOIN jsonb_to_recordset($1) AS s (name text, url text, sdl text, "sdlFile" text)`,
    [JSON.stringify(subgraphs), JSON.stringify(contracts), sourceRevision, registeredBy, now, reason],
  );
}

/** Every subgraph as it was after a registration, in the order of their names. */
export function subgraphsAfter(database: Queries, registrationSeq: number): Promise<SubgraphRegistration[]> {
  return database.query(
    `SELECT registered.subgraph AS name, registered.url, registered.sdl, registered.sdl_file AS "sdlFile", (
       SELECT jsonb_agg(jsonb_build_object('file', item.contract->>'file', 'text', convert_from(version.odcs_raw, 'UTF8')) ORDER BY item.position)
       FROM jsonb_array_elements(registered.contracts) WITH ORDINALITY AS item (contract, position)
       JOIN contract_version AS version ON version.contract_id = (item.contract->>'contract_id')::int
         AND version.version = item.contract->>'version'
     ) AS contracts
     FROM (
       SELECT DISTINCT ON (subgraph) * FROM registration_subgraph WHERE registration_seq <= $1
       ORDER BY subgraph, registration_seq DESC
     ) AS registered ORDER BY registered.subgraph`,
    [registrationSeq],
  );
}
