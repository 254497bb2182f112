// The verdict on one change: how weighty it is, times who uses what it touches, times what is made from that. Silence counts as
// disuse only where traffic was watched all the time. Pure; docs/reference/registry.md has the same as a table.
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';
import { groupBy } from '../../group-by.ts';
import type { KnownUse, KnownUses } from '../../usage/known-uses.ts';
import {
  type Affected,
  type AffectedConsumer,
  type AffectedOperation,
  type JudgedChange,
  maxConsumers,
  maxOperations,
  nobody,
  type UsageVerdict,
} from './judged-change.ts';

export interface Evidence {
  /** Uses of what the change touches and of what is made from it. */
  readonly traffic: KnownUses;
  readonly downstream: {
    readonly coordinates: readonly Coordinate[];
    readonly products: readonly string[];
    readonly complete: boolean;
  };
  /** What is removed here goes on being served elsewhere in the graph. */
  readonly isServedElsewhere: boolean;
}

export function judge(change: ContractChange, evidence: Evidence): JudgedChange {
  if (change.severity !== 'BREAKING' || evidence.isServedElsewhere)
    return { ...change, verdict: 'NOT_BREAKING', affected: nobody };
  return { ...change, verdict: verdictOf(evidence), affected: affectedBy(evidence) };
}

/** Where not all is known that is made from it, nor is whether anybody uses that. */
function verdictOf({ traffic: { uses, coversWindow }, downstream }: Evidence): UsageVerdict {
  if (uses.length > 0) return 'BREAKS_CONSUMERS';
  return coversWindow && downstream.complete ? 'UNUSED_IN_WINDOW' : 'UNKNOWN_NO_TRAFFIC_DATA';
}

function affectedBy({ traffic, downstream }: Evidence): Affected {
  const consumers = consumersOf(traffic.uses);
  const isCut = consumers.some(({ operations }) => operations.length > maxOperations);
  const namesAll = traffic.coversWindow && downstream.complete && consumers.length <= maxConsumers;
  return {
    consumers: consumers
      .slice(0, maxConsumers)
      .map((consumer) => ({ ...consumer, operations: consumer.operations.slice(0, maxOperations) })),
    downstreamProducts: downstream.products,
    downstreamFields: downstream.coordinates.length,
    complete: namesAll && !isCut,
    namesAll,
  };
}

function consumersOf(uses: readonly KnownUse[]): AffectedConsumer[] {
  return [...groupBy(uses, ({ client }) => client)]
    .map(([consumer, own]) => consumerOf(consumer, own))
    .sort((a, b) => b.requests - a.requests || (a.consumer < b.consumer ? -1 : 1));
}

/** An operation that touches several of the coordinates is one operation. */
function consumerOf(consumer: string, uses: readonly KnownUse[]): AffectedConsumer {
  const operations = [...new Map(uses.map((use) => [use.operationHash, operationOf(use)])).values()];
  operations.sort((a, b) => b.requests - a.requests);
  return {
    consumer,
    operations,
    requests: operations.reduce((sum, { requests }) => sum + requests, 0),
    lastSeen:
      operations
        .flatMap(({ lastSeen }) => lastSeen ?? [])
        .sort()
        .at(-1) ?? null,
    pin: null,
  };
}

function operationOf({ operationHash, operationName, requests, lastSeen, publishedAs }: KnownUse): AffectedOperation {
  const seen = { hash: operationHash, name: operationName, requests, lastSeen: lastSeen?.toISOString() ?? null };
  return publishedAs === undefined ? seen : { ...seen, publishedAs };
}
