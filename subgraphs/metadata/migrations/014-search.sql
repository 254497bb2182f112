-- What people look for: one row for each product, field, domain and term of the glossary, in words that can be searched.
-- Made from the catalogue by every registration.
create extension if not exists pg_trgm;

create table search_item (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('PRODUCT', 'FIELD', 'DOMAIN', 'TERM')),
  -- The URN, coordinate, slug or id of the term.
  ref text not null,
  product_id int references product,
  -- The name in separate words: `Customer.lifetimeValue` is `customer lifetime value`.
  words text not null,
  tags text[] not null default '{}',
  description text,
  document tsvector not null,
  unique (kind, ref)
);
create index search_item_document on search_item using gin (document);
create index search_item_words on search_item using gin (words gin_trgm_ops);

create table glossary_term (
  id text primary key,
  term text not null,
  definition text,
  product_id int not null references product
);
create table glossary_use (
  term_id text not null references glossary_term on delete cascade,
  coordinate text not null,
  primary key (coordinate, term_id)
);
create index glossary_use_term on glossary_use (term_id, coordinate);

-- What searches have shown, to measure how long it takes to find data. Whoever searched is not stored: it names the search when it
-- uses what it has found, and nobody else knows its id.
create table search_log (
  search_id text primary key,
  searched_at timestamptz(3) not null,
  products text[] not null,
  -- The first operation that used a product which the search had shown.
  found_at timestamptz(3),
  found_product text
);
create index search_log_open on search_log (searched_at) where found_at is null;
create index search_log_age on search_log (searched_at);
