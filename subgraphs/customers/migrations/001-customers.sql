-- Account managers, customers and their consent decisions. Instants are kept to the millisecond, because cursors carry
-- them through JavaScript dates.

create table account_manager (
  id text primary key check (id ~ '^AM-[0-9]{2,}$'),
  name text not null check (length(name) between 1 and 200),
  region text not null check (region in ('CENTRAL', 'EAST', 'SOUTH', 'WEST')),
  email text check (email ~ '^[^@\s]+@[^@\s]+$')
);

create table customer (
  id text primary key check (length(id) between 1 and 64),
  name text not null check (length(name) between 1 and 200),
  segment text not null check (segment in ('CONSUMER', 'CORPORATE', 'HOME_OFFICE')),
  region text not null check (region in ('CENTRAL', 'EAST', 'SOUTH', 'WEST')),
  customer_since date not null,
  email text check (email ~ '^[^@\s]+@[^@\s]+$'),
  phone text check (phone ~ '^\+[0-9 .()-]{6,30}$'),
  street text,
  city text,
  state text,
  postal_code text,
  country text,
  date_of_birth date check (date_of_birth > date '1900-01-01'),
  account_manager_id text references account_manager (id),
  updated_at timestamptz(3) not null default now()
);

-- One index for each way a list can be ordered, and one for each filter, in the usual order of the list.
create index customer_name on customer (name, id);
create index customer_since on customer (customer_since, id);
create index customer_updated on customer (updated_at, id);
create index customer_region_segment on customer (region, segment, name, id);
create index customer_segment on customer (segment, name, id);
create index customer_name_part on customer using gin (lower(name) gin_trgm_ops);
create index customer_email on customer (lower(email));
create index customer_account_manager on customer (account_manager_id, name, id);

-- The newest decision (highest id) is the consent in force; there is no second copy of it that could disagree.
create table consent_decision (
  id bigint generated always as identity primary key,
  customer_id text not null references customer (id) on delete cascade,
  purpose text not null check (purpose in ('MARKETING_EMAIL', 'MARKETING_PHONE', 'PERSONALISATION', 'DATA_SHARING')),
  granted boolean not null,
  decided_at timestamptz(3) not null default now(),
  source text not null check (source in ('WEB', 'PHONE', 'PAPER', 'IMPORT')),
  text_version text not null check (text_version ~ '^[0-9]{4}-[0-9]{2}$'),
  idempotency_key text not null check (length(idempotency_key) between 8 and 100),
  unique (customer_id, idempotency_key)
);

create index consent_decision_newest on consent_decision (customer_id, purpose, id desc);
create index consent_decision_decided on consent_decision (decided_at);

create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create trigger customer_touch before update on customer for each row execute function touch_updated_at();

create function refuse_update() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added', tg_table_name;
end
$$;

create trigger consent_decision_append_only before update on consent_decision for each row execute function refuse_update();
