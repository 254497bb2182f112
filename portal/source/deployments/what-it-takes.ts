// What a change of the registrations takes before it is made, by what trying it has told. Pure.

import type { RegistryOutcomeFragment } from '../generated/deployments.ts';

type Problems = NonNullable<RegistryOutcomeFragment['problems']>;

/** `mend`: it cannot be made, whatever anybody stands for. */
export type Takes = 'nothing' | 'acceptUnknown' | 'force' | 'mend';

const unknown = 'BREAKING_WITHOUT_TRAFFIC_DATA';
const forced: ReadonlySet<string> = new Set([
  unknown,
  'OPENS_AGAIN',
  'BREAKS_CONSUMERS',
  'LEAVES_PINS',
  'REMOVED_BEFORE_SUNSET',
]);

export function whatItTakes({ ok, problems }: Pick<RegistryOutcomeFragment, 'ok' | 'problems'>): Takes {
  if (ok) return 'nothing';
  const codes = (problems ?? []).filter(({ severity }) => severity === 'error').map(({ code }) => code);
  if (codes.length === 0 || !codes.every((code) => forced.has(code))) return 'mend';
  return codes.every((code) => code === unknown) ? 'acceptUnknown' : 'force';
}

/** Products that share a file, or a fault, tell the same. */
export function eachOnce(problems: Problems): Problems {
  const told = new Map(problems.map((problem) => [`${problem.severity} ${problem.message}`, problem]));
  return [...told.values()];
}

interface Registered {
  readonly name: string;
  readonly sourceRevision: string;
}

export interface Promotion {
  /** With the commits of which the other variant has them, and which it would have. */
  readonly goes: readonly { readonly name: string; readonly now: string; readonly next: string }[];
  /** The other variant does not know where they run. */
  readonly unknown: readonly string[];
}

export function promotionOf(from: readonly Registered[], to: readonly Registered[]): Promotion {
  const there = new Map(to.map(({ name, sourceRevision }) => [name, sourceRevision]));
  return {
    goes: from.flatMap(({ name, sourceRevision }) => {
      const now = there.get(name);
      return now === undefined ? [] : [{ name, now, next: sourceRevision }];
    }),
    unknown: from.filter(({ name }) => !there.has(name)).map(({ name }) => name),
  };
}
