// The state of one execution; only the files of this stage see it.

import type { Ending } from '../../kit/ending.ts';
import type { Leaving } from '../../kit/leaving.ts';
import type { CompiledFetch, CompiledPlan, CompiledRound } from './compile-plan.ts';
import type { DataRecord, DataValue } from './data-record.ts';
import type { EntityRequest } from './entity-request.ts';
import type { Failure, FetchTrace, Path } from './fetched-data.ts';
import type { JsonBytes } from './json-bytes.ts';
import type { Round } from './round.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

export interface ExecutionContext {
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly subgraphs: SubgraphTransport;
  /** Headers of one request to a subgraph: the gateway assertion and what is propagated. A rejection fails that request only. */
  readonly headersFor: HeadersFor;
  /** From the first fetch to the last byte of the last one. */
  readonly deadlineMs: number;
  /** Aborts when the client leaves: every request under way is destroyed and no other is sent. */
  readonly signal?: Leaving;
}

/** @param body as it is sent */
export type HeadersFor = (request: AuthorizedRequest, body: string) => Promise<Readonly<Record<string, string>>>;

/** What the authorization of a request speaks of. */
export type AuthorizedRequest = Pick<
  EntityRequest,
  'subgraph' | 'operationKind' | 'internalCoordinates' | 'documentDigest'
>;

export interface Execution {
  readonly context: ExecutionContext;
  readonly plan: CompiledPlan;
  /** Of `performance.now()`. */
  readonly startedAtMs: number;
  /** At the deadline or when the client leaves. */
  readonly ending: Ending;
  readonly data: DataRecord;
  /** The bytes of all answers: where leaves are. */
  readonly leaves: JsonBytes;
  readonly failures: Failure[];
  readonly shared: Set<DataValue>;
  readonly traces: FetchTrace[];
  /** Where fetches that may travel together wait for each other. */
  readonly rounds: Map<CompiledRound, Round<EntityAsk>>;
  /** Set by a mutation whose outcome is not known: those after it are not run. */
  mutationFault: Failure | null;
}

/** What a subgraph answered for one entity, or for the root. */
export interface AnswerPart {
  /** Null: the subgraph does not know the entity. Undefined: nobody knows, because something failed. */
  value: DataRecord | null | undefined;
  readonly targets: readonly DataRecord[];
  readonly targetPaths: () => readonly Path[];
}

/** What the parts of an answer are merged into. */
export interface AskedTargets {
  /** By part. */
  readonly targets: readonly (readonly DataRecord[])[];
  readonly findPaths: FindPaths;
}

/** Where objects are in the data, once for each of their places. */
export type FindPaths = (objects: readonly DataRecord[]) => readonly Path[];

/** What one fetch of entities has to ask; its parts are the representations. */
export interface EntityAsk extends AskedTargets {
  readonly fetch: CompiledFetch;
  /** As JSON with commas between. */
  readonly representations: string;
  /** The values of {@link CompiledFetch.context}, as JSON. */
  readonly context: readonly string[];
}
