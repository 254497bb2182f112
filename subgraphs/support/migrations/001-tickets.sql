-- Tickets, their conversations and what customers thought of them. Customers, orders and products belong to other
-- domains: their ids are kept as given, without a foreign key. Instants are kept to the millisecond, because cursors carry
-- them through JavaScript dates.

create sequence ticket_number;

create table ticket (
  id text primary key default 'K-' || nextval('ticket_number'),
  customer_id text not null check (length(customer_id) between 1 and 64),
  subject text not null check (length(subject) between 3 and 200),
  status text not null default 'OPEN' check (status in ('OPEN', 'PENDING', 'CLOSED')),
  -- 1 LOW, 2 NORMAL, 3 HIGH, 4 URGENT: a number, because lists are ordered by it.
  priority smallint not null check (priority between 1 and 4),
  channel text not null check (channel in ('EMAIL', 'PHONE', 'WEB', 'CHAT')),
  opened_at timestamptz(3) not null default now(),
  closed_at timestamptz(3) check (closed_at >= opened_at),
  about_order_id text check (length(about_order_id) between 1 and 64),
  about_product_id text check (length(about_product_id) between 1 and 64),
  satisfaction_score smallint check (satisfaction_score between 1 and 5),
  satisfaction_comment text,
  rated_at timestamptz(3),
  idempotency_key text unique check (length(idempotency_key) between 8 and 100),
  updated_at timestamptz(3) not null default now(),
  constraint closed_tickets_have_a_time check ((status = 'CLOSED') = (closed_at is not null)),
  constraint about_one_thing check (num_nonnulls(about_order_id, about_product_id) <= 1),
  constraint rated_with_a_score check ((satisfaction_score is null) = (rated_at is null)),
  constraint comment_needs_a_score check (satisfaction_comment is null or satisfaction_score is not null)
);

-- One index for each way a list can be ordered, then one for each owner or filter, in the usual order of its lists.
create index ticket_opened on ticket (opened_at, id);
create index ticket_updated on ticket (updated_at, id);
create index ticket_priority_order on ticket (priority, id);
create index ticket_subject_part on ticket using gin (lower(subject) gin_trgm_ops);
create index ticket_status on ticket (status, opened_at, id);
create index ticket_channel on ticket (channel, opened_at, id);
create index ticket_customer on ticket (customer_id, opened_at, id);
create index ticket_order on ticket (about_order_id, opened_at, id) where about_order_id is not null;
create index ticket_product on ticket (about_product_id, opened_at, id) where about_product_id is not null;
create index ticket_open on ticket (customer_id, priority desc, opened_at, id) where status <> 'CLOSED';

create table ticket_message (
  id bigint generated always as identity primary key,
  ticket_id text not null references ticket (id) on delete cascade,
  author text not null check (author in ('CUSTOMER', 'AGENT')),
  body text not null check (length(body) between 1 and 10000),
  sent_at timestamptz(3) not null default now(),
  idempotency_key text check (length(idempotency_key) between 8 and 100),
  unique (ticket_id, idempotency_key)
);

create index ticket_message_conversation on ticket_message (ticket_id, sent_at, id);
create index ticket_message_sent on ticket_message (sent_at);

create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create trigger ticket_touch before update on ticket for each row execute function touch_updated_at();
