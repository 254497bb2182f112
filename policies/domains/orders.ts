// Orders: what the contract derives suffices (lifetime value is CONFIDENTIAL, orders are placed with orders:write), but for the
// profit, which account managers see of what is sent to their region.
import type { DomainPolicy } from '../domain-policy.ts';
import { and, or } from '../shield.ts';
import { hasRole, hasScope, sameRegion } from '../vocabulary.ts';

export const orders: DomainPolicy = {
  subgraph: 'orders',
  domain: 'orders',
  rules: {
    Order: {
      profit: or(
        hasScope('orders:confidential:read'),
        and(hasRole('account-manager'), sameRegion('Order', 'shipping.region')),
      ),
    },
  },
  masks: {},
};
