-- Where values come from: adjacency only, read in both directions from an index. The log feeds in-memory copies.
create table lineage_node (
  id int generated always as identity primary key,
  urn text not null unique,
  kind text not null,
  label text not null,
  coordinate text,
  product_id int references product
);
create index lineage_node_product on lineage_node (product_id);

-- src feeds dst. `origins` is a set of bits: 1 declared in a contract, 2 federation directives, 4 OpenLineage, 8 observed, 16 propagated.
create table lineage_edge (
  id bigint generated always as identity primary key,
  src int not null references lineage_node,
  dst int not null references lineage_node,
  origins smallint not null,
  transform text not null,
  subtype text,
  masking boolean not null default false,
  confidence real not null default 1,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  valid_to timestamptz not null default 'infinity'
);
create unique index lineage_edge_out on lineage_edge (src, dst) where valid_to = 'infinity';
create index lineage_edge_in on lineage_edge (dst, src) where valid_to = 'infinity';

create table lineage_log (
  seq bigint generated always as identity primary key,
  op char(1) not null check (op in ('+', '-')),
  src int not null,
  dst int not null,
  at timestamptz not null
);
