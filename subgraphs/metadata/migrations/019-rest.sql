-- What is measured of the platform: each question is about what ended in a window.
create index change_proposal_closed on change_proposal (closed_at) where state in ('PUBLISHED', 'FORCED');
create index incident_resolved on incident (resolved_at) where resolved_at is not null;
create index access_request_decided on access_request (decided_at) where state in ('APPROVED', 'DENIED');
create index quality_result_by_time on quality_result (at) include (outcome);
create index usage_seen_first on usage_seen (operation_id, first_seen);

-- Operations of which a field is new to the lineage: of a new operation, or one that a later schema made more of.
create table operation_to_observe (operation_id int primary key references operation on delete cascade);
insert into operation_to_observe
  select id from operation where id > (select last_operation from lineage_progress) - 1000;
alter table lineage_progress drop column last_operation;

-- An entry that waits already is touched: whoever takes it away leaves it until this transaction, and with it the fields, is there.
create function observe_operation() returns trigger language plpgsql as $$ begin
  insert into operation_to_observe select distinct operation_id from added order by operation_id
    on conflict (operation_id) do update set operation_id = excluded.operation_id;
  return null;
end $$;
create trigger operation_field_added after insert on operation_field
  referencing new table as added for each statement execute function observe_operation();
