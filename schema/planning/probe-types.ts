// Which types of a supergraph are hard to plan. A type that is slow here is slow for every client that finds it.
import type { GraphQLSchema } from 'graphql';
import { type ProbeQuery, probeQueries } from './probe-queries.ts';

export interface ProbeLimits {
  /** For all probes together; types that are left are not probed. */
  readonly totalMs: number;
  /** What takes longer is reported. */
  readonly slowMs: number;
}

export interface SlowType extends ProbeQuery {
  readonly tookMs: number;
  /** Why there is no plan; null when there is one. */
  readonly refusedWith: string | null;
}

/** @returns why there is no plan; null when there is one */
export type PlanProbe = (probe: ProbeQuery) => Promise<string | null>;

/** @param schema as clients see it. Never rejects if `plan` does not. */
export async function probeTypes(
  schema: GraphQLSchema,
  plan: PlanProbe,
  { totalMs, slowMs }: ProbeLimits,
): Promise<readonly SlowType[]> {
  const slow: SlowType[] = [];
  const endsAtMs = performance.now() + totalMs;
  const isSlow = ({ tookMs, refusedWith }: Probe) => tookMs > slowMs || refusedWith === 'PLANNING_FAILED';
  for (const probe of probeQueries(schema)) {
    if (performance.now() > endsAtMs) break;
    if (!isSlow(await time(plan, probe))) continue;
    // Once more, as another operation: the first plans of a thread are slow, and so is a machine that is starting up.
    const again = await time(plan, { ...probe, query: `${probe.query} ` });
    if (isSlow(again)) slow.push({ ...probe, ...again });
  }
  return slow;
}

type Probe = Pick<SlowType, 'tookMs' | 'refusedWith'>;

async function time(plan: PlanProbe, probe: ProbeQuery): Promise<Probe> {
  const startedAtMs = performance.now();
  const refusedWith = await plan(probe);
  return { tookMs: Math.round(performance.now() - startedAtMs), refusedWith };
}
