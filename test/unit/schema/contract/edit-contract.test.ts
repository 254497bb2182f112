// Edits of a contract's text: what is asked for is there, and every other byte is where it was.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import {
  type ContractEdit,
  classificationEdit,
  deprecationEdit,
  editContract,
  versionEdit,
} from '../../../../schema/contract/edit-contract.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { YamlText } from '../../../../schema/contract/yaml-edit.ts';
import { readSubgraphFolders } from '../../../../schema/subgraph-folders.ts';

const head = `# Ours.
apiVersion: v3.2.0
kind: DataContract
id: library/books
name: Books
version: 1.2.3 # the latest
status: active
domain: library
team: { name: Librarians }
schema:
  - name: Book
    properties:
`;

function edited(text: string, edit: ContractEdit): string {
  const result = editContract(text, 'contract.yaml', edit);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

describe('the version', () => {
  const rest = `      - { name: id, logicalType: string, classification: internal }\n`;

  it.each([
    ['version: 1.2.3 # the latest', 'version: 2.0.0 # the latest'],
    ['version: "1.2.3"', 'version: "2.0.0"'],
    ["version:   '1.2.3'", "version:   '2.0.0'"],
    ['version: 1.2.3-rc.1', 'version: 2.0.0'],
  ])('%s becomes %s', (from, to) => {
    const text = (head + rest).replace('version: 1.2.3 # the latest', from);
    expect(edited(text, versionEdit('2.0.0'))).toBe(text.replace(from, to));
  });

  it('is refused where it is no version', () => {
    expect(editContract(head + rest, 'contract.yaml', versionEdit('two'))).toMatchObject({
      ok: false,
      problems: [{ code: 'CONTRACT_NOT_EDITED' }],
    });
  });
});

describe('a classification', () => {
  it.each([
    [
      'is written into a mapping on one line',
      '      - { name: email, logicalType: string } # theirs\n',
      '      - { name: email, logicalType: string, classification: confidential, tags: [pii, pii.email] } # theirs\n',
    ],
    [
      'is written below the name',
      '      - name: email # theirs\n        logicalType: string\n        # not the last line\n',
      '      - name: email # theirs\n        tags: [pii, pii.email]\n        classification: confidential\n        logicalType: string\n        # not the last line\n',
    ],
    [
      'takes the place of another in its quotes, and of the tag that asks for a review',
      `      - { name: email, tags: [to-review, mine], logicalType: string, classification: 'internal' }\n`,
      `      - { name: email, tags: [mine, pii, pii.email], logicalType: string, classification: 'confidential' }\n`,
    ],
    [
      'finds tags that are listed line by line',
      '      - name: email\n        classification: internal\n        logicalType: string\n        tags:\n          - mine\n          - to-review # later\n',
      '      - name: email\n        classification: confidential\n        logicalType: string\n        tags:\n          - pii.email\n          - pii\n          - mine\n',
    ],
    [
      'fills what stands empty',
      '      - name: email\n        classification:\n        logicalType: string\n        tags: []\n',
      '      - name: email\n        classification: confidential\n        logicalType: string\n        tags: [pii, pii.email]\n',
    ],
    [
      'keeps the line breaks of other systems',
      '      - name: email\r\n        logicalType: string\r\n',
      '      - name: email\r\n        tags: [pii, pii.email]\r\n        classification: confidential\r\n        logicalType: string\r\n',
    ],
  ])('%s', (_what, from, to) => {
    const edit = classificationEdit('Book.email', 'CONFIDENTIAL', ['pii', 'pii.email']);
    expect(edited(head + from, edit)).toBe(head + to);
  });
});

describe('an announcement', () => {
  const edit = deprecationEdit('Book.isbn', { replacement: 'Book.code', sunset: '2027-01-31' });

  it.each([
    [
      'on one line',
      '      - { name: isbn, logicalType: string, classification: internal }\n',
      '      - { name: isbn, logicalType: string, classification: internal, deprecated: true, customProperties: [{ property: replacedBy, value: Book.code }, { property: sunset, value: "2027-01-31" }] }\n',
    ],
    [
      'beside other properties, another day',
      '      - name: isbn\n        logicalType: string\n        classification: internal\n        customProperties:\n          - { property: sunset, value: "2026-12-31" } # soon\n          - property: retention\n            value: P3Y\n',
      '      - name: isbn\n        deprecated: true\n        logicalType: string\n        classification: internal\n        customProperties:\n          - { property: replacedBy, value: Book.code }\n          - { property: sunset, value: "2027-01-31" } # soon\n          - property: retention\n            value: P3Y\n',
    ],
  ])('%s', (_what, from, to) => {
    expect(edited(head + from, edit)).toBe(head + to);
    expect(readContract(head + to, 'contract.yaml').contract?.fields.get('Book.isbn')?.deprecation).toEqual({
      replacement: 'Book.code',
      sunset: '2027-01-31',
    });
  });

  it('of a field that is not there is refused', () => {
    const text = `${head}      - { name: id, logicalType: string, classification: internal }\n`;
    expect(editContract(text, 'contract.yaml', edit)).toMatchObject({ ok: false });
  });
});

it('an edit that changes anything else as well is refused', () => {
  const text = `${head}      - { name: id, logicalType: string, classification: internal }\n`;
  const edit = versionEdit('2.0.0');
  const careless = {
    ...edit,
    apply: (yaml: YamlText) => new YamlText(edit.apply(yaml).text.replace('active', 'draft')),
  };
  expect(editContract(text, 'contract.yaml', careless)).toMatchObject({ ok: false });
});

it('a value that is written over several lines is left to a person', () => {
  const text = `${head}      - name: id\n        classification: >-\n          internal\n        logicalType: string\n`;
  const edit = classificationEdit('Book.id', 'RESTRICTED', []);
  expect(editContract(text, 'contract.yaml', edit)).toMatchObject({ ok: false });
});

describe('of the contracts of the demo', () => {
  const contracts = ['subgraphs', 'test/fixtures/contracts/subgraphs']
    .flatMap((folder) => readSubgraphFolders(packageFile(folder)))
    .flatMap((folder) => folder.contracts)
    .map(({ text, file }) => readContract(text, file).contract!);
  const anyField = fc
    .constantFrom(...contracts)
    .chain((contract) => fc.tuple(fc.constant(contract), fc.constantFrom(...contract.fields.keys())));
  const anyEdit = fc.constantFrom<(coordinate: string) => ContractEdit>(
    () => versionEdit('99.0.0'),
    (coordinate) => classificationEdit(coordinate, 'RESTRICTED', ['pii.new']),
    (coordinate) => deprecationEdit(coordinate, { replacement: 'Other.field', sunset: '2099-12-31' }),
  );

  it('any edit of any field changes only lines of its own, and twice is once', () => {
    fc.assert(
      fc.property(anyField, anyEdit, fc.boolean(), ([contract, coordinate], makeEdit, windows) => {
        const text = windows ? contract.text.replaceAll('\n', '\r\n') : contract.text;
        const edit = makeEdit(coordinate);
        const result = edited(text, edit);
        expect(edited(result, edit)).toBe(result);
        const [before, after] = [text.split('\n'), result.split('\n')];
        const gone = before.filter((line) => !after.includes(line));
        const come = after.filter((line) => !before.includes(line));
        expect([gone.length <= 3, come.length <= 5, after.length - before.length <= 3]).toEqual([true, true, true]);
        expect(before.filter((line) => line.includes('#') && !gone.includes(line))).toEqual(
          after.filter((line) => line.includes('#') && !come.includes(line)),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('reading keeps every byte', () => {
    for (const { text, file } of contracts) expect(readContract(text, file).contract?.text).toBe(text);
  });
});

it('whatever the text is, an edit ends in a text that says so or in a problem with a place', () => {
  const [sound = ''] = readSubgraphFolders(packageFile('test/fixtures/contracts/subgraphs')).map(
    (folder) => folder.contracts[0]!.text,
  );
  const cut = fc.tuple(
    fc.nat(sound.length),
    fc.nat(12),
    fc.constantFrom('', ' ', '\n', '# x\n', '"', ', ', '|\n', '- ', '{'),
  );
  fc.assert(
    fc.property(fc.array(cut, { minLength: 1, maxLength: 2 }), (cuts) => {
      const text = cuts.reduce(
        (sofar, [at, length, insert]) => sofar.slice(0, at) + insert + sofar.slice(at + length),
        sound,
      );
      const result = editContract(
        text,
        'contract.yaml',
        classificationEdit('Customer.email', 'RESTRICTED', ['pii.new']),
      );
      const field = result.ok
        ? readContract(result.text, 'contract.yaml').contract?.fields.get('Customer.email')
        : null;
      const isWritten = field?.classification === 'RESTRICTED' && field.tags.includes('pii.new');
      const isRefused = !result.ok && result.problems.every(({ line, fix }) => line >= 1 && Boolean(fix));
      expect(isWritten || isRefused).toBe(true);
    }),
    { numRuns: 200 },
  );
});
