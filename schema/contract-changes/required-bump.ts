// Which version a set of changes asks for, and whether the new contract has it.
import type { Contract } from '../contract/contract.ts';
import { type Problem, problemAt } from '../problem.ts';
import { compareVersions, nextMajor, nextMinor, nextPatch } from '../semantic-version.ts';
import { type ChangeKind, changeKinds } from './change-kinds.ts';
import type { Bump, ContractChange } from './contract-change.ts';

const weights: readonly Bump[] = ['NONE', 'PATCH', 'MINOR', 'MAJOR'];

/** The weightiest bump that any of the changes asks for. */
export function requiredBump(changes: readonly ContractChange[]): Bump {
  return changes.map(bumpOf).reduce(heavier, 'NONE');
}

/** The lowest version that the changes allow. A version is what was registered, byte by byte: a text that says the same in other
 *  words is a new patch. */
export function nextVersion(before: Contract, after: Contract, changes: readonly ContractChange[]): string {
  return lowestVersion(before.version, bumpBetween(before, after, changes));
}

/** @returns an error at the version of `after` when it is not far enough above that of `before` for the changes */
export function checkBump(before: Contract, after: Contract, changes: readonly ContractChange[]): Problem[] {
  const lowest = nextVersion(before, after, changes);
  if (isFarEnough(before.version, after.version, lowest)) return [];
  const bump = bumpBetween(before, after, changes);
  const reason = changes.find((change) => bumpOf(change) === bump)?.message ?? 'the text is another.';
  return [
    problemAt(after.versionPlace, {
      code: 'VERSION_TOO_LOW',
      severity: 'error',
      message: `Version ${after.version} follows ${before.version}, and the changes ask for at least ${lowest}: ${reason}`,
      fix: `version: ${lowest}`,
    }),
  ];
}

function bumpBetween(before: Contract, after: Contract, changes: readonly ContractChange[]): Bump {
  return heavier(requiredBump(changes), before.text === after.text ? 'NONE' : 'PATCH');
}

/** A candidate (`2.0.0-rc.1`) stands for its release; what follows a candidate may change whatever it likes. */
function isFarEnough(before: string, after: string, lowest: string): boolean {
  if (isCandidate(before)) return compareVersions(after, before) > 0;
  return compareVersions(after, before) >= 0 && compareVersions(releaseOf(after), lowest) >= 0;
}

function isCandidate(version: string): boolean {
  return version !== releaseOf(version);
}

function releaseOf(version: string): string {
  return version.split('-')[0]!;
}

/** Before 1.0.0 a minor version may break, as the ranges ^0.1 and ^0.2 have it. After a candidate its release will do. */
export function lowestVersion(version: string, bump: Bump): string {
  if (isCandidate(version)) return releaseOf(version);
  const unstable = version.startsWith('0.');
  switch (bump) {
    case 'NONE':
      return version;
    case 'PATCH':
      return nextPatch(version);
    case 'MINOR':
      return unstable ? nextPatch(version) : nextMinor(version);
    case 'MAJOR':
      return unstable ? nextMinor(version) : nextMajor(version);
  }
}

/** Of a kind that an older version of the table had, the severity is what is left to go by. */
function bumpOf({ kind, severity }: ContractChange): Bump {
  const known: ChangeKind | undefined = Object.hasOwn(changeKinds, kind)
    ? changeKinds[kind as keyof typeof changeKinds]
    : undefined;
  return known?.bump ?? (severity === 'BREAKING' ? 'MAJOR' : 'MINOR');
}

function heavier(a: Bump, b: Bump): Bump {
  return weights.indexOf(a) >= weights.indexOf(b) ? a : b;
}
