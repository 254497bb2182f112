// Tables of what was measured: medians with quartiles, and ratios to one of the rows.
import type { Measured, Window } from '../measure.ts';
import { median, quantile } from '../statistics.ts';

export interface Ratio {
  readonly median: number;
  readonly quartiles: readonly [number, number];
}

/** Of CPU per request, taken within each round: what disturbs the machine then disturbs both. */
export function ratioOf(rounds: readonly Window[], base: readonly Window[]): Ratio {
  const ratios = rounds.map(({ cpuMicrosPerRequest }, round) => cpuMicrosPerRequest / base[round]!.cpuMicrosPerRequest);
  return { median: median(ratios), quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)] };
}

/** @param reference the row that ratios refer to */
export function printMeasured(measured: readonly Measured[], reference: string, extra = ''): string {
  const base = measured.find(({ variant }) => variant === reference)!.rounds;
  const rows = measured.map(({ variant, rounds }) => `| ${[variant, ...cells(rounds, base)].join(' | ')} |\n`);
  return `| variant | CPU µs per request | ratio | requests/s | p50 ms | p99 ms | RSS MB | calls |
|---|---|---|---|---|---|---|---|
${rows.join('')}${extra}`;
}

function cells(rounds: readonly Window[], base: readonly Window[]): string[] {
  const cpu = rounds.map(({ cpuMicrosPerRequest }) => cpuMicrosPerRequest);
  const { median: ratio, quartiles } = ratioOf(rounds, base);
  return [
    `${figure(median(cpu))} (${figure(quantile(cpu, 0.25))}–${figure(quantile(cpu, 0.75))})`,
    rounds === base ? '1' : `${ratio.toFixed(2)} (${quartiles.map((value) => value.toFixed(2)).join('–')})`,
    ...(['requestsPerSecond', 'p50Ms', 'p99Ms', 'rssMegabytes'] as const).map((key) =>
      figure(median(rounds.map((window) => window[key]))),
    ),
    callsOf(rounds),
  ];
}

/** Under load, to the subgraphs, per request. */
function callsOf(rounds: readonly Window[]): string {
  const counted = rounds.flatMap(({ upstreamCallsPerRequest }) => upstreamCallsPerRequest ?? []);
  return counted.length > 0 ? median(counted).toFixed(1) : '';
}

export const figure = (value: number): string => (value < 100 ? value.toFixed(1) : Math.round(value).toString());
