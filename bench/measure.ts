// CPU per request of several servers, interleaved: what else the machine does then hits all of them alike.
import { isDeepStrictEqual } from 'node:util';
import { applyLoad, type Load, repeatFor, requestOnce } from './load.ts';
import type { Usage } from './under-test.ts';
import type { Variant } from './variants/variant.ts';

export interface Window {
  readonly cpuMicrosPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMegabytes: number;
  /** Null where nobody counts them. */
  readonly upstreamCallsPerRequest: number | null;
}

/** Calls that the subgraphs have answered so far. */
export type CountCalls = () => Promise<number>;

export interface Measured {
  readonly variant: string;
  readonly rounds: readonly Window[];
}

export interface Rounds {
  readonly count: number;
  readonly windowMs: number;
  readonly warmUpMs: number;
}

/** What one variant has to do in a round: a server, and what is asked of it. */
export interface Task {
  readonly label: string;
  readonly variant: Variant;
  readonly query: string;
  /** The answer that it gave when it was checked. */
  readonly answer: string;
  readonly connections: number;
}

export interface Measurement {
  readonly measured: readonly Measured[];
  /** What failed under load, by label; it is measured no further. */
  readonly failed: Readonly<Record<string, string>>;
}

/** Warms every task up, then gives each one window per round. */
export function measureTasks(tasks: readonly Task[], rounds: Rounds, countCalls?: CountCalls): Promise<Measurement> {
  return interleave({
    labels: tasks.map(({ label }) => label),
    rounds: rounds.count,
    warmUp: (index) => load(tasks[index]!, rounds.warmUpMs),
    measure: (index) => measureWindow(tasks[index]!.variant, () => load(tasks[index]!, rounds.windowMs), countCalls),
  });
}

function load({ variant, query, answer, connections }: Task, durationMs: number): Promise<Load> {
  return applyLoad(variant, connections, repeatFor(query, answer, durationMs));
}

export interface Rotation {
  readonly labels: readonly string[];
  readonly rounds: number;
  warmUp(index: number): Promise<unknown>;
  measure(index: number, round: number): Promise<Window>;
}

/**
 * One window per label and round; every other round backwards, so that none always follows the same neighbour.
 * @throws when the first one fails, to which all others are compared
 */
export async function interleave({ labels, rounds, warmUp, measure }: Rotation): Promise<Measurement> {
  const windows = labels.map((): Window[] => []);
  const failed: Record<string, string> = {};
  const unlessFailed = async (index: number, act: () => Promise<unknown>) => {
    const label = labels[index]!;
    if (label in failed) return;
    await act().catch((error: Error) => {
      if (index === 0) throw new Error(`${label} failed under load: ${error.message}`);
      failed[label] = error.message;
    });
  };
  for (const index of labels.keys()) await unlessFailed(index, () => warmUp(index));
  for (let round = 0; round < rounds; round++) {
    const order = [...labels.keys()];
    for (const index of round % 2 === 0 ? order : order.reverse())
      await unlessFailed(index, async () => windows[index]!.push(await measure(index, round)));
  }
  const measured = labels.map((variant, index) => ({ variant, rounds: windows[index]! }));
  return { measured: measured.filter(({ variant }) => !(variant in failed)), failed };
}

export async function measureWindow(
  { process }: Variant,
  apply: () => Promise<Load>,
  countCalls?: CountCalls,
): Promise<Window> {
  const callsBefore = await countCalls?.();
  const before = await process.ask<Usage>('usage');
  const { requests, elapsedMs, latenciesMs } = await apply();
  const after = await process.ask<Usage>('usage');
  const calls = countCalls ? (await countCalls()) - callsBefore! : null;
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  return {
    cpuMicrosPerRequest: (after.cpuMicros - before.cpuMicros) / requests,
    requestsPerSecond: requests / (elapsedMs / 1_000),
    p50Ms: sorted[Math.floor(requests * 0.5)]!,
    p99Ms: sorted[Math.floor(requests * 0.99)]!,
    rssMegabytes: after.rssBytes / 1024 / 1024,
    upstreamCallsPerRequest: calls === null ? null : calls / requests,
  };
}

/** A variant that answers as the first one does, or why it cannot be measured. */
export type Checked =
  | { readonly variant: Variant; readonly answer: string }
  | { readonly variant: Variant; readonly fault: string };

/** Whether a field that the policy keeps from the caller is part of a right answer. */
type Errors = 'no errors' | 'denials allowed';

/** Asks all; the first one is right by definition, so check it elsewhere. @throws when the first one gives errors */
export async function checkSameData(
  variants: readonly Variant[],
  query: string,
  errors: Errors = 'no errors',
): Promise<readonly Checked[]> {
  const [reference, ...others] = variants;
  const answer = await requestOnce(reference!, query);
  const fault = faultOf(answer, answer, errors);
  if (fault) throw new Error(`${reference!.name}: ${fault} for ${query}`);
  const checked: Checked[] = [{ variant: reference!, answer }];
  for (const variant of others) checked.push(await check(variant, query, answer, errors));
  return checked;
}

async function check(variant: Variant, query: string, expected: string, errors: Errors): Promise<Checked> {
  try {
    const answer = await requestOnce(variant, query);
    const fault = faultOf(answer, expected, errors);
    return fault ? { variant, fault } : { variant, answer };
  } catch (error) {
    return { variant, fault: (error as Error).message };
  }
}

/** @returns what is wrong with an answer; null when its data is equal, in whatever order its keys come */
function faultOf(answer: string, expected: string, allowed: Errors): string | null {
  const { data, errors = [] } = JSON.parse(answer) as { data: unknown; errors?: { extensions?: { code?: string } }[] };
  const faults = errors.filter(({ extensions }) => allowed === 'no errors' || extensions?.code !== 'FORBIDDEN');
  if (faults.length > 0) return `errors: ${JSON.stringify(faults).slice(0, 200)}`;
  return isDeepStrictEqual(data, JSON.parse(expected).data) ? null : 'other data';
}
