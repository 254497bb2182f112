-- What the contracts expect of the data of their products, and what came of looking. A check that the contract changes is
-- retired and made anew: what was seen of the former one says nothing about it.
create table quality_check (
  id int generated always as identity primary key,
  product_id int not null references product,
  -- Unique within the contract.
  rule text not null,
  element text not null,
  type text not null check (type in ('library', 'sql', 'custom')),
  metric text,
  -- `gordian` runs in the domain's own process; results of any other engine are delivered.
  engine text not null,
  name text,
  description text,
  dimension text,
  severity text,
  -- For people.
  expectation text not null,
  -- Five fields of cron in UTC, or an ISO-8601 duration.
  schedule text not null,
  -- How another engine calls it.
  implementation jsonb,
  -- Everything that decides about an outcome; another one makes another check.
  definition jsonb not null,
  -- When it is to run next; null for what others run.
  due_at timestamptz(3),
  -- Somebody asked for a run that has not begun.
  requested_at timestamptz(3),
  -- Until then one process has it; if it has not reported by then, another one may take it.
  leased_until timestamptz(3),
  retired_at timestamptz(3)
);
create unique index quality_check_current on quality_check (product_id, rule) where retired_at is null;
create index quality_check_to_run on quality_check (product_id, due_at) where retired_at is null and due_at is not null;

create table quality_result (
  check_id int not null references quality_check,
  at timestamptz(3) not null,
  outcome text not null check (outcome in ('PASS', 'FAIL', 'ERROR', 'SKIPPED')),
  observed double precision,
  failed_rows bigint check (failed_rows >= 0),
  -- Why there is no answer; never values of the data.
  detail text,
  -- From then on it says nothing any more.
  stale_at timestamptz(3) not null,
  run_id text,
  reported_by text not null,
  primary key (check_id, at)
);
