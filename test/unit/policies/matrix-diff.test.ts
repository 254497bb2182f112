// What the difference of two tables says to people: who gains, who loses, and what nobody would notice.
import { describe, expect, test } from 'vitest';
import { type Matrix, parseMatrix, printMatrix } from '../../../policies/review/matrix.ts';
import { describeDiff, diffMatrices, isEmpty } from '../../../policies/review/matrix-diff.ts';

const table = (...rows: [coordinate: string, app: string, analyst: string, passes?: string][]): Matrix => ({
  personas: ['app', 'analyst'],
  rows: rows.map(([coordinate, app, analyst, passes = 'a & b']) => ({
    coordinate,
    classification: coordinate.includes('.') ? 'INTERNAL' : 'rows',
    cells: [app, analyst],
    passes,
  })),
});

describe('a table', () => {
  test('is read as it was written', () => {
    const written = table(
      ['A.b', 'allow', '-'],
      ['A.c', 'mask*', 'row'],
      ['B', 'fault', '-*', 'and(a, b); email unless c'],
    );
    expect(parseMatrix(printMatrix(written))).toEqual(written);
  });

  test.each([
    ['another text', 'Nothing of the kind.'],
    ['a line that lacks a cell', printMatrix(table(['A.b', 'allow', '-'])).replace('  -  ', '  ')],
    ['nothing', ''],
  ])('is not read from %s', (_name, text) => {
    expect(parseMatrix(text)).toBeNull();
  });
});

describe('a difference', () => {
  test.each<[string, string, string, 'gains' | 'losses' | null]>([
    ['what was denied is allowed', '-', 'allow', 'gains'],
    ['what was denied is masked', '-', 'mask', 'gains'],
    ['what was masked is clear', 'mask', 'allow', 'gains'],
    ['what was denied depends on the row', '-', 'row', 'gains'],
    ['what was denied depends on arguments', '-', '-*', 'gains'],
    ['what depended on the row is allowed', 'row', 'allow', 'gains'],
    ['what was allowed depends on arguments', 'allow', 'allow*', 'losses'],
    ['what was allowed is masked', 'allow', 'mask', 'losses'],
    ['what was masked is denied', 'mask', '-', 'losses'],
    ['what was allowed fails', 'allow', 'fault', 'losses'],
    ['what was denied fails', '-', 'fault', null],
    ['nothing', 'allow', 'allow', null],
  ])('%s', (_name, before, after, kind) => {
    const diff = diffMatrices(table(['A.b', '-', before]), table(['A.b', '-', after]));
    const change = {
      persona: 'analyst',
      coordinate: 'A.b',
      classification: 'INTERNAL',
      before,
      after,
      passes: 'a & b',
    };
    expect(diff).toMatchObject({ gains: [], losses: [], unnoticed: [], ...(kind && { [kind]: [change] }) });
    expect(isEmpty(diff)).toBe(kind === null);
  });

  test('a field that is new, and one that is gone', () => {
    const diff = diffMatrices(table(['A.b', 'allow', '-']), table(['A.c', 'allow', '-']));
    expect(describeDiff(diff)).toBe(
      'GAINED: sees more than before (1)\n  app: A.c (INTERNAL): not there -> allowed; passes a & b\n\n' +
        'Lost: sees less than before (1)\n  app: A.b (INTERNAL): allowed -> not there; passes a & b\n\n',
    );
  });

  test('rows that were shown to everybody, for a type had no rule', () => {
    const diff = diffMatrices(table(), table(['A', 'allow', 'row']));
    expect(diff.gains).toEqual([]);
    expect(diff.losses).toMatchObject([{ persona: 'analyst', coordinate: 'A', before: 'allow', after: 'row' }]);
    expect(diffMatrices(table(), table(['A', 'allow', 'allow', 'x'])).unnoticed).toEqual([
      { coordinate: 'A', before: 'rows, everyone', after: 'rows, x' },
    ]);
  });

  test('a rule that asks otherwise, and no persona notices', () => {
    const diff = diffMatrices(table(['A.b', 'allow', '-', 'x']), table(['A.b', 'allow', '-', 'y']));
    expect(diff).toMatchObject({ gains: [], losses: [] });
    expect(describeDiff(diff)).toMatch(/no persona notices.*\(1\)\n {2}A\.b: INTERNAL, x -> INTERNAL, y\n/);
  });

  test('personas are compared by name, and those of one side are told', () => {
    const before: Matrix = { ...table(['A.b', '-', 'allow']), personas: ['gone', 'app'] };
    const diff = diffMatrices(before, table(['A.b', 'allow', 'allow']));
    expect(diff).toMatchObject({ gains: [], losses: [], addedPersonas: ['analyst'], removedPersonas: ['gone'] });
    expect(describeDiff(diff)).toBe('New personas (1)\n  analyst\n\nPersonas that are gone (1)\n  gone\n\n');
  });
});
