// A classification goes along every edge that hands the value on without a mask, and no other.
import { describe, expect, it, test } from 'vitest';
import { stricterSources } from '../../../schema/propagated-classification.ts';
import { preparePublication } from '../../../schema/publication.ts';

describe('over edges', () => {
  const level = (name: 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED') => ({
    level: name,
    tags: [],
    product: 'a/b',
    domain: 'a',
  });
  const classifications = new Map([
    ['T.secret', level('RESTRICTED')],
    ['T.copy', level('INTERNAL')],
    ['T.copyOfCopy', level('INTERNAL')],
    ['T.strict', level('RESTRICTED')],
  ]);
  const field = (name: string) => `graphql://gordian#T.${name}`;
  const column = 'postgres://a#a.t.c';
  const edge = (from: string, to: string, more: object = {}) => ({
    from,
    to,
    transform: 'DIRECT' as const,
    subtype: 'TRANSFORMATION' as const,
    masking: false,
    ...more,
  });
  const copy = { subtype: 'IDENTITY' as const };

  it.each([
    ['a step', [edge(field('secret'), field('copy'))], ['T.secret']],
    ['a mask ends it', [edge(field('secret'), field('copy'), { masking: true })], []],
    ['a join hands nothing on', [edge(field('secret'), field('copy'), { transform: 'INDIRECT' as const })], []],
    ['a column that a field shows', [edge(column, field('secret'), copy), edge(column, field('copy'))], ['T.secret']],
    [
      'a field made of two columns shows neither',
      [edge(column, field('secret'), copy), edge(`${column}2`, field('secret'), copy), edge(column, field('copy'))],
      [],
    ],
    ['what it is made into', [edge(field('copy'), field('secret'))], []],
    ['a circle', [edge(field('secret'), field('copy')), edge(field('copy'), field('secret'))], ['T.secret']],
  ])('%s', (_, edges, expected) => {
    expect(stricterSources(edges, classifications)('T.copy')).toEqual(expected);
  });

  test('any number of steps, and nothing for what is as strict', () => {
    const edges = [
      edge(field('secret'), field('copy')),
      edge(field('copy'), field('copyOfCopy')),
      edge(field('secret'), field('strict')),
    ];
    const sources = stricterSources(edges, classifications);
    expect(sources('T.copyOfCopy')).toEqual(['T.secret']);
    expect(sources('T.strict')).toEqual([]);
    expect(sources('T.unknown')).toEqual([]);
  });
});

describe('at registration', () => {
  const findings = (contactHash: string) => {
    const result = preparePublication([
      {
        name: 'people',
        url: 'http://127.0.0.1/people',
        file: 'subgraphs/people/schema.graphql',
        sdl: 'type Query { person: Person }\ntype Person { email: String contactHash: String hashLength: Int }\n',
        contracts: [{ file: 'subgraphs/people/contract.yaml', text: contractOf(contactHash) }],
      },
    ]);
    const problems = result.ok ? result.warnings : result.problems;
    return problems.filter(({ code }) => code === 'CLASSIFICATION_DOWNGRADE').map(({ message }) => message);
  };

  it('a plain copy of what a protected field shows is a finding, and so is what is made of the copy', () => {
    expect(findings('')).toEqual([
      'Person.contactHash is INTERNAL and hands on, over its lineage, what Person.email (RESTRICTED, pii) protects.',
      'Person.hashLength is INTERNAL and hands on, over its lineage, what Person.email (RESTRICTED, pii) protects.',
    ]);
  });

  it('with masking it stays INTERNAL', () => {
    expect(findings(', customProperties: [{ property: masking, value: true }]')).toEqual([]);
  });
});

function contractOf(contactHash: string): string {
  return `apiVersion: v3.2.0
kind: DataContract
id: people/persons
name: Persons
version: 1.0.0
status: active
domain: people
team: { name: People data }
servers:
  - { server: people, type: postgres, host: 127.0.0.1, port: 5432, database: d, schema: people }
schema:
  - name: Query
    properties:
      - { name: person, logicalType: object, classification: internal }
  - name: Person
    physicalName: person
    properties:
      - { name: email, logicalType: string, classification: restricted, tags: [pii], physicalName: email }
      - { name: contactHash, logicalType: string, classification: internal, transformSourceObjects: [person.email], transformLogic: sha256${contactHash} }
      - { name: hashLength, logicalType: integer, classification: internal, transformSourceObjects: [Person.contactHash], transformLogic: length }
`;
}
