// A mutant: one place of one source file, and what stands there instead.

export interface Mutant {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** `if (outcomes.includes('deny')) -> if (false)`; with the file the key of the list of equivalent mutants. */
  readonly change: string;
}

export function mutated(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

/** Names a mutant wherever its line moves. */
export function keyOf({ file, change }: Pick<Mutant, 'file' | 'change'>): string {
  return `${file}: ${change}`;
}
