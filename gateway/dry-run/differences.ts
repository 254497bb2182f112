// What a dry run has found so far: how often each coordinate was judged otherwise, for which application. No values, no subjects.
import type { JudgedOtherwise } from './compare-authorizations.ts';

export interface Difference extends JudgedOtherwise {
  /** The application that asked; null when its token names none. */
  readonly client: string | null;
  readonly operations: number;
  readonly lastSeen: string;
}

export interface Differences {
  add(found: readonly JudgedOtherwise[], client: string | null): void;
  /** Most frequent first. */
  list(): Difference[];
  /** Findings that were left out because there were too many different ones. */
  leftOut(): number;
}

export function countDifferences(maxDifferences: number): Differences {
  const counted = new Map<string, Difference>();
  let leftOut = 0;
  return {
    add(found, client) {
      for (const one of found) {
        const key = JSON.stringify([one.coordinate, one.before, one.after, client]);
        const known = counted.get(key);
        if (known === undefined && counted.size >= maxDifferences) leftOut++;
        else
          counted.set(key, {
            ...one,
            client,
            operations: (known?.operations ?? 0) + 1,
            lastSeen: new Date().toISOString(),
          });
      }
    },
    list: () => [...counted.values()].sort((a, b) => b.operations - a.operations),
    leftOut: () => leftOut,
  };
}
