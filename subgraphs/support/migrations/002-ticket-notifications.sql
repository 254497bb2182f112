-- Whoever changes a ticket, subscribers hear of it: Postgres sends the notification when the change is committed, and not
-- at all when it is rolled back. Other roles of the server can listen too, so it holds ids only.

create function notify_ticket() returns trigger language plpgsql as $$
begin
  perform pg_notify('support_ticket', json_build_object('id', new.id, 'customerId', new.customer_id)::text);
  return null;
end
$$;

create trigger ticket_notify after insert or update on ticket for each row execute function notify_ticket();
