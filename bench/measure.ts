// CPU per request of several servers, interleaved: what else the machine does then hits all of them alike.
import type { BenchCase } from './cases.ts';
import { applyLoad, requestOnce } from './load.ts';
import type { Usage } from './usage-reporter.ts';
import type { Variant } from './variant.ts';

export interface Window {
  readonly cpuMicrosPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMegabytes: number;
}

export interface Measured {
  readonly variant: string;
  readonly rounds: readonly Window[];
}

export interface Rounds {
  readonly count: number;
  readonly windowMs: number;
  readonly warmUpMs: number;
}

/** @throws when the variants do not give the same data */
export async function measureCase(
  benchCase: BenchCase,
  variants: readonly Variant[],
  rounds: Rounds,
): Promise<readonly Measured[]> {
  const answers = await requireSameData(benchCase, variants);
  for (const { name, url } of variants) await applyLoad(url, benchCase.query, answers.get(name)!, rounds.warmUpMs);
  const measured = variants.map((variant) => ({ variant: variant.name, rounds: [] as Window[] }));
  for (let round = 0; round < rounds.count; round++) {
    // Every other round backwards, so that none always follows the same neighbour.
    const order = [...variants.keys()];
    for (const index of round % 2 === 0 ? order : order.reverse()) {
      const variant = variants[index]!;
      measured[index]!.rounds.push(
        await measureWindow(variant, benchCase.query, answers.get(variant.name)!, rounds.windowMs),
      );
    }
  }
  return measured;
}

async function measureWindow(
  { url, process }: Variant,
  query: string,
  expected: string,
  windowMs: number,
): Promise<Window> {
  const before = await process.ask<Usage>('usage');
  const { requests, elapsedMs, latenciesMs } = await applyLoad(url, query, expected, windowMs);
  const after = await process.ask<Usage>('usage');
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  return {
    cpuMicrosPerRequest: (after.cpuMicros - before.cpuMicros) / requests,
    requestsPerSecond: requests / (elapsedMs / 1_000),
    p50Ms: sorted[Math.floor(requests * 0.5)]!,
    p99Ms: sorted[Math.floor(requests * 0.99)]!,
    rssMegabytes: after.rssBytes / 1024 / 1024,
  };
}

async function requireSameData(
  { name, query }: BenchCase,
  variants: readonly Variant[],
): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  let first: string | null = null;
  for (const variant of variants) {
    const answer = await requestOnce(variant.url, query);
    const { data, errors } = JSON.parse(answer);
    first ??= JSON.stringify(data);
    if (errors || JSON.stringify(data) !== first)
      throw new Error(`${variant.name} does not give the data of ${variants[0]!.name} for the ${name} query`);
    answers.set(variant.name, answer);
  }
  return answers;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
