-- What is promised about service levels, and the events that prove freshness: a watermark says that the product holds
-- everything that happened up to `event_time`, and that we heard so at `arrived_at`.
create table sla (
  id int generated always as identity primary key,
  product_id int not null references product,
  name text not null,
  kind text not null,
  -- A type or a field; '' when the promise is about the whole product.
  element text not null default '',
  threshold double precision not null,
  unit text not null,
  threshold_seconds double precision,
  target double precision not null,
  window_text text not null,
  window_seconds double precision not null,
  driver text,
  -- Null while the contract in force makes this promise.
  retired_at timestamptz
);
create unique index sla_current on sla (product_id, name) where retired_at is null;

-- Only reports that moved the newest event time on; the others say nothing that these do not.
create table watermark (
  product_id int not null references product,
  element text not null default '',
  arrived_at timestamptz not null,
  event_time timestamptz not null,
  row_count bigint,
  run_id text,
  reported_by text not null,
  primary key (product_id, element, arrived_at)
);
create index watermark_newest on watermark (product_id, element, event_time desc, arrived_at);

-- When anything was last heard about the product, news or not: it tells old data from a reporter that is down.
create table watermark_report (
  product_id int not null references product,
  element text not null default '',
  reported_at timestamptz not null,
  primary key (product_id, element)
);
