-- Lineage of several sources. A row of lineage_edge is now what one of them says of two nodes: the registry (no job), or a job,
-- which is a pipeline that reports its runs or an operation of clients. Readers put the rows of two nodes together.
alter table lineage_edge
  add column job int references lineage_node,
  -- When the graph learned of it. first_seen and last_seen are instants of the source, which may report late.
  add column valid_from timestamptz,
  -- Whether what is sensitive in the source arrives at the other end.
  add column carries boolean generated always as (transform = 'DIRECT' and not masking) stored;
update lineage_edge set valid_from = first_seen;
alter table lineage_edge alter column valid_from set not null;

drop index lineage_edge_out, lineage_edge_in;
create unique index lineage_edge_out on lineage_edge (src, dst, job) include (carries) nulls not distinct where valid_to = 'infinity';
create index lineage_edge_in on lineage_edge (dst, src) include (carries) where valid_to = 'infinity';
create index lineage_edge_of_job on lineage_edge (job) where valid_to = 'infinity';
create index lineage_edge_past_out on lineage_edge (src, valid_to) where valid_to < 'infinity';
create index lineage_edge_past_in on lineage_edge (dst, valid_to) where valid_to < 'infinity';

-- The name of a node in OpenLineage: where it is, what it is called there, and the field of it.
alter table lineage_node
  add column namespace text,
  add column name text,
  add column field text;
-- Until its next run, what a job named before a contract described its server has a node of its own, so names are not unique.
create index lineage_node_identity on lineage_node (namespace, name, field) where namespace is not null;

-- A pair of nodes: '+' it is there, and whether it carries what is sensitive; '-' it is not. Of the entries of a pair the last one
-- holds. Writers queue on a lock, so that whoever has read up to a number has missed nothing below it.
alter table lineage_log add column carries boolean not null default false;
create index lineage_log_by_time on lineage_log (at);

-- When a job was first and last seen to make one node from another, whichever run said so and in whichever order.
create table lineage_sighting (
  job int not null references lineage_node,
  src int not null references lineage_node,
  dst int not null references lineage_node,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  primary key (job, src, dst)
);

-- What is known of the runs of a job: all that their events say together, whatever the order in which they came.
create table lineage_run (
  job int not null references lineage_node,
  run_id text not null,
  -- Whether its edges count: it has completed, or is running and has not failed.
  counts boolean not null,
  -- Of its newest event.
  at timestamptz(3) not null,
  report jsonb not null,
  primary key (job, run_id)
);
create index lineage_run_newest on lineage_run (job, at desc, run_id desc);

-- What the newest event that says something of it says of a dataset or job.
create table lineage_facet (
  node int not null references lineage_node,
  -- `schema`, `dataSource`, `ownership`, `documentation` or `symlinks`.
  name text not null,
  at timestamptz(3) not null,
  body jsonb not null,
  primary key (node, name)
);

-- The database schemas that the contracts in force describe, and what pipelines call them.
create table lineage_server (
  server text primary key,
  namespace text not null,
  database text not null,
  schema text not null
);

-- How far things have got; one row.
create table lineage_progress (
  -- The operations of the usage reports that have been taken over.
  last_operation int not null,
  -- Entries of the log up to this one may be gone: whoever has read less begins anew.
  log_forgotten_to bigint not null
);
insert into lineage_progress values (0, 0);
