-- What a version of a contract changed and whom that concerns; what consumers were asked and what they said; what they rely on;
-- and how every registration can be found again.
alter table contract_version
  -- The version that was in force before; null for the first.
  add column base_version text,
  add column required_bump text not null default 'NONE' check (required_bump in ('NONE', 'PATCH', 'MINOR', 'MAJOR'));

-- The fields of a product at an earlier time.
create index field_of_product on field (product_id, valid_from);

-- As it was judged when the version was registered.
create table contract_change (
  contract_id int not null,
  version text not null,
  seq int not null,
  coordinate text not null,
  axis text not null,
  kind text not null,
  severity text not null check (severity in ('INFO', 'WARNING', 'BREAKING')),
  before jsonb,
  after jsonb,
  message text not null,
  verdict text not null,
  affected jsonb not null,
  primary key (contract_id, version, seq),
  foreign key (contract_id, version) references contract_version
);
create index contract_change_of_coordinate on contract_change (coordinate, contract_id);

-- Breaking changes that wait for those who use what breaks. A proposal is about changes, not about bytes: mending the wording of a
-- contract takes nobody's agreement away.
create table change_proposal (
  id uuid primary key default gen_random_uuid(),
  contract_id int not null references contract,
  base_version text not null,
  version text not null,
  -- SHA-256 of the breaking changes.
  changes_hash bytea not null,
  changes jsonb not null,
  -- Who breaks, frozen when it was opened.
  affected jsonb not null,
  odcs text not null,
  sdl text not null,
  -- PENDING is EXPIRED once its deadline has passed.
  state text not null check (state in ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'PUBLISHED', 'FORCED')),
  source_revision text not null,
  proposed_by text not null,
  proposed_at timestamptz(3) not null,
  deadline timestamptz(3) not null,
  closed_at timestamptz(3)
);
create unique index change_proposal_open on change_proposal (contract_id, changes_hash)
  where state in ('PENDING', 'APPROVED', 'REJECTED');
create index change_proposal_of_contract on change_proposal (contract_id, proposed_at desc, id desc);
create index change_proposal_newest on change_proposal (proposed_at desc, id desc);

-- Everything that was said stays; the newest word of a consumer counts.
create table proposal_acknowledgement (
  seq bigint generated always as identity primary key,
  proposal_id uuid not null references change_proposal,
  consumer text not null,
  response text not null check (response in ('APPROVED', 'MIGRATING', 'BLOCKED')),
  source text not null check (source in ('HUMAN', 'TRAFFIC_STOPPED', 'CONTRACT_TEST_PASSED')),
  given_by text not null,
  given_at timestamptz(3) not null,
  migrate_by timestamptz(3),
  note text
);
create index proposal_acknowledgement_of_proposal on proposal_acknowledgement (proposal_id, seq);

create table contract_pin (
  contract_id int not null references contract,
  consumer text not null,
  -- `^1.2.0`, see schema/semantic-version-range.ts.
  range text not null,
  pinned_by text not null,
  pinned_at timestamptz(3) not null,
  primary key (contract_id, consumer)
);

-- Fields that should no longer be used. `CONTRACT`: as long as schema or contract say so; `REGISTRY`: somebody said so here.
create table field_deprecation (
  coordinate text primary key,
  reason text not null,
  replacement text,
  since timestamptz(3) not null,
  sunset_at timestamptz(3),
  origin text not null check (origin in ('CONTRACT', 'REGISTRY')),
  declared_by text not null
);

-- Every registration that changed something, with the subgraphs as it brought them, so that what was in force at any time can be
-- registered again.
create table registration (
  seq bigint generated always as identity primary key,
  publication_seq bigint not null references publication,
  source_revision text not null,
  registered_by text not null,
  registered_at timestamptz(3) not null,
  -- Why it went ahead without the consent of those whom it breaks, or without knowing whom.
  reason text
);

create table registration_subgraph (
  registration_seq bigint not null references registration,
  subgraph text not null,
  url text not null,
  sdl text not null,
  sdl_file text not null,
  -- [{ file, contract_id, version }] in the order in which they were offered.
  contracts jsonb not null,
  primary key (subgraph, registration_seq)
);

-- What was answered, so that whoever asks again, not knowing whether the first request arrived, gets the same answer.
create table registration_outcome (
  client text not null,
  idempotency_key text not null,
  request_hash bytea not null,
  outcome jsonb not null,
  answered_at timestamptz(3) not null,
  primary key (client, idempotency_key)
);
create index registration_outcome_by_time on registration_outcome (answered_at);
