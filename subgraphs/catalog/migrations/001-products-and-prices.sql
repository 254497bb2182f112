-- Categories, products and the history of their list prices.
-- Instants are kept to the millisecond, because cursors carry them through JavaScript dates.

create table category (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null unique check (name <> '')
);

create table product (
  id text primary key check (id <> ''),
  name text not null check (name <> ''),
  category_id text not null references category,
  sub_category text not null check (sub_category <> ''),
  -- One currency only: the price filter compares bare amounts.
  currency text not null default 'USD' check (currency = 'USD'),
  price numeric(12, 2) not null check (price > 0),
  cost numeric(12, 2) check (cost >= 0),
  active boolean not null default true,
  updated_at timestamptz(3) not null default now(),
  search tsvector not null generated always as (to_tsvector('english', name)) stored
);

create index product_by_name on product (name, id);
create index product_by_price on product (price, id);
create index product_by_update on product (updated_at, id);
create index product_by_category on product (category_id, name, id);
create index product_by_sub_category on product (sub_category, name, id);
create index product_by_word on product using gin (search);

-- A price holds from `since` until the next one begins; the newest equals product.price.
create table price_period (
  product_id text not null references product on delete cascade,
  since timestamptz(3) not null,
  price numeric(12, 2) not null check (price > 0),
  primary key (product_id, since)
);
