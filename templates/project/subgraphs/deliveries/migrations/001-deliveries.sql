-- Instants are kept to the millisecond, as DateTime shows them.

create table delivery (
  id text primary key check (id <> ''),
  -- The supplier lives in another domain, which answers for its ids.
  supplier_id text not null check (supplier_id <> ''),
  arrived_at timestamptz(3) not null,
  cost numeric(12, 2) check (cost >= 0)
);

create index delivery_by_supplier on delivery (supplier_id, arrived_at desc, id);
create index delivery_by_arrival on delivery (arrived_at);
