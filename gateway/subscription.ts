// THE WALK of a subscription: authorized and planned like any operation, then its events, each of which passes the stages of a
// request again. So a rule, a policy or a supergraph that changes holds from the next event on.
import type { OperationTypeNode } from 'graphql';
import { GordianError } from '../kit/errors.ts';
import { EventQueue } from '../kit/event-queue.ts';
import { digestOf } from '../kit/gateway-assertion.ts';
import type { Gateway } from './gateway.ts';
import type { FetchNode } from './plan/plan.ts';
import { prepareForCaller } from './prepare-for-caller.ts';
import { isExplaining, type Question } from './question.ts';
import { reportSubscription, type SubscriptionReport } from './report/subscription-report.ts';
import { reported, requireGeneration } from './request.ts';
import { answerToError, type GraphQLAnswer } from './respond/respond.ts';
import { subgraphHeaders } from './subgraph-headers.ts';
import type { OpenSource, SourceEvents } from './subscribe/event-source.ts';
import { openEventStreamSource } from './subscribe/event-stream-source.ts';
import { answeringSource } from './subscribe/event-transport.ts';
import type { RunningOperation } from './subscribe/running-operation.ts';
import { isAnsweredBy, sourceFetchOf } from './subscribe/source-fetch.ts';
import { openWebSocketSource } from './subscribe/websocket-source.ts';
import type { Generation } from './supergraph/generation.ts';
import { answerOperation, asHeldNow, type PlannedOperation, planOperation, runPlan } from './walk.ts';

/** Any operation of a client that can take many answers. */
export function runOperation(gateway: Gateway, question: Question, requestId: string): RunningOperation {
  try {
    if (!isExplaining(question) && kindOf(gateway, question) === 'subscription')
      return { isSubscription: true, answers: answerEvents(gateway, question, requestId) };
    return { isSubscription: false, answers: answerOnce(gateway, question, requestId) };
  } catch (error) {
    return refusedOperation(gateway, error, requestId);
  }
}

/** An operation whose only answer says why it is refused. */
export function refusedOperation(gateway: Gateway, error: unknown, requestId: string): RunningOperation {
  async function* refused(): AsyncGenerator<GraphQLAnswer> {
    yield await reported(gateway, requestId, () => Promise.reject(error));
  }
  return { isSubscription: false, answers: refused() };
}

/** False also for what cannot be prepared: it has one answer, which says why. */
export function isSubscription(gateway: Gateway, question: Pick<Question, 'asked' | 'caller'>): boolean {
  try {
    return !isExplaining(question) && kindOf(gateway, question) === 'subscription';
  } catch {
    return false;
  }
}

function kindOf(gateway: Gateway, question: Pick<Question, 'asked' | 'caller'>): OperationTypeNode {
  return prepareForCaller(gateway, requireGeneration(gateway), question).kind;
}

async function* answerOnce(gateway: Gateway, question: Question, requestId: string): AsyncGenerator<GraphQLAnswer> {
  yield await reported(gateway, requestId, (report) =>
    admitted(gateway, () =>
      onCurrentGeneration(gateway, (generation) => answerOperation(gateway, generation, question, report)),
    ),
  );
}

/** Never throws: what ends the subscription early is its last answer. */
async function* answerEvents(gateway: Gateway, question: Question, requestId: string): AsyncGenerator<GraphQLAnswer> {
  const report = reportSubscription(gateway.log, requestId, gateway.reporter.begin(requestId));
  let unsubscribed = () => {};
  try {
    unsubscribed = gateway.listeners.subscribed();
    yield* followEvents(gateway, question, report);
    throwWhy(question.left);
    if (question.left.aborted) report.left();
  } catch (error) {
    report.failed(error);
    yield answerToError(error, requestId);
  } finally {
    unsubscribed();
    await report.end();
  }
}

async function* followEvents(
  gateway: Gateway,
  question: Question,
  report: SubscriptionReport,
): AsyncGenerator<GraphQLAnswer> {
  const opened = await admitted(gateway, () =>
    onCurrentGeneration(gateway, (generation) => open(gateway, generation, asHeldNow(gateway, question), report)),
  );
  if ('refusal' in opened) return yield opened.refusal;
  report.started(opened.source.subgraph);
  for await (const event of opened.events) {
    const answer = await onCurrentGeneration(gateway, (generation) =>
      answerEvent(gateway, generation, asHeldNow(gateway, question), { event, source: opened.source }, report),
    );
    // What was aborted half-way is no answer.
    if (question.left.aborted) return;
    if (answer.isHidden) continue;
    yield answer;
    if (answer.refusedWith !== undefined) return;
  }
}

interface Opened {
  /** What the subgraph was asked when the subscription began. */
  readonly source: FetchNode;
  readonly events: SourceEvents;
}

async function open(
  gateway: Gateway,
  generation: Generation,
  question: Question,
  report: SubscriptionReport,
): Promise<Opened | { readonly refusal: GraphQLAnswer }> {
  const planned = await plan(gateway, generation, question, report);
  const source = sourceFetchOf(planned.plan);
  if (!source) return { refusal: refusalOf(await runPlan(gateway, generation, planned, question, report)) };
  return { source, events: await openEvents(gateway, generation, question, { source, variables: planned.variables }) };
}

/** Counts as an operation under way for as long as it takes; an event later on does not, for it was admitted with its subscription. */
export async function admitted<Result>(
  { admission }: Gateway,
  work: () => Promise<Result>,
  operations = 1,
): Promise<Result> {
  admission.enter(operations);
  try {
    return await work();
  } finally {
    admission.leave(operations);
  }
}

/** Who ends a subscription before its time says why; a client that leaves does not. */
function throwWhy({ reason }: Question['left']): void {
  if (reason instanceof GordianError) throw reason;
}

function onCurrentGeneration<Result>(gateway: Gateway, work: (generation: Generation) => Promise<Result>) {
  const generation = requireGeneration(gateway);
  return generation.use(() => work(generation));
}

function plan(
  gateway: Gateway,
  generation: Generation,
  question: Question,
  report: SubscriptionReport,
): Promise<PlannedOperation> {
  report.asks(question.caller, question.search);
  const prepared = prepareForCaller(gateway, generation, question);
  report.prepared(prepared, generation);
  return planOperation(gateway, generation, prepared, question, report);
}

/** The caller may have nothing of the subscription, or @skip has left nothing of it. */
function refusalOf(answer: GraphQLAnswer): GraphQLAnswer {
  return answer.errors?.length ? { errors: answer.errors, refusedWith: 403 } : answer;
}

interface Event extends Pick<Opened, 'source'> {
  /** A GraphQL response as JSON. */
  readonly event: string;
}

async function answerEvent(
  gateway: Gateway,
  generation: Generation,
  question: Question,
  { event, source }: Event,
  report: SubscriptionReport,
): Promise<GraphQLAnswer> {
  const planned = await plan(gateway, generation, question, report);
  const wanted = sourceFetchOf(planned.plan);
  if (wanted && !isAnsweredBy(wanted, source)) throw outdated();
  const subgraphs = answeringSource(event, generation.subgraphs);
  const answer = await runPlan(gateway, generation, planned, question, report, subgraphs);
  if (answer.isHidden) return answer;
  if (!wanted) return refusalOf(answer);
  await report.answered();
  return answer;
}

const openSource: Readonly<Record<'ws' | 'sse', OpenSource>> = { ws: openWebSocketSource, sse: openEventStreamSource };

/** Subscribes at the subgraph. Whoever leaves the events, or the client who leaves, frees the subgraph. */
async function openEvents(
  gateway: Gateway,
  generation: Generation,
  { caller, left, propagated }: Question,
  { source, variables }: Pick<PlannedOperation, 'variables'> & Pick<Opened, 'source'>,
): Promise<SourceEvents> {
  const { subscriptions, execution } = gateway.config;
  const { subgraph } = source;
  const { protocol = 'ws', url = urlOf(gateway, generation, subgraph) } = subscriptions.subgraphs[subgraph] ?? {};
  const used = Object.fromEntries(source.variables.map((name) => [name, variables[name]]));
  const body = JSON.stringify({ query: source.document, variables: used });
  const headersFor = subgraphHeaders(gateway, generation, { caller, propagated });
  const headers = await headersFor({ ...source, documentDigest: digestOf(source.document) }, body);
  const ended = new AbortController();
  const events = new EventQueue<string>({
    maxEvents: subscriptions.maxWaitingEvents,
    maxBytes: subscriptions.maxWaitingBytes,
    sizeOf: (event) => event.length,
    tooSlow: () => slowReader(subscriptions.maxWaitingEvents, subscriptions.maxWaitingBytes),
    onEnd: () => ended.abort(),
  });
  if (left.aborted) events.drop();
  else left.addEventListener('abort', () => events.drop(), { once: true });
  const request = {
    subgraph,
    url,
    headers,
    body,
    maxEventBytes: execution.responseBytes,
    acceptTimeoutMs: subscriptions.acceptTimeoutMs,
    keepAliveMs: subscriptions.keepAliveMs,
  };
  if (!events.isOver) openSource[protocol](request, events, ended.signal);
  return events;
}

function urlOf({ config }: Gateway, { planner }: Generation, subgraph: string): string {
  return config.subgraphUrls[subgraph] ?? planner.subgraphs.find(({ name }) => name === subgraph)?.url ?? '';
}

function slowReader(maxEvents: number, maxBytes: number): GordianError {
  return new GordianError(
    'SLOW_READER',
    `More than ${maxEvents} events or ${maxBytes} bytes waited for this client (settings subscriptions.maxWaitingEvents, subscriptions.maxWaitingBytes). Subscribe again.`,
  );
}

function outdated(): GordianError {
  return new GordianError(
    'SUBSCRIPTION_OUTDATED',
    'The graph, or what you may see of it, has changed since this subscription began. Subscribe again.',
  );
}
