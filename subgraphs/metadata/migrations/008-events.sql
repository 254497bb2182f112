-- What happened to products, told to whoever subscribed: written by the transaction that does the thing, so that neither is
-- there without the other, and read by the live subscriptions of every process and by the sender of webhooks.
create table event_outbox (
  id bigint generated always as identity primary key,
  -- `contract.changed`, `health.changed`, `incident.changed`.
  topic text not null,
  product_id int not null references product,
  body jsonb not null,
  created_at timestamptz(3) not null
);
create index event_outbox_product on event_outbox (product_id, id desc);

-- Whoever listens has the transaction of the event before it: a notice is sent at the commit.
create function event_outbox_notify() returns trigger language plpgsql as
$$ begin perform pg_notify('metadata_event', new.id::text); return null; end $$;
create trigger event_outbox_notify after insert on event_outbox for each row execute function event_outbox_notify();
