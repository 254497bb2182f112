-- What is promised and not kept. One cause has one open incident, whoever sees it and however often.
create table incident (
  id text primary key default gen_random_uuid()::text,
  product_id int not null references product,
  -- What makes two sightings one incident: `sla:<product>:<name>`, `quality:<check>`.
  dedupe text not null,
  severity text not null check (severity in ('MINOR', 'MAJOR', 'CRITICAL')),
  title text not null,
  state text not null check (state in ('OPEN', 'ACKNOWLEDGED', 'RESOLVED')),
  sla_id int references sla,
  check_id text,
  opened_at timestamptz(3) not null,
  acknowledged_by text,
  acknowledged_at timestamptz(3),
  acknowledge_note text,
  resolved_at timestamptz(3),
  -- How often it was escalated, and when it is next if nobody acknowledges it; null: no more.
  escalation int not null default 0,
  escalates_at timestamptz(3),
  check ((state = 'RESOLVED') = (resolved_at is not null)),
  check (state = 'OPEN' or escalates_at is null)
);
create unique index incident_open on incident (dedupe) where state <> 'RESOLVED';
create index incident_open_of_product on incident (product_id) where state <> 'RESOLVED';
create index incident_newest on incident (opened_at desc, id desc);
create index incident_of_product on incident (product_id, opened_at desc, id desc);
create index incident_to_escalate on incident (escalates_at) where escalates_at is not null;

-- How each promise stood when that was last told to the world: of several processes that see it change, one tells.
create table sla_state (
  sla_id int primary key references sla,
  status text not null,
  -- Of the incident that it is cause for; null: of none.
  severity text,
  since timestamptz(3) not null
);

create table product_health (
  product_id int primary key references product,
  status text not null,
  since timestamptz(3) not null
);

-- Whoever computes when a promise breaks hears of every report that moves that instant, whichever process took it.
create function watermark_notify() returns trigger language plpgsql as
$$ begin perform pg_notify('watermark', new.product_id::text); return null; end $$;
create trigger watermark_notify after insert or update on watermark for each row execute function watermark_notify();
