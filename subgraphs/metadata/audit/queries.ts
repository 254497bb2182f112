// The SQL of the audit. Hashes are bytes in the tables and hexadecimal digits everywhere else.
import type { AuditEntry } from '../../../kit/audit-chain.ts';
import type { Queries } from '../../../kit/postgres.ts';

/** Where the chain ends. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export interface ChainedEntry extends AuditEntry {
  readonly previous: string;
  readonly hash: string;
}

/** Nobody else appends until the transaction ends. */
export async function lockHead(transaction: Queries): Promise<Head> {
  const [head] = await transaction.query<Head>(`SELECT seq, encode(hash, 'hex') AS hash FROM audit_head FOR UPDATE`);
  return head!;
}

export async function moveHead(transaction: Queries, { seq, hash }: Head): Promise<void> {
  await transaction.query(`UPDATE audit_head SET seq = $1, hash = decode($2, 'hex')`, [seq, hash]);
}

/** The decision sets must exist. */
export async function insertEntries(transaction: Queries, entries: readonly ChainedEntry[]): Promise<void> {
  const column = <Key extends keyof ChainedEntry>(key: Key) => entries.map((entry) => entry[key]);
  await transaction.query(
    `INSERT INTO audit (seq, at, actor, actor_kind, action, target, request_id, source, source_seq, shown, payload, prev_hash, hash)
     SELECT e.seq, e.at, e.actor, e.actor_kind, e.action, e.target, e.request_id, e.source, e.source_seq, decision_set.id,
       e.payload::json, decode(e.prev_hash, 'hex'), decode(e.hash, 'hex')
     FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[])
       AS e (seq, at, actor, actor_kind, action, target, request_id, source, source_seq, shown, payload, prev_hash, hash)
     LEFT JOIN audit_decision_set AS decision_set ON decision_set.hash = decode(e.shown, 'hex')`,
    [
      column('seq'),
      column('at'),
      column('actor'),
      column('actorKind'),
      column('action'),
      column('target'),
      column('requestId'),
      column('source'),
      column('sourceSeq'),
      column('shown'),
      column('payload'),
      column('previous'),
      column('hash'),
    ],
  );
}
