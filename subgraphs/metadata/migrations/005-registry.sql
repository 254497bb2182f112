-- What the graph is made of now, and every supergraph that was ever published.
create table subgraph (
  name text primary key,
  url text not null,
  sdl text not null,
  sdl_file text not null,
  source_revision text not null,
  registered_by text not null,
  registered_at timestamptz not null
);

create table subgraph_contract (
  subgraph text not null references subgraph,
  contract_id int not null,
  version text not null,
  file text not null,
  position int not null,
  primary key (subgraph, contract_id),
  foreign key (contract_id, version) references contract_version
);

create table supergraph_artefact (
  id text primary key,
  supergraph_sdl text not null,
  classifications jsonb not null
);

-- The newest row is what gateways run on. Going back to an earlier artefact is one more row.
create table publication (
  seq bigint generated always as identity primary key,
  artefact_id text not null references supergraph_artefact,
  source_revision text not null,
  published_by text not null,
  published_at timestamptz not null
);
