// A section of the benchmark: one question, how it is answered, and what comes out.
import type { BenchOptions } from './bench-options.ts';
import type { TargetResult } from './report/targets.ts';
import type { Workshop } from './workshop.ts';

export interface Section {
  readonly name: string;
  readonly about: string;
  run(bench: Bench): Promise<SectionResult>;
}

export interface Bench {
  readonly options: BenchOptions;
  /** Of this repository. */
  readonly root: string;
  /** What a picture says of where it comes from, line by line. */
  readonly origin: readonly string[];
  readonly workshop: Workshop;
}

export interface SectionResult {
  /** Below the heading of the section. */
  readonly markdown: string;
  readonly data: unknown;
  readonly targets: readonly TargetResult[];
  /** SVG by file name. */
  readonly pictures?: Readonly<Record<string, string>>;
}
