// Two texts side by side, line by line: the longest common sequence stays, what is left goes or comes. Pure. Contracts have some
// hundred lines; a table of all pairs is small for those, and only what lies between equal ends is in it.

export interface Side {
  readonly number: number;
  readonly text: string;
}

/** `left` is null for what came, `right` for what went; where both are there and `changed`, one stands in for the other. */
export interface Row {
  readonly left: Side | null;
  readonly right: Side | null;
  readonly changed: boolean;
}

export function diffLines(before: string, after: string): readonly Row[] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const begin = sameAtBegin(left, right);
  const end = sameAtEnd(left, right, begin);
  const rows: Row[] = [];
  for (let index = 0; index < begin; index++) rows.push(same(left, index, index));
  rows.push(...between(left, right, begin, left.length - end, right.length - end));
  for (let index = end; index > 0; index--) rows.push(same(left, left.length - index, right.length - index));
  return rows;
}

/** Runs of equal lines that are longer than what helps to find one's way are folded. */
export interface Fold {
  readonly folded: readonly Row[];
}

export function foldEqual(rows: readonly Row[], context: number): readonly (Row | Fold)[] {
  const isNear = rows.map((_, index) =>
    rows.slice(Math.max(0, index - context), index + context + 1).some(({ changed }) => changed),
  );
  const shown: (Row | Fold)[] = [];
  for (let index = 0; index < rows.length; ) {
    let end = index;
    while (end < rows.length && !isNear[end]) end++;
    if (end - index > context) shown.push({ folded: rows.slice(index, end) });
    else shown.push(...rows.slice(index, Math.max(end, index + 1)));
    index = Math.max(end, index + 1);
  }
  return shown;
}

function between(
  left: readonly string[],
  right: readonly string[],
  begin: number,
  leftEnd: number,
  rightEnd: number,
): Row[] {
  const lengths = commonLengths(left.slice(begin, leftEnd), right.slice(begin, rightEnd));
  const rows: Row[] = [];
  let gone: Side[] = [];
  let come: Side[] = [];
  const flush = () => {
    for (let index = 0; index < Math.max(gone.length, come.length); index++)
      rows.push({ left: gone[index] ?? null, right: come[index] ?? null, changed: true });
    [gone, come] = [[], []];
  };
  let [row, column] = [begin, begin];
  while (row < leftEnd || column < rightEnd) {
    if (row < leftEnd && column < rightEnd && left[row] === right[column]) {
      flush();
      rows.push(same(left, row++, column++));
    } else if (
      column === rightEnd ||
      (row < leftEnd && lengths(row + 1 - begin, column - begin) >= lengths(row - begin, column + 1 - begin))
    )
      gone.push(sideOf(left, row++));
    else come.push(sideOf(right, column++));
  }
  flush();
  return rows;
}

/** Of lines to compare with each other: what is beyond would take more memory than a page should. */
const MOST_PAIRS = 25_000_000;

/** How many lines two rests have in common, by where they begin; of texts that are too long, none but those at the same place. */
function commonLengths(left: readonly string[], right: readonly string[]): (row: number, column: number) => number {
  if (left.length * right.length > MOST_PAIRS) return () => 0;
  const width = right.length + 1;
  const table = new Uint32Array((left.length + 1) * width);
  for (let row = left.length - 1; row >= 0; row--)
    for (let column = right.length - 1; column >= 0; column--)
      table[row * width + column] =
        left[row] === right[column]
          ? table[(row + 1) * width + column + 1]! + 1
          : Math.max(table[(row + 1) * width + column]!, table[row * width + column + 1]!);
  return (row, column) => table[row * width + column] ?? 0;
}

function sameAtBegin(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < Math.min(left.length, right.length) && left[count] === right[count]) count++;
  return count;
}

function sameAtEnd(left: readonly string[], right: readonly string[], begin: number): number {
  let count = 0;
  while (count < Math.min(left.length, right.length) - begin && left.at(-1 - count) === right.at(-1 - count)) count++;
  return count;
}

function same(lines: readonly string[], row: number, column: number): Row {
  return { left: sideOf(lines, row), right: { number: column + 1, text: lines[row]! }, changed: false };
}

function sideOf(lines: readonly string[], index: number): Side {
  return { number: index + 1, text: lines[index]! };
}
