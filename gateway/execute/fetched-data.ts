// What the executor hands to the projector: one tree under private names, and what went wrong where.
import type { DataRecord, DataValue } from './data-record.ts';
import type { JsonBytes } from './json-bytes.ts';
import type { LaterFetches } from './later-fetches.ts';
import type { Layout } from './layout.ts';

export interface FetchedData {
  /** The merged answers of all subgraphs. Objects have a `__typename` wherever the projector must know the type. */
  readonly data: DataRecord;
  /** Of `data`. */
  readonly layout: Layout;
  /** Where the leaves of `data` are. */
  readonly leaves: JsonBytes;
  readonly failures: readonly Failure[];
  /** Objects and lists that stand at several places of the data, because one entity was fetched for all of them. */
  readonly shared: ReadonlySet<DataValue>;
  /** One per request sent to a subgraph, in the order in which they were sent. */
  readonly fetches: readonly FetchTrace[];
  /** Adds to all of the above. Whoever has it must end it. */
  readonly later: LaterFetches;
}

/** Something a subgraph did not answer. The projector turns it into an error with the client's path. */
export interface Failure {
  readonly code: string;
  /** Safe for the client: names the subgraph and the kind of fault; no URL, host, stack, SQL or body. */
  readonly message: string;
  /** What a subgraph adds for the client: the coordinate and the reason of a denial. */
  readonly details: Readonly<Record<string, string>>;
  readonly subgraph: string;
  /** The field that failed, in private names and list indices from the root; null when it is not one field. */
  readonly path: Path | null;
  /** What else is unknown because of it; null when nothing is. */
  readonly lost: LostFields | null;
}

/** Fields that a fetch should have brought, under their private names. */
export interface LostFields {
  readonly path: Path;
  readonly fields: readonly string[];
  /** `object`: of the very object at `path`. `place`: also of the objects at the same place of other list items. */
  readonly scope: 'object' | 'place';
}

export type Path = readonly (string | number)[];

export interface FetchTrace {
  readonly subgraph: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly status: 'ok' | 'partial' | 'failed';
  readonly representations: number;
  readonly responseBytes: number;
  /** Values that the subgraph sent and nobody asked for; they were dropped. */
  readonly unaskedValues: number;
  /** For operators: why the fetch failed, without any part of the answer; null when it did not. */
  readonly fault: string | null;
  /** False for an event, which nobody waited for, and where the request was over before the answer: it may have come in time. */
  readonly tellsOfSubgraph: boolean;
}
