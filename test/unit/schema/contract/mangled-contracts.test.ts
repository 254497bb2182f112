// Contracts and schemas as an editor leaves them half-way: whatever the text, there are findings and no exception.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { checkContracts } from '../../../../schema/publication.ts';
import { readSubgraphFolders } from '../../../../schema/subgraph-folders.ts';

const [customers] = readSubgraphFolders(packageFile('test/fixtures/contracts/subgraphs')).map((folder) => ({
  ...folder,
  url: '',
}));
const contract = customers!.contracts[0]!;

/** Cuts a piece out of the text and puts another in its place, several times. */
const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.integer({ min: 0, max: 40 }),
    insert: fc.oneof(
      fc.constantFrom(
        '',
        ':',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '"',
        '\n',
        '\t',
        '*a',
        '&a ',
        '? ',
        '!',
        '@key',
        '(',
        'null',
        '42',
        '__proto__',
        'constructor',
        'extend ',
      ),
      fc.string({ maxLength: 12 }),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

type Edits = typeof edits extends fc.Arbitrary<infer T> ? T : never;

function mangle(text: string, changes: Edits): string {
  return changes.reduce((sofar, { at, cut, insert }) => {
    const start = Math.floor(at * sofar.length);
    return sofar.slice(0, start) + insert + sofar.slice(start + cut);
  }, text);
}

it('a mangled contract is either read or refused with a place in the file', () => {
  fc.assert(
    fc.property(edits, (changes) => {
      const text = mangle(contract.text, changes);
      const { contract: read, problems } = readContract(text, contract.file);
      const lines = text.split('\n').length;
      expect(read === null).toBe(problems.some(({ severity }) => severity === 'error'));
      for (const { line, column, fix } of problems)
        expect(line >= 1 && line <= lines && column >= 1 && fix !== '').toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('a mangled schema gives findings and no exception', () => {
  fc.assert(
    fc.property(edits, (changes) => {
      const { problems } = checkContracts([{ ...customers!, sdl: mangle(customers!.sdl, changes) }]);
      expect(problems.every(({ line, fix }) => line >= 1 && Boolean(fix))).toBe(true);
    }),
    { numRuns: 150 },
  );
});
