// Order of versions after semver.org 2.0, section 11. Contracts carry no build metadata.

/** Below zero when `a` comes before `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  return compareNumbers(left.numbers, right.numbers) || compareTags(left.tags, right.tags);
}

/** The lowest release that is higher. */
export function nextPatch(version: string): string {
  const { numbers, tags } = split(version);
  const [major, minor, patch = 0] = numbers;
  return `${major}.${minor}.${tags.length > 0 ? patch : patch + 1}`;
}

/** The lowest release of the next minor version. */
export function nextMinor(version: string): string {
  const [major, minor = 0] = split(version).numbers;
  return `${major}.${minor + 1}.0`;
}

/** The lowest release of the next major version. */
export function nextMajor(version: string): string {
  return `${split(version).numbers[0]! + 1}.0.0`;
}

function split(version: string): { readonly numbers: readonly number[]; readonly tags: readonly string[] } {
  const [, core = '', tags] = /^([^-]+)(?:-(.*))?$/.exec(version) ?? [];
  return { numbers: core.split('.').map(Number), tags: tags?.split('.') ?? [] };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  return a.map((number, index) => number - b[index]!).find((difference) => difference !== 0) ?? 0;
}

/** A version without tags is the release, which comes after its candidates. */
function compareTags(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  const differences = a.slice(0, b.length).map((tag, index) => compareTag(tag, b[index]!));
  return differences.find((difference) => difference !== 0) ?? a.length - b.length;
}

function compareTag(a: string, b: string): number {
  const [left, right] = [isNumber(a), isNumber(b)];
  if (left && right) return Number(a) - Number(b);
  if (left !== right) return left ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNumber(tag: string): boolean {
  return /^\d+$/.test(tag);
}
