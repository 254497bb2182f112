// THE WALK of an operation that is only asked about: the stages of a request up to its plan, on the same code, and then what they have
// found instead of a fetch.
import type { AuthorizedOperation } from './authorize/authorized-operation.ts';
import { budgetOf, overBudget, readable } from './demand/demand-control.ts';
import { weighOperation } from './demand/weigh-operation.ts';
import type { WeighedOperation, Weighing } from './demand/weighed-operation.ts';
import type { Gateway } from './gateway.ts';
import { judgeOperation, makePlan } from './judge-operation.ts';
import { maySeePlans, maySeeRules, planRefusal } from './may-see-plans.ts';
import { explainAccess } from './metadata/explained-access.ts';
import type { PreparedOperation } from './operation/prepared-operation.ts';
import { costByFetch } from './plan/cost-by-fetch.ts';
import { fetchesOf } from './plan/fetches-of.ts';
import { outlinePlan } from './plan/outline-plan.ts';
import type { FetchNode, Plan } from './plan/plan.ts';
import type { ExplainingQuestion } from './question.ts';
import type { ExplainedPart } from './receive/explained-parts.ts';
import type { OperationReport } from './report/report.ts';
import type { GraphQLAnswer } from './respond/respond.ts';
import type { Generation } from './supergraph/generation.ts';

const noData = Buffer.from('null');

/**
 * As with a denied field, a plan that the caller may not see is null with an error, and the rest is answered.
 * @throws GordianError whatever a request would be refused with before it is weighed
 */
export async function explainOperation(
  gateway: Gateway,
  generation: Generation,
  prepared: PreparedOperation,
  question: ExplainingQuestion,
  report: OperationReport,
): Promise<GraphQLAnswer> {
  const { config } = gateway;
  const { caller, asked } = question;
  report.explains([...asked.explain]);
  const seesPlans = maySeePlans(config, caller);
  const asksPlan = asked.explain.has('plan');
  const { authorization, variables } = await judgeOperation(gateway, generation, prepared, question, report);
  const { operation } = authorization;
  const scales = weighOperation(operation, generation.planner.costHints, config.demand);
  const weighed: Weighed = { ...scales, ...scales.weigh(variables) };
  const cost = costOf(gateway, weighed, caller.client);
  // As it would not be planned if it were sent, nobody can have it planned by asking.
  const isPlanned = asksPlan && seesPlans && !(config.demand.mode === 'enforce' && cost.objection);
  const plan = isPlanned ? await makePlan(generation, operation, question, report) : null;
  const told = {
    name: prepared.name,
    kind: prepared.kind,
    ...(asked.explain.has('access') && {
      access: explainAccess(operation, {
        tellsReasons: config.authorization.reasons === 'full',
        tellsRules: maySeeRules(caller),
      }),
    }),
    ...explainPlan(asked.explain, { operation, plan, weighed, cost }),
  };
  return {
    data: noData,
    ...(asksPlan && !seesPlans && { errors: [planRefusal(config)] }),
    extensions: { gordian: { explain: told } },
  };
}

type Weighed = WeighedOperation & Weighing;
type Cost = ReturnType<typeof costOf>;

function costOf({ config: { demand } }: Gateway, { estimated, problems }: Weighing, client: string | null) {
  const budget = demand.mode === 'off' ? null : budgetOf(client, demand);
  const objection = demand.mode === 'off' ? null : (problems[0] ?? overBudget(estimated, budget));
  return {
    estimated: readable(estimated),
    mode: demand.mode,
    allowed: budget?.allowed ?? null,
    setting: budget?.setting ?? null,
    objection: objection && { code: objection.code, message: objection.message },
  };
}

interface Found {
  readonly operation: AuthorizedOperation;
  readonly plan: Plan | null;
  readonly weighed: Weighed;
  readonly cost: Cost;
}

function explainPlan(parts: ReadonlySet<ExplainedPart>, { operation, plan, weighed, cost }: Found): object {
  const asksCost = parts.has('cost');
  const costs = plan && asksCost ? costByFetch(plan, weighed, weighed.results) : null;
  return {
    ...(asksCost && { cost: { ...cost, ...(plan && costs && { bySubgraph: sumBySubgraph(plan, costs) }) } }),
    ...(parts.has('plan') && { plan: plan && outlinePlan(plan, operation, costs) }),
  };
}

/** In the order in which they are asked first. */
function sumBySubgraph(plan: Plan, costs: ReadonlyMap<FetchNode, number>): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const { fetch } of fetchesOf(plan))
    sums.set(fetch.subgraph, (sums.get(fetch.subgraph) ?? 0) + (costs.get(fetch) ?? 0));
  return Object.fromEntries([...sums].map(([subgraph, cost]) => [subgraph, readable(cost)]));
}
