-- Instants are kept to the millisecond, as DateTime shows them.

create table sample_records (
  id text primary key check (id <> ''),
  name text not null check (name <> ''),
  note text,
  updated_at timestamptz(3) not null default now()
);
