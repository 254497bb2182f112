// Execute: runs a plan against the subgraphs and merges their answers into one tree under private names.

import { Ending } from '../../kit/ending.ts';
import type { Plan } from '../plan/plan.ts';
import { type CompiledNode, compilePlan } from './compile-plan.ts';
import type { Execution, ExecutionContext } from './execution.ts';
import type { FetchedData } from './fetched-data.ts';
import { JsonBytes, withReserve } from './json-bytes.ts';
import { nothingLater, prepareLaterFetches } from './later-fetches.ts';
import { runFetch } from './run-fetch.ts';

/** Never rejects for a subgraph's fault: those become failures. What the plan defers is not fetched yet. */
export async function executePlan(plan: Plan, context: ExecutionContext): Promise<FetchedData> {
  const ending = new Ending();
  const end = () => ending.end();
  const deadline = setTimeout(end, context.deadlineMs);
  context.signal?.addEventListener('abort', end, { once: true });
  if (context.signal?.aborted) end();
  const letGo = () => {
    clearTimeout(deadline);
    context.signal?.removeEventListener('abort', end);
  };
  const execution = createExecution(plan, context, ending);
  const { node, deferred, layout } = execution.plan;
  const later =
    deferred.length > 0 ? prepareLaterFetches(deferred, (node) => runNode(execution, node), letGo) : nothingLater;
  try {
    if (node) await runNode(execution, node);
    const { data, leaves, failures, shared, traces } = execution;
    execution.plan.usualBytes = withReserve(leaves.length);
    return { data, layout, leaves, failures, shared, fetches: traces, later };
  } finally {
    if (later === nothingLater) letGo();
  }
}

function createExecution(plan: Plan, context: ExecutionContext, ending: Ending): Execution {
  const compiled = compilePlan(plan);
  return {
    context,
    plan: compiled,
    startedAtMs: performance.now(),
    ending,
    data: compiled.layout.newRecord(),
    leaves: new JsonBytes(compiled.usualBytes),
    failures: [],
    shared: new Set(),
    traces: [],
    rounds: new Map(),
    mutationFault: null,
  };
}

async function runNode(execution: Execution, node: CompiledNode): Promise<void> {
  if (node.kind === 'fetch') {
    await runFetch(execution, node);
  } else if (node.kind === 'parallel') {
    await Promise.all(node.nodes.map((child) => runNode(execution, child)));
  } else {
    for (const child of node.nodes) await runNode(execution, child);
  }
}
