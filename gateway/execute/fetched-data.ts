// What the executor hands to the projector: one tree under private names, and what went wrong where.

export interface FetchedData {
  /** The merged answers of all subgraphs; null when a root fetch failed as a whole. Objects have `__typename` wherever the type is not fixed by the schema. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly failures: readonly Failure[];
  /** One per request sent to a subgraph, in the order in which they were sent. */
  readonly fetches: readonly FetchTrace[];
}

/** Something a subgraph did not answer. The projector turns it into an error with the client's path. */
export interface Failure {
  /** Private names and list indices, from the root of the operation. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  /** Safe for the client: names the subgraph and the kind of fault; no URL, host, stack, SQL or body. */
  readonly message: string;
  readonly subgraph: string;
}

export interface FetchTrace {
  readonly subgraph: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly status: 'ok' | 'partial' | 'failed';
  readonly representations: number;
  readonly responseBytes: number;
}
