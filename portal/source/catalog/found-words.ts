// How much a search has found, and how much of that is left of what was chosen. Pure.

interface Counts {
  /** By what the viewer has chosen of what was seen. */
  readonly left: number;
  /** The best ones. */
  readonly seen: number;
  readonly found: number;
}

export function foundText({ left, seen, found }: Counts): string {
  if (left === seen) return seen === found ? `${found} found` : `${found} found, the best ${seen} are shown`;
  return seen === found ? `${left} of ${found} found` : `${left} of the best ${seen} of ${found} found`;
}

/** Why nothing is left; what was not looked through may yet have something. */
export function nothingText({ seen, found }: Omit<Counts, 'left'>, search: string): string {
  if (found === 0) return `Nothing has to do with “${search}”.`;
  return seen === found
    ? `Nothing that has to do with “${search}” is like that.`
    : `None of the best ${seen} of ${found} found is like that.`;
}
