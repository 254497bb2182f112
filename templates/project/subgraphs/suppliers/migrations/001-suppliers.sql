-- Instants are kept to the millisecond, as DateTime shows them.

create table supplier (
  id text primary key check (id <> ''),
  name text not null check (name <> ''),
  country text not null check (country ~ '^[A-Z]{2}$'),
  contact_email text,
  updated_at timestamptz(3) not null default now()
);
