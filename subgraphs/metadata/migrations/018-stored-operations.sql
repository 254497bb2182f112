-- Operations that clients have published as theirs: the documents that gateways may be told to trust, and consumers that count
-- although nobody has run them yet.
create table stored_operation (
  id int generated always as identity primary key,
  -- SHA-256 of the document as it stands here, which is how a client names it.
  hash bytea not null unique,
  document text not null,
  name text not null,
  kind text not null check (kind in ('query', 'mutation', 'subscription')),
  -- SHA-256 of the document in its normal form: what usage knows it by.
  usage_hash bytea not null
);
create index stored_operation_of_usage on stored_operation (usage_hash);

-- What an operation asks for, as in operation_field.
create table stored_operation_field (
  coordinate text not null,
  operation_id int not null references stored_operation,
  primary key (coordinate, operation_id)
);
create index stored_operation_field_of_operation on stored_operation_field (operation_id);

-- A version of a client, as it is out there until it is retired.
create table client_release (
  id int generated always as identity primary key,
  client text not null,
  version text not null,
  source_revision text,
  published_by text not null,
  published_at timestamptz(3) not null,
  retired_at timestamptz(3),
  unique (client, version)
);
create index client_release_retired on client_release (retired_at) where retired_at is not null;

create table client_release_operation (
  release_id int not null references client_release,
  operation_id int not null references stored_operation,
  primary key (release_id, operation_id)
);
create index client_release_operation_of_operation on client_release_operation (operation_id);

-- One row: counted up by whoever changes what is live, who thereby waits for the one before.
create table stored_operations_state (
  is_only boolean primary key default true check (is_only),
  version bigint not null
);
insert into stored_operations_state (version) values (0);
