-- Access beyond the rules: what was asked for, who agreed, what is granted, and the glasses that were broken. A person is a
-- subject at an issuer. Every change of what is granted raises the one version, so changes are in one order.
create table access_request (
  id text primary key default gen_random_uuid()::text,
  issuer text not null,
  subject text not null,
  client text,
  -- Coordinates and products, sorted.
  targets text[] not null check (cardinality(targets) > 0),
  outcome text not null check (outcome in ('ALLOW', 'MASK')),
  purpose text not null,
  justification text not null,
  duration_seconds int not null check (duration_seconds > 0),
  state text not null check (state in ('PENDING', 'APPROVED', 'DENIED', 'CANCELLED')),
  -- Results of the policies that were asked, as they were shown.
  policy jsonb not null,
  -- Groups that may decide.
  approvers text[] not null,
  requested_at timestamptz(3) not null,
  -- Null as decider where the policies decided.
  decided_by text,
  decided_at timestamptz(3),
  decision_reason text,
  check ((state = 'PENDING') = (decided_at is null))
);
create unique index access_request_open on access_request (issuer, subject, targets, outcome, purpose, duration_seconds) where state = 'PENDING';
create index access_request_of_person on access_request (issuer, subject, requested_at desc);
create index access_request_newest on access_request (requested_at desc, id desc);
create index access_request_to_decide on access_request using gin (approvers) where state = 'PENDING';

-- One person agrees once, whatever groups it belongs to.
create table access_approval (
  request_id text not null references access_request,
  subject text not null,
  issuer text not null,
  -- The groups in whose name.
  groups text[] not null,
  reason text not null,
  until timestamptz(3),
  at timestamptz(3) not null,
  primary key (request_id, subject)
);

create table access_grant (
  id text primary key default gen_random_uuid()::text,
  request_id text not null unique references access_request,
  issuer text not null,
  subject text not null,
  targets text[] not null,
  -- What was agreed to: a target that has come to need more than this is no longer opened.
  openings text[] not null,
  outcome text not null check (outcome in ('ALLOW', 'MASK')),
  purpose text not null,
  approvers text[] not null,
  valid_from timestamptz(3) not null,
  valid_until timestamptz(3) not null check (valid_until > valid_from),
  revoked_at timestamptz(3),
  revoked_by text,
  revoke_reason text,
  -- As gateways report them.
  effective_at timestamptz(3),
  last_used timestamptz(3)
);
create index access_grant_live on access_grant (valid_until) where revoked_at is null;
create index access_grant_of_person on access_grant (issuer, subject, valid_until);
create index access_grant_newest on access_grant (valid_from desc, id desc);

create table break_glass (
  id text primary key default gen_random_uuid()::text,
  issuer text not null,
  subject text not null,
  client text,
  ticket text not null,
  targets text[] not null check (cardinality(targets) > 0),
  reason text not null,
  -- Groups of the owners of the targets.
  owners text[] not null,
  authenticated_at timestamptz(3) not null,
  valid_from timestamptz(3) not null,
  valid_until timestamptz(3) not null check (valid_until > valid_from and valid_until <= valid_from + interval '15 minutes'),
  ended_at timestamptz(3),
  effective_at timestamptz(3),
  last_used timestamptz(3),
  -- The review: open until somebody else closes it.
  verdict text check (verdict in ('JUSTIFIED', 'MISUSED')),
  reviewed_by text,
  reviewed_at timestamptz(3),
  review_note text,
  check ((verdict is null) = (reviewed_by is null)),
  check (reviewed_by is distinct from subject)
);
create unique index break_glass_ticket on break_glass (issuer, subject, ticket);
create index break_glass_live on break_glass (valid_until) where ended_at is null;
create index break_glass_newest on break_glass (valid_from desc, id desc);
create index break_glass_to_review on break_glass (valid_from desc) where verdict is null;

-- What a team must hear of; whoever sends messages reads it here.
create table notification (
  id bigint generated always as identity primary key,
  team text not null,
  topic text not null,
  body jsonb not null,
  created_at timestamptz(3) not null
);
create index notification_of_team on notification (team, id desc);

create table grants_version (
  only_row boolean primary key default true check (only_row),
  version bigint not null
);
insert into grants_version (version) values (1);
