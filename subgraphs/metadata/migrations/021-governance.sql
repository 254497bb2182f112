-- The audit is searched by what its entries say. With which application somebody asked stands in the payload, and is part of the
-- hash there; here it is found, for entries from now on: those of before never change.
alter table audit add column client text not null default '';
create index audit_client on audit (client, at, seq) where client <> '';

-- The name of the operation, out of the content.
alter table audit_decision_set add column operation text;
create index audit_decision_set_operation on audit_decision_set (operation) where operation is not null;
