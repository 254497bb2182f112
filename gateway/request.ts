// THE WALK: every stage that a GraphQL request passes, in order. Whoever reads one file of the gateway reads this one.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../kit/caller.ts';
import { GordianError } from '../kit/errors.ts';
import { ClientLeaving, type Leaving } from '../kit/leaving.ts';
import { clientOf } from './admit/client-buckets.ts';
import { laterPartsOf } from './answer-in-parts.ts';
import { authorize } from './authorize/authorize.ts';
import type { AuthorizedOperation } from './authorize/authorized-operation.ts';
import { answerBatch } from './batch.ts';
import type { OperationCost } from './demand/demand-control.ts';
import { executePlan } from './execute/execute-plan.ts';
import type { SubgraphTransport } from './execute/subgraph-transport.ts';
import type { Gateway } from './gateway.ts';
import { coerceVariables } from './operation/coerce-variables.ts';
import { answerIntrospection } from './operation/introspection.ts';
import { prepareOperation } from './operation/prepare-operation.ts';
import type { PreparedOperation } from './operation/prepared-operation.ts';
import { requireValues } from './operation/require-values.ts';
import { shapeOperation } from './operation/shape-operation.ts';
import type { Plan } from './plan/plan.ts';
import { compileProjector } from './project/compile-projector.ts';
import {
  type BatchedRequest,
  fromParameters,
  type GraphQLRequest,
  receiveGraphQLRequest,
} from './receive/graphql-request.ts';
import { type PropagatedHeaders, propagatedHeaders } from './receive/propagated-headers.ts';
import type { OperationReport } from './report/report.ts';
import { withCacheControl } from './respond/cache-policy.ts';
import { takesIncrements } from './respond/incremental-media-type.ts';
import { answerToError, type BatchAnswer, type GraphQLAnswer } from './respond/respond.ts';
import type { Generation } from './supergraph/generation.ts';

export function receive(gateway: Gateway, request: IncomingMessage, url: URL) {
  return receiveGraphQLRequest(request, url, {
    maxBodyBytes: gateway.config.limits.bodyBytes,
    maxBatchSize: gateway.config.limits.batchSize,
    documents: gateway.documents,
  });
}

/** Answers what has been received, or is about to be; never rejects. */
export async function answerReceived(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  receiving: () => Promise<GraphQLRequest | BatchedRequest>,
): Promise<GraphQLAnswer | BatchAnswer> {
  return reported<GraphQLAnswer | BatchAnswer>(gateway, requestId, async (report) => {
    const received = await receiving();
    const caller = await gateway.authenticate(request.headers);
    const asker = askerOf(gateway, request, caller, whenClientLeaves(response), operationsIn(received));
    const generation = requireGeneration(gateway);
    return await generation.use<GraphQLAnswer | BatchAnswer>(() =>
      'operations' in received
        ? answerOperations(gateway, generation, received, asker, requestId)
        : answerOperation(
            gateway,
            generation,
            { ...asker, asked: received, takesIncrements: takesIncrements(request.headers.accept) },
            report,
          ),
    );
  });
}

export function operationsIn(received: GraphQLRequest | BatchedRequest): number {
  return 'operations' in received ? received.operations.length : 1;
}

/** @throws GordianError RATE_LIMITED, or BAD_REQUEST for a header that cannot be passed on */
export function askerOf(
  gateway: Gateway,
  request: IncomingMessage,
  caller: Caller,
  left: Leaving,
  operations = 1,
): Asker {
  gateway.clientBuckets?.take(clientOf(caller, request.socket.remoteAddress), operations);
  return {
    caller,
    // A WebSocket begins as a GET, but no link or image can send what comes over it.
    isGet: request.method === 'GET' && request.headers.upgrade === undefined,
    left,
    asksCost: request.headers[costHeader] !== undefined,
    propagated: propagatedHeaders(gateway.config.execution.propagateHeaders, request.headers),
  };
}

/** A batch. Its operations are as many in every limit; the caller is the same. */
async function answerOperations(
  gateway: Gateway,
  generation: Generation,
  batch: BatchedRequest,
  asker: Asker,
  requestId: string,
): Promise<BatchAnswer> {
  const read = (parameters: unknown) => fromParameters(parameters, gateway.documents);
  return answerBatch(batch, {
    isMutation: (parameters) => isMutation(gateway, generation, () => read(parameters)),
    answer: (parameters, index) =>
      reported(gateway, `${requestId}.${index}`, async (report) =>
        answerOperation(gateway, generation, { ...asker, asked: read(parameters) }, report),
      ),
  });
}

/** False also for what cannot be prepared: it changes nothing, and its answer says why. */
function isMutation({ config }: Gateway, { planner }: Generation, read: () => GraphQLRequest): boolean {
  try {
    return prepareOperation(planner, read(), config.limits).kind === 'mutation';
  } catch {
    return false;
  }
}

/** Never rejects: what `work` throws becomes the answer, and the report is made whatever happens. */
export async function reported<Answer = GraphQLAnswer>(
  gateway: Gateway,
  requestId: string,
  work: (report: OperationReport) => Promise<Answer>,
): Promise<Answer | GraphQLAnswer> {
  const report = gateway.reporter.begin(requestId);
  const answer = await work(report).catch((error: unknown) => {
    report.failed(error);
    return answerToError(error, requestId);
  });
  if (!isInParts(answer)) report.end();
  return answer;
}

/** The last part of such an answer ends the report. */
function isInParts(answer: unknown): boolean {
  return (answer as GraphQLAnswer).later !== undefined;
}

/** What a client asks, over whatever transport. */
export interface Question extends Asker {
  readonly asked: GraphQLRequest;
}

/** Who asks, and how. */
export interface Asker {
  readonly caller: Caller;
  readonly isGet: boolean;
  /** Aborts when the client closes the connection before it has its answer. */
  readonly left: Leaving;
  /** Whether the answer is to say what it cost. */
  readonly asksCost?: boolean;
  /** Whether what is deferred may come in parts of its own; otherwise it comes with the rest. */
  readonly takesIncrements?: boolean;
  /** What subgraphs receive of the request's headers; nothing by default. */
  readonly propagated?: PropagatedHeaders;
}

/** Any value asks for the cost. */
const costHeader = 'gordian-cost';

/** An operation for one caller, ready to be run as often as there is something to answer. */
export interface PlannedOperation {
  readonly prepared: PreparedOperation;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly authorized: AuthorizedOperation;
  /** Null when nobody wants to know. */
  readonly cost: OperationCost | null;
  readonly plan: Plan;
}

/** A query or mutation from the document to its result. */
export async function answerOperation(
  gateway: Gateway,
  generation: Generation,
  question: Question,
  report: OperationReport,
): Promise<GraphQLAnswer> {
  const prepared = prepareOperation(generation.planner, question.asked, gateway.config.limits);
  report.prepared(prepared, question.caller, generation.id);
  if (question.isGet && prepared.kind !== 'query')
    throw new GordianError('METHOD_NOT_ALLOWED', 'Send mutations by POST; GET answers queries only.');
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
  { asked, caller, left, takesIncrements }: Question,
  report: OperationReport,
): Promise<PlannedOperation> {
  const variables = coerceVariables(prepared, asked.variables, gateway.config.limits);
  const shape = shapeOperation(prepared, variables, gateway.config.limits, takesIncrements);
  requireValues(prepared, shape, variables, gateway.config.limits);
  const onFault = (rule: string, cause: unknown) =>
    gateway.log.error({ event: 'policy.fault', rule, err: cause }, 'A rule failed; what it guards stays closed.');
  const authorized = await authorize({ shape, policy: generation.policy, caller, variables, onFault });
  report.authorized(authorized);
  const cost = weigh(gateway, generation, authorized, variables, caller, report);
  const overrides = generation.overrides.decide(caller.subject ?? caller.client ?? report.decisionId());
  return { prepared, variables, authorized, cost, plan: await generation.planner.plan(authorized, left, overrides) };
}

/** The stages from the first fetch to the result. */
export async function runPlan(
  gateway: Gateway,
  generation: Generation,
  { prepared, variables, authorized, cost, plan }: PlannedOperation,
  { caller, left, asksCost = false, propagated }: Question,
  report: OperationReport,
  subgraphs: SubgraphTransport = generation.subgraphs,
): Promise<GraphQLAnswer> {
  const fetched = await executePlan(plan, {
    variables,
    subgraphs,
    headersFor: (subgraph, internal) => headersFor(gateway, generation, { caller, propagated }, subgraph, internal),
    deadlineMs: gateway.config.execution.deadlineMs,
    signal: left,
  });
  report.fetched(fetched);

  const project = compileProjector(authorized);
  const { introspectionCharacters } = gateway.config.limits;
  const projection = project(fetched, {
    introspection: answerIntrospection(prepared, authorized.shape, variables, () => true, introspectionCharacters),
    decisionId: report.decisionId,
  });
  const later = laterPartsOf({ generation, fetched, projection, left, report });
  if (later) return { data: projection.data, errors: projection.errors, later, ...(asksCost && estimateOf(cost)) };
  const answer = cost ? countCost(cost, projection, asksCost, report) : projection;
  return withCacheControl(answer, authorized, caller, generation);
}

/** Refuses what is over the budget; does nothing when nobody controls demand. */
function weigh(
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
function estimateOf(cost: OperationCost | null): Pick<GraphQLAnswer, 'extensions'> {
  return cost ? { extensions: { cost: { estimated: cost.estimated } } } : {};
}

function countCost(
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

async function headersFor(
  gateway: Gateway,
  generation: Generation,
  { caller, propagated }: Pick<Asker, 'caller' | 'propagated'>,
  subgraph: string,
  internal: readonly string[],
): Promise<Record<string, string>> {
  const assertion = await assertCaller(gateway, generation, caller, subgraph, internal);
  return propagated ? { ...propagated(subgraph), ...assertion } : assertion;
}

/** Tells the subgraph who asks, and what the plan itself has to read there. */
export async function assertCaller(
  gateway: Gateway,
  { policy }: Generation,
  caller: Caller,
  subgraph: string,
  internal: readonly string[],
): Promise<Record<string, string>> {
  const assertion = await gateway.signer.sign({
    audience: subgraph,
    caller,
    internal,
    policyVersion: policy.version,
  });
  return { authorization: `Bearer ${assertion}` };
}

export function requireGeneration({ generations }: Gateway): Generation {
  const generation = generations.current();
  if (!generation) throw new GordianError('NOT_READY', 'The gateway has no supergraph yet.');
  return generation;
}

function whenClientLeaves(response: ServerResponse): Leaving {
  const leaving = new ClientLeaving();
  response.once('close', () => {
    if (!response.writableFinished) leaving.leave();
  });
  return leaving;
}
