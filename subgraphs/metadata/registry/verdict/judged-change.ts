// A change after a look at who really uses what it touches. Plain JSON: it is stored as it was judged, and sent as it is.
import type { ChangeKindName } from '../../../../schema/contract-changes/change-kinds.ts';
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';

/** What is known of whoever would notice; see docs/reference/registry.md. */
export type UsageVerdict =
  | 'NOT_BREAKING'
  | 'UNUSED_IN_WINDOW'
  | 'BREAKS_PINNED_ONLY'
  | 'UNKNOWN_NO_TRAFFIC_DATA'
  | 'BREAKS_CONSUMERS';

export interface JudgedChange extends ContractChange {
  readonly verdict: UsageVerdict;
  readonly affected: Affected;
}

export interface Affected {
  /** Whoever asks for most first. */
  readonly consumers: readonly AffectedConsumer[];
  /** Other products that are made from what changes, `sales/best-buyers`. */
  readonly downstreamProducts: readonly string[];
  readonly downstreamFields: number;
  /** False when traffic or lineage is known in part only, or the lists were cut. */
  readonly complete: boolean;
  /** False when there may be consumers beside those of the list. */
  readonly namesAll: boolean;
}

export interface AffectedConsumer {
  /** The client's id; `anonymous` where there is none. */
  readonly consumer: string;
  readonly operations: readonly AffectedOperation[];
  readonly requests: number;
  /** Null: it was not seen, and relies on the contract by a pin or by an operation that it has published. */
  readonly lastSeen: string | null;
  /** The range that it has pinned, where the new version lies outside. */
  readonly pin: string | null;
}

export interface AffectedOperation {
  readonly hash: string;
  readonly name: string | null;
  readonly requests: number;
  /** Null: it is published, and was never seen. */
  readonly lastSeen: string | null;
  /** The client's version that was published last with it; absent where it is not published. */
  readonly publishedAs?: string;
}

/** More than this nobody reads; `complete` says that there are more. */
export const maxConsumers = 100;
export const maxOperations = 20;

export const nobody: Affected = {
  consumers: [],
  downstreamProducts: [],
  downstreamFields: 0,
  complete: true,
  namesAll: true,
};

const removals: ReadonlySet<string> = new Set<ChangeKindName>([
  'FIELD_REMOVED',
  'FIELD_RENAMED',
  'INPUT_FIELD_REMOVED',
]);

export function isRemovalOfField(kind: string): boolean {
  return removals.has(kind);
}

/** Whether whoever asks may hear that a consumer is this one; counts are for everybody. */
export type IsNamed = (consumer: string) => boolean;

/** Pipelines have to know whom a change breaks, and so has whoever publishes. */
export const everybody: IsNamed = () => true;

export const somebody = 'somebody';

export function namedFor(isNamed: IsNamed, changes: readonly JudgedChange[]): JudgedChange[] {
  const shown = (one: AffectedConsumer) =>
    isNamed(one.consumer) ? one : { ...one, consumer: somebody, operations: [] };
  return changes.map((change) => ({
    ...change,
    affected: { ...change.affected, consumers: change.affected.consumers.map(shown) },
  }));
}
