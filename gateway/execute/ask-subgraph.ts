// Sends one fetch, and keeps the record of it that the report and the playground show.
import type { CompiledFetch } from './compile-plan.ts';
import type { Execution } from './execution.ts';
import type { FetchTrace } from './fetched-data.ts';
import type { SubgraphAnswer, SubgraphFault } from './subgraph-transport.ts';

export interface Reception {
  readonly answer: SubgraphAnswer;
  /** Still open: who reads the answer notes what it found. */
  readonly trace: { -readonly [key in keyof FetchTrace]: FetchTrace[key] };
}

/** @param representations as JSON; null for a fetch of root fields */
export async function askSubgraph(
  execution: Execution,
  fetch: CompiledFetch,
  representations: readonly string[] | null,
): Promise<Reception> {
  const { subgraph } = fetch.fetch;
  const started = performance.now();
  const trace: Reception['trace'] = {
    subgraph,
    startedAtMs: Date.now(),
    durationMs: 0,
    status: 'ok',
    representations: representations?.length ?? 0,
    responseBytes: 0,
    unaskedValues: 0,
    fault: null,
  };
  execution.traces.push(trace);
  const answer = await send(execution, fetch, representations);
  trace.durationMs = performance.now() - started;
  if (answer.kind === 'response') trace.responseBytes = answer.bytes;
  else Object.assign(trace, { status: 'failed', fault: `${answer.code}: ${answer.detail}` });
  return { answer, trace };
}

async function send(
  execution: Execution,
  fetch: CompiledFetch,
  representations: readonly string[] | null,
): Promise<SubgraphAnswer> {
  const { context, ending } = execution;
  const { subgraph, operationKind } = fetch.fetch;
  try {
    const headers = await context.headersFor(subgraph, fetch.fetch.internalCoordinates);
    const body = bodyOf(fetch, context.variables, representations);
    return await context.subgraphs.send({ subgraph, operationKind, body, headers }, ending);
  } catch (error) {
    return fault('SUBGRAPH_UNAVAILABLE', `the fetch could not be sent: ${(error as Error).message}`);
  }
}

function bodyOf(
  fetch: CompiledFetch,
  variables: Readonly<Record<string, unknown>>,
  representations: readonly string[] | null,
): string {
  const used = fetch.fetch.variables
    .filter((name) => name in variables)
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(variables[name])}`);
  if (representations) used.push(`"representations":[${representations.join()}]`);
  return `${fetch.bodyStart}${used.join()}}}`;
}

const fault = (code: SubgraphFault['code'], detail: string): SubgraphFault => ({ kind: 'fault', code, detail });
