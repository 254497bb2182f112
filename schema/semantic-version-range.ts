// Ranges of contract versions, as consumers pin them: `1.2.3`, `~1.2.3`, `^1.2.3` and `*`; after ~ and ^ the last numbers may
// be left out (`^2`). The registry warns whom a version falls outside of, the gateway refuses the operation. Pure.
import { compareVersions } from './semantic-version.ts';

export interface VersionRange {
  /** As written. */
  readonly text: string;
  /** The lowest version; null where any will do. */
  readonly from: string | null;
  /** The lowest release that is too high; null where only `from` will do, or any. */
  readonly below: string | null;
}

/** What to tell whoever wrote something else. */
export const rangeForms =
  'Write one version (1.2.3), ^1.2.3 for everything that is compatible with it, ~1.2.3 for its patches, or * for any version.';

const number = '(0|[1-9]\\d{0,8})';
const tags = '(-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?';
const rangeForm = new RegExp(`^([~^]?)${number}(?:\\.${number}(?:\\.${number}${tags})?)?$`);
const maxLength = 100;

/** @returns null when the text is no range; tell the reader {@link rangeForms} */
export function parseRange(text: string): VersionRange | null {
  const trimmed = text.trim();
  if (trimmed === '*') return { text: trimmed, from: null, below: null };
  const parts = trimmed.length > maxLength ? null : rangeForm.exec(trimmed);
  if (parts === null) return null;
  const [, operator = '', major = '0', minor, patch, tag = ''] = parts;
  const from = `${major}.${minor ?? 0}.${patch ?? 0}${tag}`;
  if (operator !== '') return { text: trimmed, from, below: operator === '^' ? aboveCaret(parts) : aboveTilde(parts) };
  // "2" alone could be meant as ^2 or as 2.0.0.
  return patch === undefined ? null : { text: trimmed, from, below: null };
}

/** A candidate (`2.0.0-rc.1`) is only for those who name one of the same release. */
export function satisfies(version: string, { from, below }: VersionRange): boolean {
  if (from === null) return !isCandidate(version);
  if (below === null) return compareVersions(version, from) === 0;
  if (isCandidate(version) && !(isCandidate(from) && releaseOf(from) === releaseOf(version))) return false;
  return compareVersions(version, from) >= 0 && compareVersions(version, below) < 0;
}

/** The first number that is not zero is the one that must stay: before 1.0.0 every minor version may break. */
function aboveCaret([, , major = '0', minor, patch]: RegExpExecArray): string {
  if (major !== '0' || minor === undefined) return `${Number(major) + 1}.0.0`;
  if (minor !== '0' || patch === undefined) return `0.${Number(minor) + 1}.0`;
  return `0.0.${Number(patch) + 1}`;
}

function aboveTilde([, , major = '0', minor]: RegExpExecArray): string {
  return minor === undefined ? `${Number(major) + 1}.0.0` : `${major}.${Number(minor) + 1}.0`;
}

function isCandidate(version: string): boolean {
  return version.includes('-');
}

function releaseOf(version: string): string {
  return version.split('-')[0]!;
}
