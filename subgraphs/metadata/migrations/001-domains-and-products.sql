-- Who owns what: teams with their members, domains with their contacts, and the data products of each domain.
create table team (
  id text primary key,
  name text not null,
  description text,
  on_call text
);

create table team_member (
  team_id text not null references team,
  subject text not null,
  name text,
  role text,
  since date,
  until date,
  primary key (team_id, subject)
);

create table domain (
  slug text primary key,
  name text not null,
  capability text,
  owner_team text not null references team
);

-- The support channels that a product's contract names; a domain has those of all its products.
create table product (
  id int generated always as identity primary key,
  urn text not null unique,
  name text not null,
  domain text not null references domain,
  owner_team text not null references team,
  kind text not null,
  status text not null,
  description text,
  tags text[] not null default '{}'
);
create index product_domain on product (domain, urn);
create index product_owner on product (owner_team);

create table contact (
  product_id int not null references product,
  position int not null,
  channel text not null,
  url text,
  scope text,
  primary key (product_id, position)
);
