// The state of one execution; only the files of this stage see it.
import type { FetchNode } from '../plan/plan.ts';
import type { CompiledPlan } from './compile-plan.ts';
import type { Failure, FetchTrace, Path } from './fetched-data.ts';
import type { JsonObject } from './json-object.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

export interface ExecutionContext {
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly subgraphs: SubgraphTransport;
  /** Headers of one fetch: the gateway assertion. A rejection fails that fetch only. */
  readonly authorizeFetch: (fetch: FetchNode) => Promise<Readonly<Record<string, string>>>;
  /** From the first fetch to the last byte of the last one. */
  readonly deadlineMs: number;
  /** Aborts when the client leaves: every request under way is destroyed and no other is sent. */
  readonly signal?: AbortSignal;
}

export interface Execution {
  readonly context: ExecutionContext;
  readonly plan: CompiledPlan;
  /** Aborted at the deadline and when the client leaves. */
  readonly signal: AbortSignal;
  readonly data: JsonObject;
  readonly failures: Failure[];
  readonly shared: Set<unknown>;
  readonly traces: FetchTrace[];
  /** Set by a mutation whose outcome is not known: those after it are not run. */
  mutationFault: Failure | null;
}

/** What a subgraph answered for one entity, or for the root. */
export interface AnswerPart {
  /** Null: the subgraph does not know the entity. Undefined: nobody knows, because something failed. */
  value: JsonObject | null | undefined;
  readonly targets: readonly JsonObject[];
  readonly targetPaths: () => readonly Path[];
}
