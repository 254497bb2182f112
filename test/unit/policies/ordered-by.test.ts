// An order by a field that the caller may not read clear is denied, however the field is named: as a literal, in a variable, in a
// list, or by a value that a subgraph gives another name.
import { buildSchema, type FieldNode, GraphQLEnumType, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { inputCoordinatesOf, takesInputFields } from '../../../policies/compiler/input-coordinates.ts';
import { createDecisions } from '../../../policies/decide/decisions.ts';
import { email } from '../../../policies/masks/email.ts';
import { or } from '../../../policies/shield.ts';
import { hasScope } from '../../../policies/vocabulary.ts';
import { callerWith, compileSmall, domainPolicy, smallSchema } from '../../support/small-policy.ts';

const clear = hasScope('customers:pii:read');
const policy = compileSmall([
  domainPolicy(
    { Customer: { email: or(clear, hasScope('customers:pii:masked')) } },
    { Customer: { email: { unless: clear, with: email } } },
  ),
]);
const definition = smallSchema.getQueryType()!.getFields().customers!;

test.each<[string, string, object, string]>([
  ['a literal', 'customers(orderBy: [{ field: EMAIL }])', {}, 'deny'],
  ['a single one for a list', 'customers(orderBy: { field: EMAIL })', {}, 'deny'],
  ['a variable', 'customers(orderBy: [{ field: $field }])', { field: 'EMAIL' }, 'deny'],
  ['a whole variable', 'customers(orderBy: $order)', { order: [{ field: 'RELEVANCE' }, { field: 'EMAIL' }] }, 'deny'],
  ['another field', 'customers(orderBy: [{ field: RELEVANCE }])', {}, 'allow'],
  ['a field that is open', 'customers(orderBy: [{ field: REGION }])', {}, 'allow'],
  ['nothing', 'customers', {}, 'allow'],
])('an order by %s: %s', async (_name, source, variables, outcome) => {
  const masked = createDecisions(policy, callerWith({ scopes: ['customers:pii:masked'] }), () => {});
  const use = { definition, args: argumentsOf(source), variables: variables as Record<string, unknown> };
  expect((await masked.decideUse(policy.rulesOf('Query.customers'), use)).kind).toBe(outcome);
});

test('is open to who sees the field clear', async () => {
  const scopes = ['customers:pii:read', 'customers:confidential:read'];
  const steward = createDecisions(policy, callerWith({ scopes }), () => {});
  const args = argumentsOf('customers(orderBy: [{ field: EMAIL }])');
  expect((await steward.decideUse(policy.rulesOf('Query.customers'), { definition, args, variables: {} })).kind).toBe(
    'allow',
  );
});

test('is found by the name of the value, whatever a resolver gets for it', () => {
  const schema = buildSchema('type Query { list(by: By): Int } enum By { EMAIL NAME }');
  const values = { EMAIL: { value: 7 }, NAME: { value: 8 } };
  const by = new GraphQLEnumType({ name: 'By', values });
  const [argument] = schema.getQueryType()!.getFields().list!.args;
  const found = inputCoordinatesOf([{ ...argument!, type: by }], argumentsOf('list(by: $by)'), { by: 7 });
  expect([...found]).toEqual(['By.EMAIL']);
});

test('an argument that is an enum is looked at', () => {
  expect(
    takesInputFields(buildSchema('type Query { a(by: By): Int } enum By { A }').getQueryType()!.getFields().a!.args),
  ).toBe(true);
});

function argumentsOf(source: string) {
  const [operation] = parse(`{ ${source} { id } }`).definitions as OperationDefinitionNode[];
  const [field] = operation!.selectionSet.selections as FieldNode[];
  expect(field!.kind).toBe(Kind.FIELD);
  return field!.arguments ?? [];
}
