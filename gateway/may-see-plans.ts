// Who may see how operations are divided among subgraphs: before they run (plans, shares of the cost) and after (fetches).
import type { Caller } from '../kit/caller.ts';
import { GordianError } from '../kit/errors.ts';
import type { GatewayConfig } from './config.ts';

export const planScope = 'gordian:plan:read';

/** Whoever opens every field to everyone hides no plan either, unless told otherwise. */
export function maySeePlans({ explain, policy }: Pick<GatewayConfig, 'explain' | 'policy'>, caller: Caller): boolean {
  const plans = explain.plans ?? (policy === null ? 'everyone' : 'scope');
  return plans === 'everyone' || (plans === 'scope' && caller.scopes.has(planScope));
}

/** @throws GordianError PLAN_NOT_ALLOWED */
export function requirePlansSeen(config: Pick<GatewayConfig, 'explain' | 'policy'>, caller: Caller): void {
  if (maySeePlans(config, caller)) return;
  const mend =
    config.explain.plans === 'nobody'
      ? 'This gateway shows them to nobody (setting explain.plans).'
      : `They need the scope ${planScope}.`;
  throw new GordianError('PLAN_NOT_ALLOWED', `You may not see plans. ${mend} "access" and "cost" need no scope.`);
}
