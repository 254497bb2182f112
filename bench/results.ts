// What a run found: all of it as JSON, and the medians as a table.
import { cpus } from 'node:os';
import { type BenchCase, benchCases } from './cases.ts';
import { connections } from './load.ts';
import { type Measured, median, type Rounds, type Window } from './measure.ts';

export interface CaseResult {
  readonly benchCase: BenchCase;
  readonly upstreamCalls: number;
  readonly answerBytes: number;
  readonly measured: readonly Measured[];
}

export interface Run {
  readonly commit: string;
  readonly command: string;
  readonly date: string;
  readonly machine: string;
  readonly rounds: Rounds;
  readonly cases: readonly CaseResult[];
}

export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} cores (${first?.model ?? 'unknown'}), Node ${process.version}, ${process.platform}`;
}

/** @param reference the variant that ratios refer to */
export function printTable({ commit, command, date, machine, rounds, cases }: Run, reference: string): string {
  const seconds = (rounds.windowMs / 1_000).toString();
  return `# Benchmark of ${date}

Commit ${commit}. Command \`${command}\`. ${machine}; client, subgraphs and gateway share the machine.
${rounds.count} rounds of ${seconds} s per variant, interleaved, ${connections} connections. Medians; in brackets the lowest and the highest round.
The ratio is the median over rounds of (CPU of the variant / CPU of ${reference} in the same round).

${cases.map((one) => printCase(one, reference)).join('\n')}`;
}

function printCase({ benchCase, upstreamCalls, answerBytes, measured }: CaseResult, reference: string): string {
  const base = measured.find(({ variant }) => variant === reference)?.rounds ?? [];
  const lines = measured.map(({ variant, rounds }) => {
    const cells = [
      variant,
      spread(rounds, ({ cpuMicrosPerRequest }) => cpuMicrosPerRequest),
      ratio(rounds, base),
      ...(['requestsPerSecond', 'p50Ms', 'p99Ms', 'rssMegabytes'] as const).map((key) =>
        figure(median(rounds.map((window) => window[key]))),
      ),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `## ${benchCase.name}: ${benchCase.about}

${upstreamCalls} upstream calls, an answer of ${answerBytes} bytes (${reference}).

| variant | CPU µs per request | ratio | requests/s | p50 ms | p99 ms | RSS MB |
|---|---|---|---|---|---|---|
${lines.join('\n')}
`;
}

function spread(rounds: readonly Window[], figureOf: (window: Window) => number): string {
  const values = rounds.map(figureOf);
  return `${figure(median(values))} (${figure(Math.min(...values))}–${figure(Math.max(...values))})`;
}

function ratio(rounds: readonly Window[], base: readonly Window[]): string {
  const ratios = rounds.map(({ cpuMicrosPerRequest }, round) => cpuMicrosPerRequest / base[round]!.cpuMicrosPerRequest);
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
}

const figure = (value: number): string => (value < 100 ? value.toFixed(1) : Math.round(value).toString());

export function caseNamed(name: string): BenchCase {
  const found = benchCases.find((one) => one.name === name);
  if (!found) throw new Error(`no case "${name}"; there are ${benchCases.map((one) => one.name).join(', ')}`);
  return found;
}
