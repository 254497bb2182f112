-- Who asks for what, and how it is answered, as gateways report it: sums, and no person. What is summed by the hour is kept for
-- thirteen months.

-- A client of the gateways, by the id in its token; `anonymous` where there is none.
create table consumer (
  id int generated always as identity primary key,
  client text not null unique,
  kind text not null check (kind in ('APPLICATION', 'SERVICE', 'ANONYMOUS'))
);

create table operation (
  id int generated always as identity primary key,
  -- SHA-256 of the document in its normal form.
  hash bytea not null unique,
  name text,
  kind text not null check (kind in ('query', 'mutation', 'subscription')),
  -- In its normal form, which has no literal value and no alias of the client; null where it is too long to be kept.
  document text,
  reported_at timestamptz(3) not null
);

-- What an operation asks for: types, fields of objects and of interfaces, arguments, fields of inputs. Written once.
create table operation_field (
  coordinate text not null,
  operation_id int not null references operation,
  primary key (coordinate, operation_id)
);
create index operation_field_of_operation on operation_field (operation_id);

-- By the full hour at which it begins. An operation touches many fields: requests are counted here and never by field.
create table usage_hour (
  operation_id int not null references operation,
  hour timestamptz(0) not null,
  consumer_id int not null references consumer,
  requests bigint not null,
  -- Of the requests, those that were refused or failed, or whose answer lacks something that a subgraph did not give.
  errors bigint not null,
  -- Answers of subscriptions after they began.
  events bigint not null,
  -- What subgraphs took for it.
  compute_ms double precision not null,
  -- Of `data` in the answers.
  bytes bigint not null,
  primary key (operation_id, hour, consumer_id)
);
create index usage_hour_by_hour on usage_hour (hour);

create table usage_seen (
  operation_id int not null references operation,
  consumer_id int not null references consumer,
  first_seen timestamptz(3) not null,
  last_seen timestamptz(3) not null,
  primary key (operation_id, consumer_id)
);
create index usage_seen_of_consumer on usage_seen (consumer_id, last_seen desc);

-- Requests to a subgraph in the five minutes from `bucket` on.
create table fetch_bucket (
  subgraph text not null,
  bucket timestamptz(0) not null,
  -- Without those whose client had left before they were answered.
  fetches bigint not null,
  -- Of them, those that brought no usable answer. They are in no latency.
  failures bigint not null,
  -- Answered fetches by latency: how many up to each bound, and beyond the last one, not cumulated (kit/latency-bounds.ts).
  latency_counts bigint[] not null,
  primary key (subgraph, bucket)
);
create index fetch_bucket_by_time on fetch_bucket (bucket);

-- What the values of a field were, in a sample of the requests.
create table field_observed (
  coordinate text not null,
  hour timestamptz(0) not null,
  -- In the sample.
  requests bigint not null,
  -- Known values, nulls among them.
  observed bigint not null,
  nulls bigint not null,
  -- Values that are unknown because a subgraph did not give them.
  errors bigint not null,
  primary key (coordinate, hour)
);
create index field_observed_by_hour on field_observed (hour);

-- How far each process of a gateway has reported. Its reports follow each other without a gap in time, so that one number tells
-- which were taken.
create table gateway_instance (
  instance text primary key,
  -- Who reports it.
  client text not null,
  started_at timestamptz(3) not null,
  sequence bigint not null,
  covered_until timestamptz(3) not null,
  -- Set by its last report, after which there is nothing more to report.
  stopped_at timestamptz(3),
  check (covered_until >= started_at)
);
create index gateway_instance_by_start on gateway_instance (started_at);
create index gateway_instance_running on gateway_instance (covered_until) where stopped_at is null;

-- Times for which it is known that not everything was reported.
create table usage_gap (
  instance text not null references gateway_instance,
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null,
  -- `dropped`: reports were lost. `overflow`: operations or clients were too many to be told apart.
  reason text not null check (reason in ('dropped', 'overflow')),
  primary key (instance, from_at)
);
create index usage_gap_by_time on usage_gap (to_at);
