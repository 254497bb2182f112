// Who may see how operations are divided among subgraphs: before they run (plans, shares of the cost) and after (fetches); and by which
// rules they are judged.
import type { Caller } from '../kit/caller.ts';
import type { GatewayConfig } from './config.ts';
import type { ClientError } from './respond/respond.ts';

const planScope = 'gordian:plan:read';

/** Whoever opens every field to everyone hides no plan either, unless told otherwise. */
export function maySeePlans({ explain, policy }: Pick<GatewayConfig, 'explain' | 'policy'>, caller: Caller): boolean {
  const plans = explain.plans ?? (policy === null ? 'everyone' : 'scope');
  return plans === 'everyone' || (plans === 'scope' && caller.scopes.has(planScope));
}

/** Names of rules are for those who may read the policy. */
export const maySeeRules = ({ scopes }: Caller): boolean => scopes.has('gordian:policy:read');

/** What a caller who may not see plans is told where one is asked for. */
export function planRefusal({ explain }: Pick<GatewayConfig, 'explain'>): ClientError {
  const mend =
    explain.plans === 'nobody'
      ? 'This gateway shows them to nobody (setting explain.plans).'
      : `They need the scope ${planScope}.`;
  return { message: `You may not see plans. ${mend}`, extensions: { code: 'PLAN_NOT_ALLOWED' } };
}
