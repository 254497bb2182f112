// THE WALK: every stage that an operation passes, in order. Whoever reads one file of the gateway reads this one.
import { GordianError } from '../kit/errors.ts';
import { laterPartsOf } from './answer-in-parts.ts';
import { countCost, estimateOf, weigh } from './cost-of-answer.ts';
import type { OperationCost } from './demand/demand-control.ts';
import { executePlan } from './execute/execute-plan.ts';
import type { SubgraphTransport } from './execute/subgraph-transport.ts';
import { explainOperation } from './explain-operation.ts';
import type { Gateway } from './gateway.ts';
import { withGrants } from './grants/with-grants.ts';
import { type JudgedOperation, judgeOperation, makePlan } from './judge-operation.ts';
import { stalenessFor, withMetadata } from './metadata-of-answer.ts';
import { answerIntrospection } from './operation/introspection.ts';
import type { PreparedOperation } from './operation/prepared-operation.ts';
import type { Plan } from './plan/plan.ts';
import { prepareForCaller } from './prepare-for-caller.ts';
import { compileProjector } from './project/compile-projector.ts';
import { hidesAny, judgeRows } from './project/judge-rows.ts';
import { requireNoFieldDenied } from './project/reject-rows.ts';
import { isExplaining, type Question } from './question.ts';
import type { OperationReport } from './report/report.ts';
import { withCacheControl } from './respond/cache-policy.ts';
import { withFetches } from './respond/fetch-trace.ts';
import type { GraphQLAnswer } from './respond/respond.ts';
import { subgraphHeaders } from './subgraph-headers.ts';
import type { Generation } from './supergraph/generation.ts';

/** An operation for one caller, ready to be run as often as there is something to answer. */
export interface PlannedOperation extends Omit<JudgedOperation, 'allowed'> {
  readonly prepared: PreparedOperation;
  /** Null when nobody wants to know. */
  readonly cost: OperationCost | null;
  readonly plan: Plan;
}

/** The question with what its caller holds at this moment. @throws GordianError BREAK_GLASS_NOT_LIVE */
export function asHeldNow({ grants }: Gateway, question: Question): Question {
  const caller = withGrants(grants, question.caller, question.breakGlassTicket ?? null);
  return caller === question.caller ? question : { ...question, caller };
}

/** A query or mutation from the document to its result. */
export async function answerOperation(
  gateway: Gateway,
  generation: Generation,
  asked: Question,
  report: OperationReport,
): Promise<GraphQLAnswer> {
  const question = asHeldNow(gateway, asked);
  report.asks(question.caller, question.search);
  const prepared = prepareForCaller(gateway, generation, question);
  report.prepared(prepared, generation);
  if (question.isGet && prepared.kind !== 'query')
    throw new GordianError('METHOD_NOT_ALLOWED', 'Send mutations by POST; GET answers queries only.');
  if (isExplaining(question)) return explainOperation(gateway, generation, prepared, question, report);
  if (prepared.kind === 'subscription')
    throw new GordianError(
      'BAD_REQUEST',
      'A subscription has many answers: send "accept: text/event-stream", or use graphql-transport-ws on this path.',
    );
  const planned = await planOperation(gateway, generation, prepared, question, report);
  return runPlan(gateway, generation, planned, question, report);
}

/** The stages before anything is fetched: what is asked, and how much of it the caller may have. */
export async function planOperation(
  gateway: Gateway,
  generation: Generation,
  prepared: PreparedOperation,
  question: Question,
  report: OperationReport,
): Promise<PlannedOperation> {
  const { caller } = question;
  const { variables, allowed, authorization, stale } = await judgeOperation(
    gateway,
    generation,
    prepared,
    question,
    report,
  );
  gateway.dryRun?.observe(generation, { operation: allowed.operation, caller, variables });
  const cost = weigh(gateway, generation, authorization.operation, variables, caller, report);
  const plan = await makePlan(generation, authorization.operation, question, report);
  generation.supergraph.recent.note(plan, question);
  return { prepared, variables, authorization, stale, cost, plan };
}

/** The stages from the first fetch to the result. */
export async function runPlan(
  gateway: Gateway,
  generation: Generation,
  { prepared, variables, authorization, stale, cost, plan }: PlannedOperation,
  { caller, left, asksCost = false, asksFetches = false, propagated, metadata }: Question,
  report: OperationReport,
  subgraphs: SubgraphTransport = generation.subgraphs,
): Promise<GraphQLAnswer> {
  const { reasons, mode } = gateway.config.authorization;
  await report.beforeFetch();
  const fetched = await executePlan(plan, {
    variables,
    subgraphs,
    headersFor: subgraphHeaders(gateway, generation, { caller, propagated }),
    deadlineMs: gateway.config.execution.deadlineMs,
    signal: left,
  });
  report.fetched(fetched);
  const rows = await judgeRows(authorization, fetched);
  gateway.grants.used(authorization.opened);
  report.judged(authorization, fetched, rows);
  if (prepared.kind === 'subscription' && hidesAny(rows, fetched.data)) return { isHidden: true };
  // What a mutation has done would not be undone.
  if (mode === 'reject' && prepared.kind !== 'mutation') requireNoFieldDenied(rows, authorization.operation.shape);

  const { operation } = authorization;
  const project = compileProjector(operation);
  const { introspectionCharacters } = gateway.config.limits;
  const projection = project(fetched, {
    introspection: answerIntrospection(prepared, operation.shape, variables, () => true, introspectionCharacters),
    decisionId: report.decisionId,
    tellsReasons: reasons === 'full',
    ...stalenessFor(stale),
    rows,
  });
  report.projected(projection.data.length);
  const later = laterPartsOf({ generation, authorization, fetched, projection, left, report });
  const withStanding = (answer: GraphQLAnswer) =>
    withMetadata(gateway, generation, answer, { authorization, stale, caller, headers: metadata });
  if (later)
    return withStanding({
      data: projection.data,
      errors: projection.errors,
      later,
      ...(asksCost && estimateOf(cost)),
    });
  const counted = cost ? countCost(cost, projection, asksCost, report) : projection;
  // What was fetched tells how many rows there are, hidden ones included.
  const answer = asksFetches && rows === null ? withFetches(counted, fetched.fetches) : counted;
  return withCacheControl(withStanding(answer), operation, caller, generation);
}
