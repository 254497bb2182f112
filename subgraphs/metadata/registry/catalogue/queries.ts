// The SQL that makes the catalogue say what the contracts in force say: teams, domains, products, fields and promises.
// Each statement takes the whole graph and changes only what differs.
import type { Queries } from '../../../../kit/postgres.ts';
import type { FieldRow } from '../../catalogue/queries.ts';
import type { SlaRow } from '../../freshness/queries.ts';

export interface NewTeam {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly onCall: string | null;
  readonly members: readonly NewMember[];
}

export interface NewMember {
  readonly subject: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly since: string | null;
  readonly until: string | null;
}

export async function saveTeams(transaction: Queries, teams: readonly NewTeam[]): Promise<void> {
  const rows = JSON.stringify(teams);
  await transaction.query(
    `INSERT INTO team (id, name, description, on_call)
     SELECT id, name, description, "onCall" FROM jsonb_to_recordset($1) AS t (id text, name text, description text, "onCall" text)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, on_call = excluded.on_call`,
    [rows],
  );
  await transaction.query('DELETE FROM team_member WHERE team_id = ANY($1)', [teams.map((team) => team.id)]);
  await transaction.query(
    `INSERT INTO team_member (team_id, subject, name, role, since, until)
     SELECT team.id, member.subject, member.name, member.role, member.since, member.until
     FROM jsonb_to_recordset($1) AS team (id text, members jsonb)
     CROSS JOIN LATERAL jsonb_to_recordset(team.members) AS member (subject text, name text, role text, since date, until date)
     ON CONFLICT DO NOTHING`,
    [rows],
  );
}

export interface NewDomain {
  readonly slug: string;
  readonly name: string;
  readonly capability: string | null;
  readonly ownerTeam: string;
}

export async function saveDomains(transaction: Queries, domains: readonly NewDomain[]): Promise<void> {
  await transaction.query(
    `INSERT INTO domain (slug, name, capability, owner_team)
     SELECT slug, name, capability, "ownerTeam" FROM jsonb_to_recordset($1) AS d (slug text, name text, capability text, "ownerTeam" text)
     ON CONFLICT (slug) DO UPDATE SET name = excluded.name, capability = excluded.capability, owner_team = excluded.owner_team`,
    [JSON.stringify(domains)],
  );
}

export interface NewProduct {
  readonly urn: string;
  readonly name: string;
  readonly domain: string;
  readonly ownerTeam: string;
  readonly kind: string;
  readonly status: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly contacts: readonly {
    readonly channel: string;
    readonly url: string | null;
    readonly scope: string | null;
  }[];
}

/** A product that no registration names any more is retired; its history stays. */
export async function saveProducts(transaction: Queries, products: readonly NewProduct[]): Promise<void> {
  const rows = JSON.stringify(products);
  const urns = products.map((product) => product.urn);
  await transaction.query(
    `INSERT INTO product (urn, name, domain, owner_team, kind, status, description, tags)
     SELECT urn, name, domain, "ownerTeam", kind, status, description, tags FROM jsonb_to_recordset($1) AS p
       (urn text, name text, domain text, "ownerTeam" text, kind text, status text, description text, tags text[])
     ON CONFLICT (urn) DO UPDATE SET name = excluded.name, domain = excluded.domain, owner_team = excluded.owner_team,
       kind = excluded.kind, status = excluded.status, description = excluded.description, tags = excluded.tags`,
    [rows],
  );
  await transaction.query(`UPDATE product SET status = 'RETIRED' WHERE urn <> ALL($1) AND status <> 'RETIRED'`, [urns]);
  await transaction.query('DELETE FROM contact USING product WHERE product.id = contact.product_id AND urn = ANY($1)', [
    urns,
  ]);
  await transaction.query(
    `INSERT INTO contact (product_id, position, channel, url, scope)
     SELECT product.id, item.position, item.contact->>'channel', item.contact->>'url', item.contact->>'scope'
     FROM jsonb_to_recordset($1) AS p (urn text, contacts jsonb) JOIN product ON product.urn = p.urn
     CROSS JOIN LATERAL jsonb_array_elements(p.contacts) WITH ORDINALITY AS item (contact, position)`,
    [rows],
  );
}

/** As it is read afterwards, when its product has a number. */
export interface NewField extends Omit<FieldRow, 'productId'> {
  readonly productUrn: string;
}

const fieldColumns = `coordinate, product_id, subgraph, type, description, deprecation_reason, level, tags, masking, residency,
  retention, physical`;
const wantedFields = `wanted AS (
  SELECT f.coordinate, product.id AS product_id, f.subgraph, f.type, f.description, f."deprecationReason" AS deprecation_reason,
    f.level, f.tags, f.masking, f.residency, f.retention, f.physical
  FROM jsonb_to_recordset($1) AS f (coordinate text, "productUrn" text, subgraph text, type text, description text,
    "deprecationReason" text, level text, tags text[], masking boolean, residency text[], retention text, physical text[])
  JOIN product ON product.urn = f."productUrn"
)`;

/** Fields of the whole graph. One that changed ends and begins anew, so that a question about the past has an answer. */
export async function replaceFields(transaction: Queries, fields: readonly NewField[], now: Date): Promise<void> {
  const values = [JSON.stringify(fields), now];
  await transaction.query(
    `WITH ${wantedFields}, gone AS (
       SELECT ${fieldColumns} FROM field WHERE valid_to = 'infinity' EXCEPT SELECT ${fieldColumns} FROM wanted
     )
     UPDATE field SET valid_to = $2 WHERE valid_to = 'infinity' AND coordinate IN (SELECT coordinate FROM gone)`,
    values,
  );
  await transaction.query(
    `WITH ${wantedFields} INSERT INTO field (${fieldColumns}, valid_from) SELECT ${fieldColumns}, $2 FROM wanted
     ON CONFLICT DO NOTHING`,
    values,
  );
}

/** As it is read afterwards, when it and its product have numbers. */
export interface NewSla extends Omit<SlaRow, 'id' | 'productId' | 'product' | 'subgraph'> {
  readonly productUrn: string;
}

const slaColumns =
  'product_id, name, kind, element, threshold, unit, threshold_seconds, target, window_text, window_seconds, driver';
const wantedSlas = `wanted AS (
  SELECT product.id AS product_id, s.name, s.kind, s.element, s.threshold, s.unit, s."thresholdSeconds" AS threshold_seconds,
    s.target, s."window" AS window_text, s."windowSeconds" AS window_seconds, s.driver
  FROM jsonb_to_recordset($1) AS s ("productUrn" text, name text, kind text, element text, threshold float8, unit text,
    "thresholdSeconds" float8, target float8, "window" text, "windowSeconds" float8, driver text)
  JOIN product ON product.urn = s."productUrn"
)`;

/** Promises of all contracts in force. One that changed is retired and made anew: its record starts over. */
export async function replaceSlas(transaction: Queries, slas: readonly NewSla[], now: Date): Promise<void> {
  await transaction.query(
    `WITH ${wantedSlas}, gone AS (
       SELECT ${slaColumns} FROM sla WHERE retired_at IS NULL EXCEPT SELECT ${slaColumns} FROM wanted
     )
     UPDATE sla SET retired_at = $2 WHERE retired_at IS NULL AND (product_id, name) IN (SELECT product_id, name FROM gone)`,
    [JSON.stringify(slas), now],
  );
  await transaction.query(
    `WITH ${wantedSlas} INSERT INTO sla (${slaColumns}) SELECT ${slaColumns} FROM wanted ON CONFLICT DO NOTHING`,
    [JSON.stringify(slas)],
  );
}
