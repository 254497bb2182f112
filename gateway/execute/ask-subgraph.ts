// Sends one request, and keeps the record of it that the report and the playground show.
import type { EntityRequest } from './entity-request.ts';
import type { EntityAsk, Execution } from './execution.ts';
import type { FetchTrace } from './fetched-data.ts';
import type { SubgraphAnswer, SubgraphFault } from './subgraph-transport.ts';

export interface Reception {
  readonly answer: SubgraphAnswer;
  /** Still open: who reads the answer notes what it found. */
  readonly trace: { -readonly [key in keyof FetchTrace]: FetchTrace[key] };
}

/** What the variables of one part of a request are. */
type AskedPart = Pick<EntityAsk, 'representations' | 'context' | 'targets'>;

/** @param asked by part of the request; none for a fetch of root fields */
export async function askSubgraph(
  execution: Execution,
  request: EntityRequest,
  asked: readonly AskedPart[],
): Promise<Reception> {
  const started = performance.now();
  const trace: Reception['trace'] = {
    subgraph: request.subgraph,
    startedAtMs: Date.now(),
    durationMs: 0,
    status: 'ok',
    representations: asked.reduce((sum, { targets }) => sum + targets.length, 0),
    responseBytes: 0,
    unaskedValues: 0,
    fault: null,
    tellsOfSubgraph: request.operationKind !== 'subscription',
  };
  execution.traces.push(trace);
  const answer = await send(execution, request, asked);
  trace.durationMs = performance.now() - started;
  if (answer.kind === 'response') trace.responseBytes = answer.body.length;
  else Object.assign(trace, { status: 'failed', fault: `${answer.code}: ${answer.detail}` });
  if (execution.ending.isOver) trace.tellsOfSubgraph = false;
  return { answer, trace };
}

async function send(
  { context, ending }: Execution,
  request: EntityRequest,
  asked: readonly AskedPart[],
): Promise<SubgraphAnswer> {
  const { subgraph, operationKind } = request;
  try {
    const body = bodyOf(request, context.variables, asked);
    const headers = await context.headersFor(request, body);
    return await context.subgraphs.send({ subgraph, operationKind, body, headers }, ending);
  } catch (error) {
    return fault('SUBGRAPH_UNAVAILABLE', `the fetch could not be sent: ${(error as Error).message}`);
  }
}

function bodyOf(
  { bodyStart, variables, parts }: EntityRequest,
  values: Readonly<Record<string, unknown>>,
  asked: readonly AskedPart[],
): string {
  const used = asked.flatMap(({ representations, context }, index) => {
    const { variableKey, contextKeys } = parts[index]!;
    return [`${variableKey}:[${representations}]`, ...context.map((value, at) => `${contextKeys[at]}:${value}`)];
  });
  for (const name of variables)
    if (name in values) used.push(`${JSON.stringify(name)}:${JSON.stringify(values[name])}`);
  return `${bodyStart}${used.join()}}}`;
}

const fault = (code: SubgraphFault['code'], detail: string): SubgraphFault => ({ kind: 'fault', code, detail });
