// Demand control in the walk: what an operation may cost before it runs, and what it did cost.
import type { Caller } from '../kit/caller.ts';
import type { AuthorizedOperation } from './authorize/authorized-operation.ts';
import type { OperationCost } from './demand/demand-control.ts';
import type { Gateway } from './gateway.ts';
import type { OperationReport } from './report/report.ts';
import type { GraphQLAnswer } from './respond/respond.ts';
import type { Generation } from './supergraph/generation.ts';

/** Refuses what is over the budget; does nothing when nobody controls demand. */
export function weigh(
  { demand }: Gateway,
  { planner }: Generation,
  authorized: AuthorizedOperation,
  variables: Readonly<Record<string, unknown>>,
  caller: Caller,
  report: OperationReport,
): OperationCost | null {
  if (!demand) return null;
  const cost = demand.weigh(authorized, planner.costHints, variables, caller);
  report.weighed(cost);
  if (cost.refusal) throw cost.refusal;
  return cost;
}

/** What is still to come cannot be counted. */
export function estimateOf(cost: OperationCost | null): Pick<GraphQLAnswer, 'extensions'> {
  return cost ? { extensions: { cost: { estimated: cost.estimated } } } : {};
}

export function countCost(
  cost: OperationCost,
  answer: GraphQLAnswer,
  asksCost: boolean,
  report: OperationReport,
): GraphQLAnswer {
  if (!asksCost && !cost.countAlways) return answer;
  const actual = cost.countAnswer(answer.data?.toString('utf8') ?? 'null');
  report.weighed(cost, actual);
  if (!asksCost) return answer;
  return { ...answer, extensions: { ...answer.extensions, cost: { estimated: cost.estimated, actual } } };
}
