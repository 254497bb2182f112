// How classifications compare: which fields are closed, and which of two is the stricter one.
import type { Classification, Sensitivity } from '../artefact.ts';

const levels: readonly (Sensitivity | null)[] = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'];

type Classified = { readonly level: Sensitivity | null; readonly tags: readonly string[] };

/** Closed to callers without a scope of its own. */
export function isProtected({ level, tags }: Classified): boolean {
  return level === 'CONFIDENTIAL' || level === 'RESTRICTED' || isPersonal(tags);
}

/** Whether a value of the first classification would be given away in a field of the second. */
export function isStricter(first: Classified | undefined, second: Classified): boolean {
  if (first === undefined || !isProtected(first)) return false;
  return compareLevels(first.level, second.level) > 0 || (isPersonal(first.tags) && !isPersonal(second.tags));
}

/** Positive when the first is the stricter one. */
export function compareLevels(first: Sensitivity | null, second: Sensitivity | null): number {
  return levels.indexOf(first) - levels.indexOf(second);
}

export function shownClassification({ level, tags }: Pick<Classification, 'level' | 'tags'>): string {
  return isPersonal(tags) ? `${level}, pii` : level;
}

export function isPersonal(tags: readonly string[]): boolean {
  return tags.some((tag) => tag === 'pii' || tag.startsWith('pii.'));
}
