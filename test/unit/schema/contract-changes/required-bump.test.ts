// Which version the changes ask for, and what the author is told when the contract has another.
import { describe, expect, it } from 'vitest';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { changeOf } from '../../../../schema/contract-changes/change-kinds.ts';
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import { checkBump, requiredBump } from '../../../../schema/contract-changes/required-bump.ts';

const contractOf = (version: string) =>
  readContract(
    `apiVersion: v3.2.0
kind: DataContract
id: library/books
name: Books
version: ${version}
status: active
domain: library
team: { name: Librarians }
schema:
  - name: Book
    properties: [{ name: id, logicalType: string, classification: internal }]
`,
    'contract.yaml',
  ).contract!;

const removed = changeOf('FIELD_REMOVED', 'Book.title', 'String', null, 'Book.title is gone.');
const added = changeOf('FIELD_ADDED', 'Book.title', null, 'String', 'Book.title is new.');
const reworded = changeOf('DESCRIPTION_CHANGED', 'Book.title', 'a', 'b', 'It says something else.');

describe('the weightiest change decides', () => {
  it.each([
    ['NONE', []],
    ['PATCH', [reworded]],
    ['MINOR', [reworded, added]],
    ['MAJOR', [added, removed, reworded]],
  ] as const)('%s', (bump, changes) => {
    expect(requiredBump(changes)).toBe(bump);
  });

  it('of a kind that is not known any more, its severity does', () => {
    const unknown: ContractChange = { ...removed, kind: 'SOMETHING_ELSE' };
    expect(requiredBump([unknown])).toBe('MAJOR');
    expect(requiredBump([{ ...unknown, severity: 'INFO' }])).toBe('MINOR');
  });
});

describe('a version that is far enough', () => {
  it.each([
    ['1.2.3', '2.0.0', removed],
    ['1.2.3', '3.1.4', removed],
    ['1.2.3', '2.0.0-rc.1', removed],
    ['1.2.3', '1.3.0', added],
    ['1.2.3', '1.2.4', reworded],
    ['0.2.3', '0.3.0', removed],
    ['0.2.3', '0.2.4', added],
    ['2.0.0-rc.1', '2.0.0-rc.2', removed],
    ['2.0.0-rc.1', '2.0.0', removed],
  ])('%s -> %s', (before, after, change) => {
    expect(checkBump(contractOf(before), contractOf(after), [change])).toEqual([]);
  });
});

describe('a version that is too low is told where it stands, and the lowest that will do', () => {
  it.each([
    ['1.2.3', '1.3.0', removed, '2.0.0'],
    ['1.2.3', '1.2.4', added, '1.3.0'],
    ['1.2.3', '1.2.3', reworded, '1.2.4'],
    ['1.2.3', '1.1.0', added, '1.3.0'],
    ['0.2.3', '0.2.4', removed, '0.3.0'],
    ['2.0.0-rc.2', '2.0.0-rc.1', added, '2.0.0'],
    ['1.2.3', '1.3.0-rc.1', removed, '2.0.0'],
  ])('%s -> %s', (before, after, change, lowest) => {
    expect(checkBump(contractOf(before), contractOf(after), [change])).toMatchObject([
      { code: 'VERSION_TOO_LOW', file: 'contract.yaml', line: 5, column: 10, fix: `version: ${lowest}` },
    ]);
  });
});

it('the same text may be registered again, and no other text under the same version', () => {
  const before = contractOf('1.2.3');
  expect(checkBump(before, contractOf('1.2.3'), [])).toEqual([]);
  const commented = { ...before, text: `${before.text}# a comment\n` };
  expect(checkBump(before, commented, [])).toMatchObject([{ fix: 'version: 1.2.4' }]);
});
