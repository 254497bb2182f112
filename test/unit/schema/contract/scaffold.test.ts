// The first contract that is written from an SDL.
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { scaffoldContract } from '../../../../schema/contract/scaffold.ts';
import { preparePublication } from '../../../../schema/publication.ts';
import { readSubgraphFolders } from '../../../../schema/subgraph-folders.ts';

function scaffold(sdl: string, owner?: string): string {
  const result = scaffoldContract({ sdl, file: 'schema.graphql', product: 'people/people', ...(owner && { owner }) });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

function entryOf(field: string, type = 'Person'): string | undefined {
  return scaffold(`type ${type} { ${field} } scalar Decimal scalar DateTime enum E { A }`)
    .split('\n')
    .find((line) => line.includes('- { name: '))
    ?.trim();
}

describe('one field', () => {
  it.each([
    [
      'email: String',
      '- { name: email, logicalType: string, classification: confidential, tags: [to-review, pii, pii.email] }',
    ],
    [
      'homePhoneNumber: String',
      '- { name: homePhoneNumber, logicalType: string, classification: confidential, tags: [to-review, pii, pii.phone] }',
    ],
    [
      'iban: String',
      '- { name: iban, logicalType: string, classification: restricted, tags: [to-review, pii, pii.iban] }',
    ],
    [
      'maskedCard: String',
      '- { name: maskedCard, logicalType: string, classification: restricted, tags: [to-review, pci] }',
    ],
    [
      'dateOfBirth: DateTime',
      '- { name: dateOfBirth, logicalType: timestamp, classification: confidential, tags: [to-review, pii, pii.birthdate] }',
    ],
    [
      'name: String',
      '- { name: name, logicalType: string, classification: confidential, tags: [to-review, pii, pii.name] }',
    ],
    ['age: Int!', '- { name: age, logicalType: integer, required: true, classification: internal, tags: [to-review] }'],
    ['ratings: [Decimal!]', '- { name: ratings, logicalType: array, classification: internal, tags: [to-review] }'],
    ['mood: E', '- { name: mood, logicalType: string, classification: internal, tags: [to-review] }'],
    ['true: Boolean', '- { name: "true", logicalType: boolean, classification: internal, tags: [to-review] }'],
    [
      '"It\'s: {so}" note: String',
      `- { name: note, logicalType: string, classification: internal, tags: [to-review], description: "It's: {so}" }`,
    ],
  ])('%s', (field, entry) => {
    expect(entryOf(field)).toBe(entry);
  });

  it.each([
    ['what is said about it', '"The e-mail address of the payer." contact: String', 'pii.email'],
    ['an account', '"IBAN of whoever pays." payer: String', 'pii.iban'],
    ['a person in so many words', '"Name of the person at the door." door: String', 'pii.name'],
  ])('is suspicious for %s', (_why, field, tag) => {
    expect(entryOf(field, 'Payment')).toContain(`tags: [to-review, pii, ${tag}]`);
  });

  it.each([
    'emailVerified: Boolean',
    'hasPhone: Boolean',
    'emailCount: Int',
    'totalSalary: Int',
  ])('that only tells something about it is not: %s', (field) =>
    expect(entryOf(field)).toContain('classification: internal, tags: [to-review]'));

  it('a name is only suspicious where it is that of a person', () => {
    expect(entryOf('name: String', 'Category')).toContain('classification: internal');
  });

  it('what only leads to data needs no review', () => {
    expect(entryOf('nodes: [Int]', 'PersonConnection')).not.toContain('to-review');
    expect(entryOf('people: [Int]', 'Query')).not.toContain('to-review');
  });

  it('a mutation does', () => {
    expect(entryOf('deletePeople: Int', 'Mutation')).toContain('to-review');
  });

  it('fields of other subgraphs are left out', () => {
    expect(scaffold('type Person { a: Int b: Int @external }')).not.toContain('name: b');
  });
});

it('without an owner it is refused, naming the line to fill in', () => {
  const { contract, problems } = readContract(scaffold('type Query { a: Int }'), 'contract.yaml');
  expect(contract).toBeNull();
  expect(problems).toMatchObject([{ code: 'OWNER_MISSING', line: 10, column: 9 }]);
});

it('SDL that does not parse is a finding and no contract', () => {
  const result = scaffoldContract({ sdl: 'type {', file: 'schema.graphql', product: 'people/people' });
  expect(result).toMatchObject({ ok: false, problems: [{ code: 'SDL_SYNTAX', line: 1, column: 6 }] });
});

it('with an owner, contracts written for every subgraph can be published as they are', () => {
  const folders = readSubgraphFolders(packageFile('subgraphs'));
  expect(folders.length).toBeGreaterThan(0);
  const submissions = folders.map(({ name, file, sdl }) => {
    const written = scaffoldContract({ sdl, file, product: `${name}/${name}`, owner: 'Team of the test' });
    return { name, file, sdl, url: '', contracts: [{ file: `${name}.yaml`, text: written.ok ? written.text : '' }] };
  });
  const result = preparePublication(submissions);
  expect(result.ok ? [] : result.problems).toEqual([]);
});
