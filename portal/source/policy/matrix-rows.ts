// The rows of the policy matrix as pages compare them: narrowed by words, by who is let through and by sensitivity. Pure.

import type { PolicyMatrixData } from '../generated/policy.ts';

export type Matrix = NonNullable<PolicyMatrixData['policyMatrix']>;
export type MatrixRow = Matrix['rows'][number];
export type Verdict = MatrixRow['cells'][number];

export interface MatrixFilter {
  /** Words of the coordinate or of what has to be passed. */
  readonly text: string;
  /** Id of the persona that the verdict is about; empty: any of them. */
  readonly persona: string;
  /** Empty: any. */
  readonly verdict: string;
  /** `CONFIDENTIAL`, `pii` and so on; empty: any. */
  readonly classification: string;
}

export function filterRows({ rows, personas }: Matrix, filter: MatrixFilter): readonly MatrixRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const column = personas.findIndex(({ id }) => id === filter.persona);
  return rows.filter((row) => {
    const text = `${row.coordinate} ${row.passes}`.toLowerCase();
    const cells = filter.persona === '' ? row.cells : row.cells.filter((_, index) => index === column);
    return (
      words.every((word) => text.includes(word)) &&
      (filter.verdict === '' || cells.some((cell) => cell === filter.verdict)) &&
      (filter.classification === '' || classesOf(row).includes(filter.classification))
    );
  });
}

/** `CONFIDENTIAL (pii, pii.email)` is of the classes CONFIDENTIAL, pii and pii.email. */
function classesOf({ classification }: Pick<MatrixRow, 'classification'>): readonly string[] {
  return classification.split(/[ (),]+/).filter(Boolean);
}

const levels = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED', 'UNCLASSIFIED', 'rows'];

/** What there is to choose from: levels from open to closed, then tags by name. */
export function classesIn(rows: readonly MatrixRow[]): readonly string[] {
  const found = new Set(rows.flatMap(classesOf));
  const tags = [...found].filter((name) => !levels.includes(name)).sort();
  return [...levels.filter((level) => found.has(level)), ...tags];
}

export interface RowGroup {
  readonly typeName: string;
  readonly rows: readonly MatrixRow[];
}

/** The rows of one type together, in their order. */
export function groupByType(rows: readonly MatrixRow[]): readonly RowGroup[] {
  const groups = new Map<string, MatrixRow[]>();
  for (const row of rows) {
    const typeName = row.coordinate.split('.')[0]!;
    const group = groups.get(typeName);
    if (group) group.push(row);
    else groups.set(typeName, [row]);
  }
  return [...groups].map(([typeName, group]) => ({ typeName, rows: group }));
}
