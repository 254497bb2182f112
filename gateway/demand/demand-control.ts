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
      const objection = problems[0] ?? overBudget(estimated, client, settings);
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

function overBudget(estimated: number, client: string | null, settings: DemandSettings): GordianError | null {
  const ofClient =
    client !== null && Object.hasOwn(settings.perClient, client) ? settings.perClient[client] : undefined;
  const allowed = ofClient ?? settings.maxCost;
  if (allowed === undefined || estimated <= allowed) return null;
  const setting = ofClient === undefined ? 'demand.maxCost' : 'demand.perClient';
  return new GordianError(
    'COST_LIMIT_EXCEEDED',
    `The operation may cost ${readable(estimated)}; at most ${allowed} is allowed (setting ${setting}).`,
    { details: { limit: setting, allowed, estimated: readable(estimated) } },
  );
}

/** JSON has no infinity, and nobody reads more digits. */
function readable(cost: number): number {
  return Math.min(cost, Number.MAX_SAFE_INTEGER);
}
