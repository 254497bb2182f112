-- Who did and saw what. It is appended to and never changed: the hash of each entry holds the one before it, so that what is
-- altered, taken out or put in later shows. No foreign keys among these tables: to check one, Postgres locks the row that it
-- names, and nobody may lock for a change what nobody may change.

-- What the callers of an operation are told alike: the operation, and the verdict on each of its coordinates.
create table audit_decision_set (
  id int generated always as identity primary key,
  -- SHA-256 of the content.
  hash bytea not null unique,
  content json not null
);

create table audit_set_coordinate (
  coordinate text not null,
  decision_set int not null,
  verdict text not null check (verdict in ('shown', 'masked', 'denied')),
  primary key (coordinate, decision_set)
);

create table audit (
  seq bigint primary key,
  at timestamptz(3) not null,
  actor text not null,
  actor_kind text not null,
  action text not null,
  target text not null,
  request_id text,
  -- The gateway whose spool it came through, and its place there.
  source text,
  source_seq bigint,
  -- The decision set whose coordinates the actor was shown; null where nothing was.
  shown int,
  -- Kept as text, because the hash is made from its bytes.
  payload json not null,
  prev_hash bytea not null,
  hash bytea not null
);
create index audit_at on audit (at, seq);
create index audit_actor on audit (actor, at, seq);
create index audit_action on audit (action, at, seq);
create index audit_target on audit (target, at, seq);
create index audit_request on audit using hash (request_id);
create index audit_shown on audit (shown, actor, at) where shown is not null;

-- Whose protected data was shown: a keyed hash of the type and the key.
create table audit_entity (
  entity bytea not null,
  actor text not null,
  at timestamptz(3) not null,
  seq bigint not null,
  primary key (entity, actor, at, seq)
);

-- Where the chain ends. Whoever appends locks it first, so that entries come one after the other.
create table audit_head (
  only_one boolean primary key default true check (only_one),
  seq bigint not null,
  hash bytea not null
);
insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

-- How far the spool of each gateway has been taken over.
create table audit_source (
  instance text primary key,
  seq bigint not null,
  hash bytea not null,
  last_heard_at timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit is appended to and never changed: % on % is refused.', tg_op, tg_table_name;
end $$;

create trigger audit_unchanged before update or delete or truncate on audit
  for each statement execute function refuse_change();
create trigger audit_decision_set_unchanged before update or delete or truncate on audit_decision_set
  for each statement execute function refuse_change();
create trigger audit_set_coordinate_unchanged before update or delete or truncate on audit_set_coordinate
  for each statement execute function refuse_change();
create trigger audit_entity_unchanged before update or delete or truncate on audit_entity
  for each statement execute function refuse_change();
create trigger audit_head_kept before delete or truncate on audit_head
  for each statement execute function refuse_change();
create trigger audit_source_kept before delete or truncate on audit_source
  for each statement execute function refuse_change();

-- The owner could give itself these rights again, but not by mistake.
revoke update, delete, truncate on audit, audit_decision_set, audit_set_coordinate, audit_entity from current_user;
revoke delete, truncate on audit_head, audit_source from current_user;
