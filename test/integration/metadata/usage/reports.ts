// Reports of usage as a gateway would send them, in the words of a test.

import { sha256 } from '../../../../kit/audit-chain.ts';
import { latencyBoundsMs, latencyCounts, latencyIndex } from '../../../../kit/latency-bounds.ts';
import type { UsageReport } from '../../../../kit/usage-report.ts';
import type { MetadataUnderTest } from '../metadata-under-test.ts';

export interface ToldUse {
  /** Stands for the document. */
  readonly operation: string;
  readonly client: string;
  readonly requests?: number;
  readonly errors?: number;
  readonly events?: number;
  readonly bytes?: number;
  readonly at?: string;
}

export interface Told {
  readonly instance?: string;
  readonly sequence: number;
  readonly startedAt?: string;
  readonly from: string;
  readonly to: string;
  readonly isLast?: boolean;
  readonly overflowed?: number;
  readonly operations?: Readonly<Record<string, readonly string[]>>;
  readonly uses?: readonly ToldUse[];
  /** Latencies in milliseconds; -1 is a failure. */
  readonly fetches?: Readonly<Record<string, readonly number[]>>;
  readonly observed?: UsageReport['observed'];
  readonly firstUses?: readonly { readonly search: string; readonly operation: string; readonly at: string }[];
}

export const hashOf = (document: string): string => sha256(document);

export function usageReportOf(told: Told): UsageReport {
  const { instance = 'gateway-1', startedAt = '2026-03-01T00:00:00.000Z', isLast = false, overflowed = 0 } = told;
  const { sequence, from, to, operations = {}, uses = [], fetches = {}, observed = [], firstUses = [] } = told;
  return {
    instance,
    startedAt,
    sequence,
    from,
    to,
    isLast,
    overflowed,
    operations: Object.entries(operations).map(([document, coordinates]) => ({
      hash: hashOf(document),
      name: document,
      kind: 'query',
      document,
      coordinates: [...coordinates],
    })),
    uses: uses.map(({ operation, client, at = from, requests = 0, errors = 0, events = 0, bytes = 0 }) => ({
      operation: hashOf(operation),
      client,
      clientKind: client === 'anonymous' ? 'ANONYMOUS' : 'APPLICATION',
      requests,
      errors,
      events,
      computeMs: requests,
      bytes,
      firstAt: at,
      lastAt: at,
    })),
    fetches: Object.entries(fetches).map(([subgraph, latencies]) => fetchesOf(subgraph, latencies)),
    observed: [...observed],
    firstUses: firstUses.map((use) => ({ ...use, operation: hashOf(use.operation) })),
  };
}

function fetchesOf(subgraph: string, latencies: readonly number[]): UsageReport['fetches'][number] {
  const counts = new Array<number>(latencyCounts).fill(0);
  for (const latency of latencies) if (latency >= 0) counts[latencyIndex(latency)]!++;
  return {
    subgraph,
    fetches: latencies.length,
    failures: latencies.filter((latency) => latency < 0).length,
    latencyCounts: counts,
  };
}

export const slowest = latencyBoundsMs.at(-1)! + 1;

/** @returns the status, and what became of the report */
export async function report(metadata: MetadataUnderTest, told: Told, client = 'gateway'): Promise<string> {
  const answer = await metadata.send<{ receipt?: string }>('POST', '/usage/reports', {
    token: await metadata.token('gordian:usage:write', { azp: client }),
    body: usageReportOf(told),
  });
  return answer.body.receipt ?? String(answer.status);
}
