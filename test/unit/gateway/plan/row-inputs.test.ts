import { buildSchema, type GraphQLSchema, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { AuthorizedOperation, RowGuard } from '../../../../gateway/authorize/authorized-operation.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { fetchableDocument } from '../../../../gateway/plan/fetchable-document.ts';
import { askedCoordinates } from '../../../../gateway/plan/internal-coordinates.ts';
import { inputName, rowInputCoordinates } from '../../../../gateway/plan/row-inputs.ts';
import { parseRowFragment } from '../../../../policies/decide/row-selection.ts';

const apiSchema = buildSchema(`
  type Query { user: User party: Party }
  interface Party { id: ID! name: String }
  type User implements Party { id: ID! name: String region: String manager: Manager address: Address }
  type Company implements Party { id: ID! name: String region: Int }
  type Manager { id: ID! region: String }
  type Address { city: String }
`);

const guard = (fragment: string): RowGuard => ({
  kind: 'row',
  rule: fragment,
  inputs: parseRowFragment(fragment).selection,
});

function operation(
  query: string,
  fields: Readonly<Record<string, RowGuard>>,
  rows: Readonly<Record<string, RowGuard>> = {},
  schema: GraphQLSchema = apiSchema,
): AuthorizedOperation {
  const shape = shapeOperation(prepareOperation({ apiSchema: schema }, { query, operationName: null }), {});
  const verdicts = shape.fields.map(({ coordinate }) => fields[coordinate]);
  return { shape, verdicts, rows: new Map(Object.entries(rows)), key: '' };
}

const planned = (asked: AuthorizedOperation) => print(fetchableDocument(asked)!).replace(/\s+/g, ' ');
const region = guard('... on User { region }');
const manager = guard('... on User { manager { id region } }');

describe('what rules read is planned', () => {
  test.each<[string, AuthorizedOperation, string]>([
    [
      'under a name of ours',
      operation('{ user { name } }', { 'User.name': region }),
      '{ user { name rule_User__region: region } }',
    ],
    [
      'with what is below it under their own names',
      operation('{ user { name } }', { 'User.name': manager }),
      '{ user { name rule_User__manager: manager { id region } } }',
    ],
    [
      'once, however many fields ask for it',
      operation('{ user { name id } }', { 'User.name': region, 'User.id': region }),
      '{ user { name id rule_User__region: region } }',
    ],
    [
      'for a whole type',
      operation('{ user { name } }', {}, { User: region }),
      '{ user { name rule_User__region: region } }',
    ],
    [
      'in the type of an interface, which must then be told',
      operation('{ party { name } }', { 'User.name': region }),
      '{ party { __typename name ... on User { rule_User__region: region } } }',
    ],
    [
      'beside what the client asks of the same',
      operation('{ user { region: name manager { id } } }', { 'User.name': manager }),
      '{ user { name manager { id } rule_User__manager: manager { id region } } }',
    ],
    ['not where no rule asks', operation('{ user { name } }', {}), '{ user { name } }'],
  ])('%s', (_how, asked, document) => {
    expect(planned(asked)).toBe(document);
  });
});

test('no field of the schema can pass for one of them', () => {
  const schema = buildSchema(
    'type Query { user: User } type User { name: String region: String rule_User__region: String }',
  );
  expect(inputName(schema, 'User', { name: 'region', selection: null })).toBe('rule__User__region');
});

describe('the coordinates that rules read', () => {
  test.each<[string, AuthorizedOperation, string[]]>([
    ['of a row', operation('{ user { name } }', { 'User.name': region }), ['User.region']],
    [
      'below it',
      operation('{ user { name } }', { 'User.name': manager }),
      ['User.manager', 'Manager.id', 'Manager.region'],
    ],
    ['of a type', operation('{ user { name } }', {}, { User: region }), ['User.region']],
    ['none', operation('{ user { name } }', {}), []],
  ])('%s', (_what, asked, coordinates) => {
    expect([...rowInputCoordinates(asked)]).toEqual(coordinates);
  });

  test('are judged by the gateway alone, also where the client asks for them, and so is what they decide about', () => {
    const asked = operation('{ user { name region } party { id name } }', { 'User.name': region });
    expect([...askedCoordinates(asked)].sort()).toEqual([
      'Company.id',
      'Company.name',
      'Party.id',
      'Party.name',
      'Query.party',
      'Query.user',
      'User.id',
    ]);
  });
});
