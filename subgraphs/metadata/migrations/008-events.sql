-- What happened to products, told to whoever subscribed: written by the transaction that does the thing, so that neither is
-- there without the other, and read by the live subscriptions of every process and by the sender of webhooks.
create table event_outbox (
  id bigint generated always as identity primary key,
  topic text not null check (topic in ('contract.changed', 'health.changed', 'incident.changed')),
  product_id int not null references product,
  body jsonb not null,
  created_at timestamptz(3) not null,
  -- When it was decided which webhooks it is for.
  routed_at timestamptz(3)
);
create index event_outbox_product on event_outbox (product_id, id desc);
create index event_outbox_waiting on event_outbox (id) where routed_at is null;
create index event_outbox_age on event_outbox (created_at);

-- Sent at the commit: whoever hears it can read the event.
create function event_outbox_notify() returns trigger language plpgsql as
$$ begin perform pg_notify('metadata_event', new.id::text); return null; end $$;
create trigger event_outbox_notify after insert on event_outbox for each row execute function event_outbox_notify();

-- Who wants to be told of what, at which address. Secrets are not stored: they are made from the key of the service.
create table change_subscription (
  id text primary key,
  issuer text not null,
  subject text not null,
  client text,
  topics text[] not null check (cardinality(topics) > 0),
  -- Types, fields or products; none: everything.
  match text[] not null,
  axes text[] not null,
  min_severity text not null,
  include_upstream boolean not null,
  only_if_used boolean not null,
  webhook_url text not null,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  -- Null while it lasts.
  ended_because text,
  check ((ended_at is null) = (ended_because is null))
);
create index change_subscription_owner on change_subscription (issuer, subject, created_at desc, id desc);
create index change_subscription_live on change_subscription (id) where ended_at is null;

create table webhook_delivery (
  id text primary key,
  subscription_id text not null references change_subscription,
  -- Null: a trial that the owner asked for.
  event_id bigint,
  -- The bytes that are sent and signed.
  body text not null,
  state text not null check (state in ('PENDING', 'DELIVERED', 'FAILED')),
  attempts int not null default 0,
  next_attempt_at timestamptz(3) not null,
  last_status int,
  last_error text,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  unique (subscription_id, event_id)
);
create index webhook_delivery_due on webhook_delivery (next_attempt_at) where state = 'PENDING';
create index webhook_delivery_newest on webhook_delivery (subscription_id, created_at desc, id desc);
create index webhook_delivery_finished on webhook_delivery (finished_at) where finished_at is not null;
