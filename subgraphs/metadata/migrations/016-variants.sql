-- Variants of the graph: each has its subgraphs, its registrations and its supergraph. The catalogue, and with it every contract
-- version, change and verdict, describes prod.
create table variant (
  name text primary key check (name ~ '^[a-z][a-z0-9-]{0,30}$'),
  created_at timestamptz(3) not null default now()
);
insert into variant (name) values ('prod');

alter table publication add column variant text not null default 'prod' references variant;
create index publication_of_variant on publication (variant, seq desc);

-- Whoever follows a variant is told of its publications when they are committed.
create function announce_publication() returns trigger language plpgsql as
$$ begin perform pg_notify('supergraph_published', new.variant); return null; end $$;
create trigger publication_announced after insert on publication for each row execute function announce_publication();

alter table registration
  add column variant text not null default 'prod' references variant,
  -- 1, 2, 3 ... in the variant; given under the lock of the registry, so that none is left out.
  add column number int,
  add column kind text not null default 'PUBLISH' check (kind in ('PUBLISH', 'PROMOTE', 'ROLLBACK', 'DELETE')),
  -- The registration that it brings to another variant, or back.
  add column origin_variant text references variant,
  add column origin_number int;

-- Subgraphs from before there was a history: they were there before everything that it tells.
with unknown as (
  select * from subgraph where name not in (select subgraph from registration_subgraph)
), made as (
  insert into registration (seq, publication_seq, source_revision, registered_by, registered_at) overriding system value
  select 0, (select min(seq) from publication), 'unknown', 'unknown', max(registered_at) from unknown having count(*) > 0
  returning seq
)
insert into registration_subgraph (registration_seq, subgraph, url, sdl, sdl_file, contracts)
select made.seq, unknown.name, unknown.url, unknown.sdl, unknown.sdl_file, (
  select jsonb_agg(jsonb_build_object('file', file, 'contract_id', contract_id, 'version', version) order by position)
  from subgraph_contract where subgraph = unknown.name
) from made cross join unknown;

update registration set number = numbered.number
from (select seq, row_number() over (order by seq) as number from registration) as numbered where numbered.seq = registration.seq;
alter table registration alter column number set not null, add unique (variant, number);

-- A registration brings whole texts: those of other variants are in no catalogue. Where there is no schema the subgraph was deleted.
update registration_subgraph set contracts = (
  select jsonb_agg(jsonb_build_object('file', item.contract ->> 'file', 'text', convert_from(version.odcs_raw, 'UTF8')) order by item.position)
  from jsonb_array_elements(registration_subgraph.contracts) with ordinality as item (contract, position)
  join contract_version as version on version.contract_id = (item.contract ->> 'contract_id')::int and version.version = item.contract ->> 'version'
);
alter table registration_subgraph
  alter column url drop not null,
  alter column sdl drop not null,
  alter column sdl_file drop not null,
  alter column contracts drop not null,
  add column variant text not null default 'prod' references variant,
  add column change text not null default 'CHANGED' check (change in ('ADDED', 'CHANGED', 'DELETED')),
  add check (num_nulls(url, sdl, sdl_file, contracts) = case change when 'DELETED' then 4 else 0 end),
  -- [{ product, version, previousVersion }]: what is offered, and what was in force in the variant until then; null where there is none.
  add column products jsonb not null default '[]';
comment on column registration_subgraph.contracts is '[{ file, text }] in the order in which they were offered';
create index registration_subgraph_of_registration on registration_subgraph (registration_seq);
create index registration_subgraph_of_variant on registration_subgraph (variant, subgraph, registration_seq desc);

-- What is in force in a variant: which registration brought it.
alter table subgraph_contract drop constraint subgraph_contract_subgraph_fkey;
comment on table subgraph_contract is 'the contract versions in force in prod';
alter table subgraph
  add column variant text not null default 'prod' references variant,
  add column registration_seq bigint references registration;
update subgraph set registration_seq = (
  select max(registration_seq) from registration_subgraph as brought where brought.subgraph = subgraph.name
);
alter table subgraph
  drop constraint subgraph_pkey,
  add primary key (variant, name),
  alter column registration_seq set not null,
  drop column url,
  drop column sdl,
  drop column sdl_file,
  drop column source_revision,
  drop column registered_by,
  drop column registered_at;
