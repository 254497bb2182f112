-- Change notices gathered into one.
alter table change_subscription
  add column digest text not null default 'NONE' check (digest in ('NONE', 'DAILY', 'WEEKLY')),
  -- By its name in the IANA database: a day begins when it does for whoever reads.
  add column time_zone text not null default 'UTC',
  add column next_digest_at timestamptz(3),
  add constraint change_subscription_digest check ((digest = 'NONE') = (next_digest_at is null));
create index change_subscription_due on change_subscription (next_digest_at) where ended_at is null and next_digest_at is not null;
create index change_subscription_ended on change_subscription (ended_at) where ended_at is not null;

-- What waits for the next digest.
create table digest_entry (
  subscription_id text not null references change_subscription,
  event_id bigint not null,
  -- As a webhook of its own would have it.
  body text not null,
  primary key (subscription_id, event_id)
);

-- A digest has no event of its own either.
alter table webhook_delivery add column is_trial boolean not null default false;
update webhook_delivery set is_trial = true where event_id is null;
