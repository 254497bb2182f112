-- One account per customer, and the money that moved on it. Customers and orders are known by id only.
-- Instants are kept to the millisecond, because cursors carry them through JavaScript dates.

create table account (
  id text primary key check (id <> ''),
  customer_id text not null unique check (customer_id <> ''),
  currency text not null default 'USD' check (currency = 'USD'),
  opened_at timestamptz(3) not null,
  updated_at timestamptz(3) not null default now()
);

-- The three kinds share one table, so that a list over all of them is one statement.
-- The amount is always above zero; the kind says which way the money went.
create table transaction (
  id text primary key check (id <> ''),
  kind text not null check (kind in ('CARD_PAYMENT', 'REFUND', 'CHARGEBACK')),
  account_id text not null references account,
  order_id text not null check (order_id <> ''),
  number int not null check (number > 0),
  amount numeric(12, 2) not null check (amount > 0),
  occurred_at timestamptz(3) not null,
  -- Never the full number: four digits and nothing else to mask.
  masked_card text check (masked_card ~ '^\*{4} \*{4} \*{4} [0-9]{4}$'),
  payment_id text references transaction,
  case_reference text unique,
  reason text check (reason in ('FRAUD', 'NOT_RECEIVED', 'NOT_AS_DESCRIBED', 'DUPLICATE')),
  status text check (status in ('OPEN', 'WON', 'LOST')),
  updated_at timestamptz(3) not null default now(),
  unique (order_id, number),
  constraint card_payments_name_a_card check ((kind = 'CARD_PAYMENT') = (masked_card is not null)),
  constraint what_goes_out_names_its_payment check ((kind = 'CARD_PAYMENT') = (payment_id is null)),
  constraint chargebacks_are_cases check (
    (kind = 'CHARGEBACK') = (case_reference is not null)
    and (kind = 'CHARGEBACK') = (reason is not null)
    and (kind = 'CHARGEBACK') = (status is not null)
  )
);

create index transaction_by_time on transaction (occurred_at, id);
create index transaction_by_amount on transaction (amount, id);
create index transaction_by_account on transaction (account_id, occurred_at, id) include (kind, amount, status);
create index transaction_by_payment on transaction (payment_id) where payment_id is not null;
create index transaction_by_update on transaction (updated_at);
create index transaction_by_kind on transaction (kind, occurred_at, id);
-- A payment is disputed once at a time, whoever records it.
create unique index transaction_one_open_dispute on transaction (payment_id) where status = 'OPEN';
