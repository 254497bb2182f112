// Demand: puts an authorized operation on the scales, and says whether it is within its client's budget.
import type { Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { CostHints } from './cost-hints.ts';
import { countAnswer } from './count-answer.ts';
import type { DemandSettings } from './demand-settings.ts';
import { weighOperation } from './weigh-operation.ts';
import type { WeighedOperation } from './weighed-operation.ts';

export interface DemandControl {
  /** @param variables coerced */
  weigh(
    authorized: AuthorizedOperation,
    hints: CostHints,
    variables: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): OperationCost;
}

export interface OperationCost {
  readonly estimated: number;
  /** What is wrong with it: COST_LIMIT_EXCEEDED, or BAD_USER_INPUT when @listSize requires an argument. */
  readonly objection: GordianError | null;
  /** The same when it is to be enforced. */
  readonly refusal: GordianError | null;
  /** Whether an answer is to be counted though its client does not ask for the cost. */
  readonly countAlways: boolean;
  /** @param answer the data as JSON text */
  readonly countAnswer: (answer: string) => number;
}

/** @returns null when it is off */
export function createDemandControl(settings: DemandSettings): DemandControl | null {
  if (settings.mode === 'off') return null;
  const weighed = new WeakMap<AuthorizedOperation, WeighedOperation>();

  const weighOnce = (authorized: AuthorizedOperation, hints: CostHints): WeighedOperation => {
    const operation = weighed.get(authorized) ?? weighOperation(authorized, hints, settings);
    weighed.set(authorized, operation);
    return operation;
  };

  return {
    weigh(authorized, hints, variables, { client }) {
      const operation = weighOnce(authorized, hints);
      const { estimated, problems, results } = operation.weigh(variables);
      const objection = problems[0] ?? overBudget(estimated, budgetOf(client, settings));
      return {
        estimated,
        objection,
        refusal: settings.mode === 'enforce' ? objection : null,
        countAlways: settings.countAnswers === 'always',
        countAnswer: (answer) => countAnswer(operation, JSON.parse(answer), results),
      };
    },
  };
}

/** What one operation of a client may cost, and the setting that says so. */
export interface Budget {
  readonly allowed: number;
  readonly setting: 'demand.maxCost' | 'demand.perClient';
}

/** @returns null when it may cost anything */
export function budgetOf(client: string | null, { maxCost, perClient }: DemandSettings): Budget | null {
  const ofClient = client !== null && Object.hasOwn(perClient, client) ? perClient[client] : undefined;
  if (ofClient !== undefined) return { allowed: ofClient, setting: 'demand.perClient' };
  return maxCost === undefined ? null : { allowed: maxCost, setting: 'demand.maxCost' };
}

export function overBudget(estimated: number, budget: Budget | null): GordianError | null {
  if (budget === null || estimated <= budget.allowed) return null;
  const { allowed, setting } = budget;
  return new GordianError(
    'COST_LIMIT_EXCEEDED',
    `The operation may cost ${readable(estimated)}; at most ${allowed} is allowed (setting ${setting}).`,
    { details: { limit: setting, allowed, estimated: readable(estimated) } },
  );
}

/** JSON has no infinity, and nobody reads more digits. */
export function readable(cost: number): number {
  return Math.min(cost, Number.MAX_SAFE_INTEGER);
}
