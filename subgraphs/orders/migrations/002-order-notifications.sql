-- Whoever places an order, subscribers hear of it once it is committed. Other roles of the server can listen too, so the
-- notification holds ids only.

create function notify_order_placed() returns trigger language plpgsql as $$
begin
  perform pg_notify('orders_order_placed', json_build_object('id', new.id, 'customerId', new.customer_id)::text);
  return null;
end
$$;

create trigger order_placed_notify after insert on orders for each row execute function notify_order_placed();
