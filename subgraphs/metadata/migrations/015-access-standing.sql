-- What access stands on: which of it only the policies have agreed to, how long a request waits, and at which issuer somebody is
-- called what.

-- Of the openings, those that the policies agreed to by themselves: they hold for as long as the policies still would.
alter table access_grant add column by_policy text[] not null default '{}';
update access_grant set by_policy = coalesce((
  select array_agg(result ->> 'policy') from access_request as request, jsonb_array_elements(request.policy) as result
  where request.id = access_grant.request_id and (result ->> 'passed')::boolean and result ->> 'policy' = any (access_grant.openings)
), '{}');
alter table access_grant alter column by_policy drop default;

-- A request that nobody has decided about does not wait for ever.
alter table access_request drop constraint access_request_state_check;
alter table access_request add constraint access_request_state_check
  check (state in ('PENDING', 'APPROVED', 'DENIED', 'CANCELLED', 'EXPIRED'));
create index access_request_waiting on access_request (requested_at) where state = 'PENDING';

-- Inputs that were set: who asked by what.
alter table audit_set_coordinate drop constraint audit_set_coordinate_verdict_check;
alter table audit_set_coordinate add constraint audit_set_coordinate_verdict_check
  check (verdict in ('shown', 'masked', 'denied', 'used'));

-- How often somebody breaks glass.
create index break_glass_of_person on break_glass (issuer, subject, valid_from);

-- Two issuers may call two people alike. Who vouches for an actor stands in the payload, and is part of the hash there; here it
-- makes a column to find by. Empty: nobody does, or the entry is from before there was the column.
alter table audit add column issuer text not null default '';
drop index audit_shown;
create index audit_shown on audit (shown, actor, issuer, at) where shown is not null;

alter table audit_entity add column issuer text not null default '';
alter table audit_entity drop constraint audit_entity_pkey;
alter table audit_entity add primary key (entity, actor, issuer, at, seq);
