// The stages between a document and its plan, in the walk: for what is run, and for what is only asked about.
import type { Authorization, AuthorizedOperation } from './authorize/authorized-operation.ts';
import { requireNothingDenied } from './authorize/reject.ts';
import { authorizeOperation } from './authorize-operation.ts';
import type { Gateway } from './gateway.ts';
import type { StaleField } from './metadata/demand-freshness.ts';
import { requireFresh, requirePinned } from './metadata-of-answer.ts';
import { coerceVariables } from './operation/coerce-variables.ts';
import type { PreparedOperation } from './operation/prepared-operation.ts';
import type { Plan } from './plan/plan.ts';
import type { Question } from './question.ts';
import type { OperationReport } from './report/report.ts';
import type { Generation } from './supergraph/generation.ts';

export interface JudgedOperation {
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** With what is older than the client accepts. */
  readonly allowed: Authorization;
  readonly authorization: Authorization;
  /** Fields whose data is older than the client accepts. */
  readonly stale: readonly StaleField[];
}

/** How much of it the caller may have. */
export async function judgeOperation(
  gateway: Gateway,
  generation: Generation,
  prepared: PreparedOperation,
  { asked, caller, takesIncrements, metadata }: Question,
  report: OperationReport,
): Promise<JudgedOperation> {
  const variables = coerceVariables(prepared, asked.variables, gateway.config.limits);
  const allowed = await authorizeOperation(gateway, generation, { prepared, variables, caller, takesIncrements });
  const { authorization, stale } = requireFresh(gateway, generation, allowed, variables);
  report.authorized(authorization, variables);
  if (gateway.config.authorization.mode === 'reject') requireNothingDenied(authorization.operation);
  requirePinned(gateway, generation, authorization, metadata);
  return { variables, allowed, authorization, stale };
}

export function makePlan(
  { overrides, planner }: Generation,
  operation: AuthorizedOperation,
  { caller, left }: Question,
  report: OperationReport,
): Promise<Plan> {
  const labels = overrides.decide(caller.subject ?? caller.client ?? report.decisionId());
  return planner.plan(operation, left, labels);
}
