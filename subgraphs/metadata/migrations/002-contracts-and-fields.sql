-- What is promised: contracts, their immutable versions with the bytes as they came, and every field with the period
-- in which the row was true, so that a later question about the past needs no other table.
create table contract (
  id int generated always as identity primary key,
  product_id int not null references product,
  port text not null default 'graphql',
  -- The version in force. Null only inside the transaction that creates the contract.
  current_version text,
  unique (product_id, port)
);

create table contract_version (
  contract_id int not null references contract,
  version text not null,
  -- 1, 2, 3 ... in the order of registration.
  ord int not null,
  status text not null,
  odcs_raw bytea not null,
  content_hash bytea not null,
  sdl text not null,
  sdl_hash bytea not null,
  source_revision text not null,
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (contract_id, version),
  unique (contract_id, ord),
  unique (contract_id, content_hash)
);
alter table contract add foreign key (id, current_version) references contract_version (contract_id, version);

create function contract_version_immutable() returns trigger language plpgsql as
$$ begin raise exception 'a registered contract version never changes'; end $$;
create trigger contract_version_no_change before update or delete or truncate on contract_version
  for each statement execute function contract_version_immutable();

create table field (
  id int generated always as identity primary key,
  coordinate text not null,
  product_id int not null references product,
  subgraph text not null,
  type text not null,
  description text,
  deprecation_reason text,
  level text not null,
  tags text[] not null default '{}',
  masking boolean not null default false,
  residency text[] not null default '{}',
  retention text,
  physical text[] not null default '{}',
  valid_from timestamptz not null,
  valid_to timestamptz not null default 'infinity'
);
create unique index field_current on field (coordinate) where valid_to = 'infinity';
create index field_as_of on field (coordinate, valid_from desc);
create index field_product on field (product_id, coordinate) where valid_to = 'infinity';
create index field_tags on field using gin (tags);
