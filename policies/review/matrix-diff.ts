// What a change of policy means for people: who gains and who loses, coordinate by coordinate, in words.
import type { Coordinate } from '../../schema/coordinates.ts';
import type { Matrix, MatrixRow } from './matrix.ts';

export interface MatrixDiff {
  readonly gains: readonly MatrixChange[];
  readonly losses: readonly MatrixChange[];
  /** Coordinates that ask for something else, which no persona notices. */
  readonly unnoticed: readonly RuleChange[];
  /** Columns of one side only: nothing is compared for them. */
  readonly addedPersonas: readonly string[];
  readonly removedPersonas: readonly string[];
}

export interface MatrixChange {
  readonly persona: string;
  readonly coordinate: Coordinate;
  readonly classification: string;
  /** As in the table; null where there is no such coordinate. */
  readonly before: string | null;
  readonly after: string | null;
  /** What has to be passed now, or had to be where the coordinate is gone. */
  readonly passes: string;
}

export interface RuleChange {
  readonly coordinate: Coordinate;
  readonly before: string;
  readonly after: string;
}

export function diffMatrices(before: Matrix, after: Matrix): MatrixDiff {
  const shared = before.personas.filter((persona) => after.personas.includes(persona));
  const pairs = pairsOf(before, after);
  const changes = pairs.flatMap((pair) => shared.flatMap((persona) => changeOf(pair, persona, before, after)));
  const noticed = new Set(changes.map(({ coordinate }) => coordinate));
  return {
    gains: changes.filter(({ before: was, after: is }) => opens(was, is)),
    losses: changes.filter(({ before: was, after: is }) => opens(is, was)),
    unnoticed: pairs.flatMap((pair) => (noticed.has(pair.coordinate) ? [] : ruleChangeOf(pair))),
    addedPersonas: after.personas.filter((persona) => !shared.includes(persona)),
    removedPersonas: before.personas.filter((persona) => !shared.includes(persona)),
  };
}

export function isEmpty({ gains, losses, unnoticed, addedPersonas, removedPersonas }: MatrixDiff): boolean {
  return [gains, losses, unnoticed, addedPersonas, removedPersonas].every(({ length }) => length === 0);
}

/** A paragraph per kind of change, gains first. */
export function describeDiff(diff: MatrixDiff): string {
  const paragraphs = [
    paragraph('GAINED: sees more than before', diff.gains.map(describeChange)),
    paragraph('Lost: sees less than before', diff.losses.map(describeChange)),
    paragraph('Asks otherwise, and no persona notices: a persona or a case that would is missing', [
      ...diff.unnoticed.map(({ coordinate, before, after }) => `${coordinate}: ${before} -> ${after}`),
    ]),
    paragraph('New personas', diff.addedPersonas),
    paragraph('Personas that are gone', diff.removedPersonas),
  ];
  return paragraphs.join('');
}

/** `analyst: Customer.email (CONFIDENTIAL): denied -> allowed; passes hasScope(a)` */
function describeChange(change: MatrixChange): string {
  const { persona, coordinate, classification, before, after, passes } = change;
  return `${persona}: ${coordinate} (${classification}): ${inWords(before)} -> ${inWords(after)}; passes ${passes}`;
}

const cellWords: Readonly<Record<string, string>> = {
  '-': 'denied',
  allow: 'allowed',
  mask: 'masked',
  row: 'depends on the row',
  fault: 'denied by a failure',
};

export function inWords(cell: string | null): string {
  if (cell === null) return 'not there';
  const base = cell.replace('*', '');
  return `${cellWords[base] ?? base}${cell.endsWith('*') ? ', by its arguments' : ''}`;
}

interface Pair {
  readonly coordinate: Coordinate;
  readonly before: MatrixRow | undefined;
  readonly after: MatrixRow | undefined;
}

/** A field without a line is not there; a type without one shows its rows to everybody. */
function isOfRows(coordinate: Coordinate): boolean {
  return !coordinate.includes('.');
}

/** In the order of the later table; what is gone comes last. */
function pairsOf(before: Matrix, after: Matrix): Pair[] {
  const former = new Map(before.rows.map((row) => [row.coordinate, row]));
  const current = new Set(after.rows.map(({ coordinate }) => coordinate));
  return [
    ...after.rows.map((row) => ({ coordinate: row.coordinate, before: former.get(row.coordinate), after: row })),
    ...before.rows
      .filter(({ coordinate }) => !current.has(coordinate))
      .map((row) => ({ coordinate: row.coordinate, before: row, after: undefined })),
  ];
}

function changeOf(pair: Pair, persona: string, before: Matrix, after: Matrix): MatrixChange[] {
  const absent = isOfRows(pair.coordinate) ? 'allow' : null;
  const cells = {
    before: pair.before?.cells[before.personas.indexOf(persona)] ?? absent,
    after: pair.after?.cells[after.personas.indexOf(persona)] ?? absent,
  };
  if (opennessOf(cells.before) === opennessOf(cells.after)) return [];
  const { coordinate, classification, passes } = (pair.after ?? pair.before)!;
  return [{ persona, coordinate, classification, ...cells, passes }];
}

function ruleChangeOf({ coordinate, before, after }: Pair): RuleChange[] {
  const isComparable = isOfRows(coordinate) || (before !== undefined && after !== undefined);
  const [was, is] = [asked(before), asked(after)];
  return isComparable && was !== is ? [{ coordinate, before: was, after: is }] : [];
}

function asked(row: MatrixRow | undefined): string {
  return row === undefined ? 'rows, everyone' : `${row.classification}, ${row.passes}`;
}

/** Whether a cell shows more than it did. */
export function opens(before: string | null, after: string | null): boolean {
  return opennessOf(after) > opennessOf(before);
}

/** How much a cell shows. Where the arguments decide as well, it lies between that outcome and the ones beside it. */
function opennessOf(cell: string | null): number {
  const base = { '-': 0, fault: 0, row: 3, mask: 6, allow: 9 }[cell?.replace('*', '') ?? '-'] ?? 0;
  if (cell?.endsWith('*') !== true) return base;
  return base === 0 ? 1 : base - 1;
}

/** A title with the number of its lines, and a line for each; nothing where there are none. */
export function paragraph(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title} (${lines.length})\n${lines.map((line) => `  ${line}\n`).join('')}\n`;
}
