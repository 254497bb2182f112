// The nearest known word to a mistyped one, and how messages suggest it.

/** `Did you mean "name"?`, or the alternative when nothing is near. */
export function didYouMean(word: string, known: readonly string[], otherwise: string): string {
  const guess = nearest(word, known);
  return guess === null ? otherwise : `Did you mean "${guess}"?`;
}

/** Null when nothing known is close enough to be what was meant. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const distances = [...known].map((candidate) => ({
    candidate,
    distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : null;
}

/** Letters inserted, removed, changed, or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  const table = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? table[i - 2]![j - 2]! + 1 : changed;
      row.push(Math.min(changed, swapped, table[i - 1]![j]! + 1, row[j - 1]! + 1));
    }
    table.push(row);
  }
  return table[a.length]![b.length]!;
}
