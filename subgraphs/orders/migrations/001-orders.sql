-- Orders with their lines, and what orders needs to know of its neighbours to accept one.
-- Instants are kept to the millisecond, because cursors carry them through JavaScript dates.

-- Who may order: ids handed over by the customers domain.
create table buyer (
  customer_id text primary key check (customer_id <> '')
);

-- At which price: a snapshot handed over by the catalog.
create table price_list (
  product_id text primary key check (product_id <> ''),
  unit_price numeric(12, 2) not null check (unit_price > 0),
  unit_cost numeric(12, 2) not null check (unit_cost >= 0),
  active boolean not null,
  updated_at timestamptz(3) not null default now()
);

create table orders (
  id text primary key check (id <> ''),
  customer_id text not null references buyer,
  placed_at timestamptz(3) not null,
  status text not null check (status in ('PLACED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
  currency text not null default 'USD' check (currency = 'USD'),
  total numeric(12, 2) not null check (total >= 0),
  profit numeric(12, 2),
  ship_mode text not null check (ship_mode in ('SAME_DAY', 'FIRST_CLASS', 'SECOND_CLASS', 'STANDARD_CLASS')),
  shipped_at timestamptz(3) check (shipped_at >= placed_at),
  city text not null check (city <> ''),
  state text not null check (state <> ''),
  region text not null check (region in ('CENTRAL', 'EAST', 'SOUTH', 'WEST')),
  updated_at timestamptz(3) not null default now(),
  constraint shipped_orders_have_a_date check ((status in ('SHIPPED', 'DELIVERED')) = (shipped_at is not null))
);

create index orders_by_placing on orders (placed_at, id);
create index orders_by_total on orders (total, id);
create index orders_by_update on orders (updated_at, id);
create index orders_by_customer on orders (customer_id, placed_at, id);
create index orders_by_status on orders (status, placed_at, id);

create table order_line (
  id text primary key check (id <> ''),
  order_id text not null references orders on delete cascade,
  position int not null check (position > 0),
  product_id text not null references price_list,
  quantity int not null check (quantity between 1 and 1000),
  unit_price numeric(12, 2) not null check (unit_price > 0),
  discount numeric(4, 3) not null default 0 check (discount between 0 and 1),
  amount numeric(12, 2) not null generated always as (round(quantity * unit_price * (1 - discount), 2)) stored,
  unique (order_id, position)
);

create index order_line_by_product on order_line (product_id, order_id) include (quantity);

-- Which idempotency key placed which order. The fingerprint tells a retry from another order under the same key.
create table placed_request (
  customer_id text not null references buyer,
  idempotency_key text not null,
  fingerprint text not null,
  order_id text not null references orders on delete cascade deferrable initially deferred,
  created_at timestamptz(3) not null default now(),
  primary key (customer_id, idempotency_key)
);

create index placed_request_by_order on placed_request (order_id);

create sequence order_number;
